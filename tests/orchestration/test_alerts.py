"""What is found in a workspace, who is told of it, and how often."""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from ingest.configuration_file import load_configuration
from ingest.validation import validate_workspace
from ingest.workspace import Workspace
from orchestration import publishing
from orchestration.alerts import telling
from orchestration.alerts.conditions import Condition, Situation, find_conditions, harmless, late_hours
from orchestration.alerts.ledger import Account, News, read_accounts
from orchestration.alerts.telling import tell_news
from orchestration.journal import events_path
from orchestration.landing_notes import drift_notes, note_landing
from orchestration.locking import is_locked, refresh_lock
from orchestration.refresh_record import record_failure, record_start, record_success
from tests.conftest import Portfolio
from tests.faults.bad_files import HEADER, LINES, csv_text
from tests.faults.test_bad_input import workspace_with
from tests.ingest.apis.service import Reply, Service, running
from tests.workspaces import land

NOW = datetime(2026, 11, 21, 2, 31, tzinfo=UTC)
PLANTED = "Planted Person 4711"
SECRET = "correct-horse-battery-staple"
ALERTS = """
alerts:
  timeout_seconds: 5
  webhook: {url: "${HOOK}", token: "${HOOK_TOKEN}"}
"""


@dataclass
class Desk:
    """A workspace whose alerts arrive at a service of this machine."""

    workspace: Workspace
    service: Service

    @property
    def told(self) -> list[dict]:
        """What was posted, oldest first."""
        return [asked.body for asked in self.service.log]

    def kinds(self, what: str) -> list[list[str]]:
        """Return the kinds of `new`, `lasting` or `over` of each message."""
        return [[each["kind"] for each in body[what]] for body in self.told]

    def configure(self, text: str) -> None:
        path = self.workspace.configuration_path
        path.write_text(path.read_text() + text)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with running(lambda _: Reply({})) as service:
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setenv("HOOK", f"{service.url}/hook")
        monkeypatch.setenv("HOOK_TOKEN", SECRET)
        desk = Desk(Workspace(workspace_with(tmp_path)), service)
        desk.configure(ALERTS)
        yield desk


def _conditions(desk: Desk, now: datetime = NOW) -> dict[str, Condition]:
    configuration = load_configuration(desk.workspace.configuration_path)
    wanted = configuration.alerts.about
    found, known = find_conditions(Situation(desk.workspace, configuration, now), wanted)
    assert known == set(wanted)
    return {condition.kind: condition for condition in found}


def _fail(desk: Desk, step: str = "landing__healthy") -> None:
    record_start(desk.workspace, "run")
    record_failure(desk.workspace, f"{step}: {PLANTED}", step)


def _succeed(desk: Desk) -> None:
    record_start(desk.workspace, "run")
    record_success(desk.workspace, "published", "v", "2026-03-31", [])


def test_a_failed_refresh_is_told_once_and_once_more_when_it_is_over(desk: Desk) -> None:
    _fail(desk)
    assert tell_news(desk.workspace) == {"webhook": None}
    _fail(desk)
    assert tell_news(desk.workspace) == {}
    _succeed(desk)
    tell_news(desk.workspace)
    tell_news(desk.workspace)
    assert desk.kinds("new") == [["failed_refresh"], []]
    assert desk.kinds("over") == [[], ["failed_refresh"]]
    assert "in landing__healthy; nothing was published" in desk.told[0]["new"][0]["detail"]
    assert PLANTED not in json.dumps(desk.told)


def test_another_step_that_fails_is_news_and_nothing_is_over(desk: Desk) -> None:
    for step in ("landing__healthy", "audited"):
        _fail(desk, step)
        tell_news(desk.workspace)
    assert desk.kinds("new") == [["failed_refresh"], ["failed_audit"]]
    assert desk.kinds("over") == [[], []]


def test_what_is_told_of_is_not_over_while_the_refresh_fails_otherwise(desk: Desk) -> None:
    desk.configure("  about: [failed_audit]\n")
    for step in ("audited", "landing__healthy", "audited"):
        _fail(desk, step)
        tell_news(desk.workspace)
    assert (desk.kinds("new"), desk.kinds("over")) == ([["failed_audit"]], [[]])
    _succeed(desk)
    tell_news(desk.workspace)
    assert desk.kinds("over")[1:] == [["failed_audit"]]


def test_what_lasts_is_told_again_as_often_as_configured() -> None:
    condition = Condition("stale_source", "stale_source jira", "", "stale", "9 days")
    account = Account()
    for day, told in enumerate(["new", "", "lasting", "", "lasting"]):
        at = NOW + timedelta(days=day)
        news = account.news([condition], {"stale_source"}, at, 2)
        assert news == (News(**{told: [condition]}) if told else News()), day
        account.note(news, at)
    assert not account.news([condition], {"stale_source"}, NOW + timedelta(days=99), None)


def test_what_could_not_be_looked_for_is_not_over() -> None:
    condition = Condition("drift", "drift volume jira", "", "drift", "")
    account = Account()
    account.note(News(new=[condition]), NOW)
    assert not account.news([], {"stale_source"}, NOW, None)
    assert account.news([], {"drift"}, NOW, None).over == [condition]


def test_a_channel_that_refused_is_told_the_next_time_and_the_refresh_does_not_fail(desk: Desk) -> None:
    desk.service.first.append(Reply(status=503))
    _fail(desk)
    assert tell_news(desk.workspace) == {"webhook": "HTTP 503"}
    assert read_accounts(desk.workspace)["webhook"].problem == "HTTP 503"
    assert tell_news(desk.workspace) == {"webhook": None}
    assert read_accounts(desk.workspace)["webhook"].problem is None
    assert tell_news(desk.workspace) == {}


def test_each_channel_has_its_own_account(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _fail(desk)
    tell_news(desk.workspace)
    desk.configure('  slack: {url: "${HOOK}"}\n')
    assert tell_news(desk.workspace) == {"slack": None}
    text = desk.workspace.configuration_path.read_text()
    desk.workspace.configuration_path.write_text(text[: text.index("alerts:")])
    assert tell_news(desk.workspace) == {}
    assert read_accounts(desk.workspace) == {}


def test_nothing_is_raised_whatever_goes_wrong(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError(PLANTED)

    _fail(desk)
    monkeypatch.setattr(telling, "channels_of", broken)
    (told,) = tell_news(desk.workspace).values()
    assert told == "nobody could be told: ValueError; see build/logs/refresh.log"


def test_one_finder_that_fails_hides_no_other(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _fail(desk)
    (desk.workspace.published / "CURRENT").write_text(
        json.dumps({**_manifest(desk), "tables": {"meta.invariants": {}}})
    )
    tell_news(desk.workspace)
    assert desk.kinds("new") == [["failed_refresh"]]


def _manifest(desk: Desk) -> dict:
    name = "portfolio-x.duckdb"
    (desk.workspace.published / name).write_bytes(b"no database")
    return {"version": "x", "file": name, "published_at": "2026-11-20T02:31:00+00:00",
            "as_of_date": "2026-03-31", "fingerprint": "x", "sha256": "x", "tables": {}}  # fmt: skip


def test_a_portfolio_yml_that_is_wrong_elsewhere_still_says_who_is_told(desk: Desk) -> None:
    desk.configure("themes: wrong\n")
    record_start(desk.workspace, "")
    record_failure(desk.workspace, "portfolio.yml: wrong")
    tell_news(desk.workspace)
    assert desk.kinds("new") == [["failed_refresh"]]
    assert "in its start" in desk.told[0]["text"]


def test_a_killed_refresh_is_found_when_nobody_holds_the_lock(desk: Desk) -> None:
    record_start(desk.workspace, "run")
    with refresh_lock(desk.workspace):
        assert tell_news(desk.workspace) == {}
    tell_news(desk.workspace)
    assert desk.told[0]["title"].endswith("the refresh was killed")


def test_a_refresh_that_begins_while_others_look_is_not_told_as_killed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fail(desk)
    tell_news(desk.workspace)
    with ExitStack() as refreshing:

        def is_locked_just_before(workspace: Workspace) -> bool:
            is_held = is_locked(workspace)
            if not is_held:
                refreshing.enter_context(refresh_lock(workspace))
                record_start(workspace, "next run")
            return is_held

        monkeypatch.setattr(telling, "is_locked", is_locked_just_before)
        assert tell_news(desk.workspace) == {}
    assert desk.kinds("new") == [["failed_refresh"]]


def test_a_refresh_that_hangs_is_late_and_nothing_else_is_looked_for(desk: Desk) -> None:
    desk.configure("schedule: {expect_every_hours: 30}\n")
    (desk.workspace.inbox / "suspect" / "2026-03-31.csv").write_text("<html>")
    land(desk.workspace.root)
    record_start(desk.workspace, "run")
    configuration = load_configuration(desk.workspace.configuration_path)
    tomorrow = datetime.now(UTC) + timedelta(hours=31)
    situation = Situation(desk.workspace, configuration, tomorrow, is_running=True)
    found, known = find_conditions(situation, configuration.alerts.about)
    assert ([each.kind for each in found], known) == (["late_refresh"], {"late_refresh"})


def test_k06_a_refresh_that_could_not_write_its_record_is_told_of_when_it_ends(desk: Desk) -> None:
    record_start(desk.workspace, "run")
    with refresh_lock(desk.workspace):
        tell_news(desk.workspace, is_over=True)
    assert desk.kinds("new") == [["failed_refresh"]]


def test_nobody_is_told_of_what_the_configuration_leaves_out(desk: Desk) -> None:
    desk.configure("  about: [stale_source]\n")
    _fail(desk)
    assert tell_news(desk.workspace) == {}


def test_f07_files_left_out_are_told_without_what_they_hold(desk: Desk) -> None:
    held = tuple(
        line.replace(".25", f".{PLANTED}") if number < 6 else line for number, line in enumerate(LINES)
    )
    for source, content in {"suspect": csv_text(held), "healthy": f"<html>{PLANTED}"}.items():
        folder = desk.workspace.inbox / source
        (folder / "![x](http:evil) <!here> 2026-04-30.csv").write_text(content)
    land(desk.workspace.root)
    found = _conditions(desk)
    assert set(found) == {"held_file", "refused_file"}
    assert "it has 40 rows, 6 of them bad; `portfolio quarantine show" in found["held_file"].detail
    assert "??x?(http?evil) ??here? 2026-04-30.csv: " in found["refused_file"].detail
    tell_news(desk.workspace)
    assert PLANTED not in json.dumps(desk.told)


def test_p12_changed_columns_of_a_source_are_told_until_a_file_keeps_them(desk: Desk) -> None:
    """An added column is kept, and told to nobody."""
    folder = desk.workspace.inbox / "suspect"
    more = csv_text(tuple(f"{line},{PLANTED}" for line in LINES), f"{HEADER},Mood")
    other = csv_text(tuple(line.replace("Line ", "") for line in LINES))
    warned = []
    for month, content in {"03-31": csv_text(), "04-30": more, "05-31": other, "06-30": other}.items():
        (folder / f"2026-{month}.csv").write_text(content)
        land(desk.workspace.root)
        tell_news(desk.workspace)
        warned.append(_warnings(desk))
    assert (desk.kinds("new"), desk.kinds("over")) == ([["drift"], []], [[], ["drift"]])
    (told,) = desk.told[0]["new"]
    assert told["headline"] == "columns of source suspect changed"
    assert told["detail"] == "2026-05-31.csv: type Text"
    changed = "inbox/suspect/2026-05-31.csv: source suspect: type 'Text' from text to number"
    assert warned == [[], [], [changed], []]
    assert PLANTED not in json.dumps(desk.told)


def _warnings(desk: Desk) -> list[str]:
    return drift_notes(desk.workspace, load_configuration(desk.workspace.configuration_path))


def test_a_file_that_a_newer_one_replaced_is_over(desk: Desk) -> None:
    folder = desk.workspace.inbox / "suspect"
    (folder / "2026-03-31.csv").write_text("<html>")
    land(desk.workspace.root)
    tell_news(desk.workspace)
    (folder / "2026-04-30.csv").write_text(csv_text())
    land(desk.workspace.root)
    tell_news(desk.workspace)
    assert (desk.kinds("new"), desk.kinds("over")) == ([["refused_file"], []], [[], ["refused_file"]])


def test_an_increment_that_was_left_out_is_told_until_it_comes_under_its_name(desk: Desk) -> None:
    text = desk.workspace.configuration_path.read_text()
    increments = text.replace(
        "    files: inbox/suspect/*\n", "    files: inbox/suspect/*\n    delivery: increment\n"
    )
    desk.workspace.configuration_path.write_text(increments)
    folder = desk.workspace.inbox / "suspect"
    held = tuple(line.replace(".25", ".x") for line in LINES[:20])
    months = {"02-28": csv_text(LINES[:3]), "03-31": csv_text(held), "04-30": csv_text(LINES[20:])}
    for month, content in months.items():
        (folder / f"2026-{month}.csv").write_text(content)
    land(desk.workspace.root)
    assert "20 of them bad; the one loaded before it had 3;" in _conditions(desk)["held_file"].detail
    (folder / "2026-03-31.csv").write_text(csv_text(LINES[:20]))
    land(desk.workspace.root)
    assert _conditions(desk) == {}


def test_a_source_is_stale_on_the_day_of_the_organisation(desk: Desk) -> None:
    text = desk.workspace.configuration_path.read_text()
    expecting = text.replace(
        "    files: inbox/healthy/*\n",
        "    files: inbox/healthy/*\n    expect_every_days: 5\n    owner: Finance office\n",
    )
    desk.workspace.configuration_path.write_text(expecting)
    land(desk.workspace.root)
    before, after = (datetime(2026, 4, 5, hour, 30, tzinfo=UTC) for hour in (21, 22))  # midnight in Zurich
    assert _conditions(desk, before) == {}
    stale = _conditions(desk, after)["stale_source"]
    assert stale.detail == (
        "its newest file is 6 days old, one is expected every 5; ask Finance office for a new export"
    )


def test_a_pull_that_failed_lasts_until_the_service_answers(desk: Desk) -> None:
    text = desk.workspace.configuration_path.read_text()
    source = (
        "sources:\n  - {name: jira, format: jira_json, files: inbox/jira/*.jsonl.gz, delivery: increment,"
        " api: {kind: jira_data_center, url: 'https://jira.example.org', query: project = A, token: '${T}'}"
        "}\n"
    )
    desk.workspace.configuration_path.write_text(text.replace("sources:\n", source, 1))
    load = land(desk.workspace.root).sources["jira"]
    for is_fetched, expected in (
        (True, set()),
        (False, {"failed_fetch"}),
        (None, {"failed_fetch"}),
        (True, set()),
    ):
        note_landing(desk.workspace, load, is_fetched=is_fetched)
        assert set(_conditions(desk)) == expected


@pytest.mark.parametrize(("hours", "expected"), [(None, None), (30, None), (29, 30)])
def test_a_refresh_is_late_after_the_hours_of_portfolio_yml(
    desk: Desk, hours: int | None, expected: int | None
) -> None:
    if hours:
        desk.configure(f"schedule: {{expect_every_hours: {hours}}}\n")
    configuration = load_configuration(desk.workspace.configuration_path)
    record_start(desk.workspace, "run")
    record = record_success(desk.workspace, "unchanged", "v", "2026-03-31", [])
    record = replace(record, finished_at=(NOW - timedelta(hours=30)).isoformat())
    assert late_hours(record, configuration, NOW) == expected
    assert late_hours(None, configuration, NOW) == hours


def test_soft_findings_of_the_served_version_are_told(desk: Desk) -> None:
    desk.workspace.build.mkdir()
    build = desk.workspace.build / "portfolio.duckdb"
    with duckdb.connect(build) as connection:
        connection.execute("create schema meta")
        connection.execute(
            "create table meta.invariants as select * from (values"
            " ('volume', 'rows_like_before', 'jira', '40', '20', false, 'soft'),"
            f" ('unmapped', 'words_known', '{PLANTED}', '0', '2', false, 'soft'),"
            " ('money', 'money_in_facts', 'EUR', '1', '1', true, 'hard'))"
            " t(invariant, check_name, scope, expected, actual, is_ok, severity)"
        )
    facts = publishing.BuildFacts("a" * 64, date(2026, 3, 31))
    publishing.publish(desk.workspace, build, facts, 5)
    found = _conditions(desk)
    assert {kind: each.headline for kind, each in found.items()} == {
        "drift": "volume is flagged: rows_like_before",
        "soft_finding": "unmapped is flagged: words_known",
    }


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("jira-2026-10-31.csv", "jira-2026-10-31.csv"),
        ("Müller & Co (EMEA)", "Müller & Co (EMEA)"),
        ("a\r\nBcc: b@c.org", "a Bcc? b?c.org"),
        ("[x](https://evil) @here <!channel> `x` *b*", "?x?(https???evil) ?here ??channel? ?x? ?b?"),
        ("x" * 100, "x" * 77 + "..."),
    ],
)
def test_names_from_outside_are_made_harmless(text: str, shown: str) -> None:
    assert harmless(text) == shown


def test_s13_no_secret_is_kept_or_told(desk: Desk, portfolio: Portfolio) -> None:
    _fail(desk)
    desk.service.first.append(Reply(status=500))
    outcomes = [portfolio("-w", desk.workspace.root, "alerts", what) for what in ("check", "check", "test")]
    outcomes.append(portfolio("-w", desk.workspace.root, "status"))
    assert [outcome.returncode for outcome in outcomes] == [1, 0, 0, 1]
    assert "webhook: not sent: HTTP 500" in outcomes[0].stderr
    assert outcomes[1].stdout == outcomes[2].stdout == "webhook: sent\n"
    assert [asked.body["is_test"] for asked in desk.service.log] == [False, False, True]
    said = "".join(outcome.stdout + outcome.stderr for outcome in outcomes[:3])
    files = b"".join(path.read_bytes() for path in desk.workspace.build.rglob("*") if path.is_file())
    for secret in (SECRET, os.environ["HOOK"], PLANTED):
        assert secret not in said
        assert secret.encode() not in files
    events = [json.loads(line) for line in events_path(desk.workspace).read_text().splitlines()]
    assert [(each["event"], each["channel"]) for each in events] == [
        ("alert_refused", "webhook"), ("alert_sent", "webhook"), ("alert_sent", "webhook"),
    ]  # fmt: skip


def test_a_test_without_alerts_is_a_usage_error(tmp_path: Path, portfolio: Portfolio) -> None:
    root = workspace_with(tmp_path)
    outcome = portfolio("-w", root, "alerts", "test")
    assert outcome.returncode == 2
    assert "nobody is told" in outcome.stderr
    assert portfolio("-w", root, "alerts", "check").stdout == "nothing new to tell\n"


@pytest.mark.parametrize(
    ("alerts", "told"),
    [
        ("{}", "alerts: nobody is told; add webhook, slack or email"),
        (
            "{webhook: {url: 'https://example.org/hook'}}",
            "alerts.webhook.url: a credential is never written here",
        ),
        ("{webhook: {url: '${NOT_SET}'}}", "alerts.webhook.url: the environment variable NOT_SET is not set"),
        ("{about: [late], webhook: {url: '${HOOK}'}}", "alerts.about[1]: Input should be 'failed_refresh'"),
        ("{slack: {url: '${HOOK}'}, mail: {}}", "alerts.mail: unknown key; did you mean 'email'?"),
        ("{email: {host: a.b, from: a@b.org, to: [b@b.org], user: '${U}'}}", "write both, or none"),
        (
            "{email: {host: a.b, from: a@b.org, to: [b@b.org], user: '${U}', password: '${U}',"
            " security: none}}",
            "a password is never sent without encryption",
        ),
        (
            '{email: {host: a.b, from: "a@b.org\\r\\nBcc: x", to: [b@b.org]}}',
            "alerts.email.from: String should match",
        ),
        (
            "{email: {host: 'a b', from: a@b.org, to: []}}",
            "alerts.email.to: Tuple should have at least 1 item",
        ),
    ],
)
def test_validate_tells_what_is_wrong_with_alerts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alerts: str, told: str
) -> None:
    monkeypatch.setenv("HOOK", "https://example.org/hook")
    root = workspace_with(tmp_path)
    with (root / "portfolio.yml").open("a") as file:
        file.write(f"alerts: {alerts}\n")
    problems = "\n".join(map(str, validate_workspace(Workspace(root))))
    assert told in problems
    assert "example.org/hook" not in problems
