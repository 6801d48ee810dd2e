"""What was known on a past day can be had again: as if only the files up to then had ever arrived."""

import random
from datetime import date, datetime
from pathlib import Path

import duckdb
import jinja2
import pytest

from ingest.input_views import attach_inputs
from tests.ingest.inboxes import Inbox, make_inbox
from tests.ingest.notes import Notes

DBT = Path(__file__).parents[2] / "dbt_project"
STAGED = {
    "jira_json": ("work_items", "work_item_transitions", "work_item_links"),
    "initiatives": ("initiatives",),
    "ledger": ("ledger_lines",),
}
DAYS = tuple(f"2026-03-{day:02}" for day in (2, 9, 9, 16, 23, 30))

Files = list[tuple[str, str]]  # name, content


def staged(inbox: Inbox, table: str, day: str | None = None) -> list[tuple]:
    """Return the rows of a staging model as known on a day, by the model's own SQL."""
    text = (DBT / "macros/latest_versions.sql").read_text() + (DBT / "macros/members.sql").read_text()
    text += (DBT / f"models/staging/stg_{table}.sql").read_text()
    query = jinja2.Template(text).render(
        source=lambda schema, name: f"{schema}.{name}",
        ref=lambda _: "input.run_parameters",
        sha256=lambda text: f"sha256({text})",
        config=lambda **_: "",
    )
    known_on = datetime.fromisoformat(f"{day}T23:59:59") if day else None
    with duckdb.connect() as connection:
        attach_inputs(connection, inbox.workspace, inbox.configuration, date(2026, 3, 31), known_on)
        return sorted(connection.execute(query).fetchall(), key=str)


def tracker_files(dice: random.Random) -> Files:
    """Pulls of twelve items: some of them, now and then told whole, now and then with the list of all."""
    files, items = [], [str(number) for number in range(1, 13)]
    for number, day in enumerate(DAYS):
        chosen = items if number == 0 else dice.sample(items, 5)
        lines = [f"item {item} {dice.choice(('Open', 'Done'))}" for item in chosen]
        lines += sorted({f"link {item} K-{dice.choice(items)}" for item in chosen for _ in range(2)})
        lines += [f"change {item} {number}" for item in chosen if dice.random() < 0.5]
        if number and dice.random() < 0.7:
            lines += ["whole " + " ".join(chosen)]
        if number and dice.random() < 0.7:
            lines += ["listed " + " ".join(dice.sample(items, 11))]
        files.append((f"pull {number} {day}.jsonl", "\n".join(lines)))
    return files


def register_files(dice: random.Random) -> Files:
    codes = [f"I-{number}" for number in range(10)]
    return [
        (
            f"bets {number} {day}.csv",
            "Code,Name,Stage\n"
            + "".join(
                f"{code},Bet,{dice.choice(('Funnel', 'Done'))}\n"
                for code in dice.sample(codes, dice.choice((8, 9, 10)))
            ),
        )
        for number, day in enumerate(DAYS)
    ]


def ledger_files(dice: random.Random) -> Files:
    return [
        (
            f"ledger {number} {day}.csv",
            "Posting Date,Cost Object,Text,Amount,Currency\n"
            + "".join(f"2026-03-01,C-{dice.randint(1, 3)},rent,{dice.randint(1, 3)},EUR\n" for _ in range(8)),
        )
        for number, day in enumerate(DAYS)
    ]


def arrivals(dice: random.Random) -> list[int]:
    """Return the files' numbers in any order, but for two of one day: the one that arrived later is right."""
    order = dice.sample(range(len(DAYS)), len(DAYS))
    first, second = sorted((order.index(1), order.index(2)))
    order[first], order[second] = 1, 2
    return order


CASES = [
    ("jira_json", "increment", tracker_files),
    ("initiatives", "full_snapshot", register_files),
    ("ledger", "full_snapshot", ledger_files),
    ("ledger", "increment", ledger_files),
]


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2))])
@pytest.mark.parametrize(("source_format", "delivery", "make"), CASES)
def test_each_past_day_is_what_a_workspace_of_its_files_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, source_format: str, delivery: str, make
) -> None:
    if source_format == "jira_json":
        monkeypatch.setattr("ingest.loading.reader_for", lambda _: Notes())
    dice = random.Random(seed)
    files = make(dice)
    inbox = make_inbox(tmp_path / "all", source_format, delivery=delivery)
    for arrival, index in enumerate(arrivals(dice), start=1):
        inbox.drop(*files[index])
        if dice.random() < 0.6:
            inbox.land(f"2026-04-{arrival:02}")
    inbox.land("2026-04-20")
    for last in sorted(set(DAYS)):
        fresh = make_inbox(tmp_path / last, source_format, delivery=delivery)
        for file in files[: DAYS.index(last) + DAYS.count(last)]:
            fresh.drop(*file)
        fresh.land("2026-04-01")
        for table in STAGED[source_format]:
            then = staged(inbox, table, last)
            assert then == staged(fresh, table), (table, last)
        assert then
