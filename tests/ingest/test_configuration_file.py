"""portfolio.yml: what is right is read, what is wrong is named with its line, all of it at once."""

from decimal import Decimal
from pathlib import Path

import pytest

from ingest.configuration import Configuration
from ingest.configuration_file import ConfigurationError, load_configuration
from ingest.problems import Problem

GOOD = """\
organisation: {name: Harbour, time_zone: Europe/Zurich}
reporting:
  currency: EUR
  exchange_rates:
    - {currency: CHF, valid_from: 2026-01-01, rate: 1.05}
fiscal_calendar: {first_month: 7}
themes:
  - name: Growth
    targets:
      - {strategy_version: S1, valid_from: 2026-01-01, share: 0.6}
  - name: Trust
    targets:
      - {strategy_version: S1, valid_from: 2026-01-01, share: 0.4}
sources:
  - name: jira
    format: jira_csv
    files: inbox/jira/*.csv
    read: &layout
      encoding: utf-8
      date_order: dmy
  - name: books
    format: ledger
    files: inbox/books/*.csv
    as_of: column Reported On
    read:
      <<: *layout
      currency: EUR
statuses:
  - {status: Open, category: todo}
  - {status: Open, source: jira, category: done}
stages:
  - {stage: Design, state: analysing}
"""


def load(folder: Path, text: str) -> Configuration:
    path = folder / "portfolio.yml"
    path.write_text(text)
    return load_configuration(path)


def problems(folder: Path, text: str) -> list[Problem]:
    with pytest.raises(ConfigurationError) as raised:
        load(folder, text)
    assert str(raised.value).count("\n") == len(raised.value.problems) - 1
    assert all(problem.remedy and problem.file.endswith("portfolio.yml") for problem in raised.value.problems)
    return raised.value.problems


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    configuration = load(tmp_path, GOOD)
    assert configuration.reporting.exchange_rates[0].rate == Decimal("1.05")
    assert configuration.source("jira").as_of == "filename"
    read = configuration.source("books").read
    assert (read.encoding, read.date_order, read.currency) == ("utf-8", "dmy", "EUR")


MISTAKES = {
    # what stands there instead, in which line that is found, at which place, and words of the message
    "misspelt key": ("time_zone: Europe", "timezone: Europe", 1, "organisation.timezone", "'time_zone'"),
    "misspelt key below a list": (
        "date_order: dmy",
        "date_ordre: dmy",
        20,
        "sources[1].read.date_ordre",
        "'date_order'",
    ),
    "key from nowhere": (
        "fiscal_calendar: {first_month: 7}",
        "password: hunter2",
        6,
        "password",
        "unknown key",
    ),
    "missing key": ("    format: ledger\n", "", 21, "sources[2].format", "missing"),
    "wrong type": ("first_month: 7", "first_month: July", 6, "fiscal_calendar.first_month", "'July'"),
    "out of range": ("first_month: 7", "first_month: 13", 6, "fiscal_calendar.first_month", "12"),
    "negative rate": ("rate: 1.05", "rate: -1.05", 5, "reporting.exchange_rates[1].rate", "greater than 0"),
    "no such date": (
        "2026-01-01, rate",
        "2026-02-30, rate",
        5,
        "reporting.exchange_rates[1].valid_from",
        "2026-02-30",
    ),
    "no such zone": ("Europe/Zurich", "Europe/Zuerich", 1, "organisation.time_zone", "IANA"),
    "key twice": (
        "  exchange_rates:\n",
        "  currency: USD\n  exchange_rates:\n",
        4,
        "reporting.currency",
        "twice",
    ),
    "two sources of one name": ("name: books", "name: jira", 14, "sources", "two sources are called jira"),
    "shares that are no whole": ("share: 0.4", "share: 0.3", 7, "themes", "0.9"),
    "unknown format": ("format: ledger", "format: ledgers", 22, "sources[2].format", "'ledger'"),
    "pattern out of the workspace": (
        "inbox/books/*.csv",
        "../books/*.csv",
        23,
        "sources[2].files",
        "leads out",
    ),
    "absolute pattern": ("inbox/books/*.csv", "/etc/*.csv", 23, "sources[2].files", "leads out"),
    "unknown as-of rule": ("column Reported On", "file_name", 24, "sources[2].as_of", "filename, received"),
    "as-of rule without column": ("column Reported On", "column", 24, "sources[2].as_of", "column NAME"),
    "unknown encoding": ("encoding: utf-8", "encoding: utf-99", 19, "sources[1].read.encoding", "utf-99"),
    "status of no source": ("source: jira", "source: jura", 30, "statuses[2].source", "books, jira"),
    "status twice": ("source: jira, category", "category", 30, "statuses[2]", "Open"),
    "rate of the reporting currency": (
        "currency: CHF",
        "currency: EUR",
        5,
        "reporting.exchange_rates[1]",
        "always 1",
    ),
    "theme twice": ("name: Trust", "name: Growth", 11, "themes[2]", "Growth"),
    "version with two first days": (
        "valid_from: 2026-01-01, share: 0.4",
        "valid_from: 2026-02-01, share: 0.4",
        13,
        "themes[2].targets[1].valid_from",
        "S1 starts on 2026-02-01 here and on 2026-01-01",
    ),
    "merge of a text": ("<<: *layout", "<<: utf-8", 25, "sources[2].read", "anchor"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_its_line_and_place(tmp_path: Path, mistake: str) -> None:
    before, after, line, place, words = MISTAKES[mistake]
    assert GOOD.count(before) == 1
    (problem,) = problems(tmp_path, GOOD.replace(before, after))
    assert (problem.line, problem.place) == (line, place)
    assert words in str(problem)


def test_all_mistakes_are_told_at_once_in_order_of_their_lines(tmp_path: Path) -> None:
    text = GOOD
    for mistake in ("misspelt key", "key twice", "wrong type", "misspelt key below a list"):
        before, after, *_ = MISTAKES[mistake]
        text = text.replace(before, after)
    found = [(problem.line, problem.place) for problem in problems(tmp_path, text)]
    assert found == [
        (1, "organisation.timezone"),
        (4, "reporting.currency"),
        (7, "fiscal_calendar.first_month"),
        (21, "sources[1].read.date_ordre"),
    ]


def test_two_mistakes_of_one_line_are_both_told(tmp_path: Path) -> None:
    text = GOOD.replace("{status: Open, category: todo}", "{state: Open}")
    found = [(problem.line, problem.place) for problem in problems(tmp_path, text)]
    assert found == [(29, "statuses[1].status"), (29, "statuses[1].category"), (29, "statuses[1].state")]


def test_variables_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = GOOD.replace("inbox/jira/*.csv", "inbox/${TRACKER_FOLDER}/*.csv")
    monkeypatch.setenv("TRACKER_FOLDER", "tracker")
    assert load(tmp_path, text).source("jira").files == "inbox/tracker/*.csv"
    monkeypatch.delenv("TRACKER_FOLDER")
    (problem,) = problems(tmp_path, text)
    assert (problem.line, problem.place) == (17, "sources[1].files")
    assert "TRACKER_FOLDER" in problem.problem


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"sources: [\n", "does not parse"),
        (b"organisation: {name: \xfc}", "UTF-8"),
        (b"organisation: &a [*a]", "anchor contains itself"),
        (b"", "missing"),
        (b"- a list", "dictionary"),
    ],
)
def test_what_is_no_configuration_at_all_is_told_as_such(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "portfolio.yml"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError, match=words):
        load_configuration(path)


def test_a_missing_file_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="portfolio init"):
        load_configuration(tmp_path / "portfolio.yml")
