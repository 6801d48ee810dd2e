"""Files whose rows carry their own as-of date: each date is a full snapshot of its own."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from ingest.configuration import Privacy, Source
from ingest.loading import ConservationError
from ingest.reading import REJECTED_SCHEMA, ReadContext, ReadResult
from tests.ingest.inboxes import Inbox, make_inbox

HEADER = "Code,Name,Stage,Reported On"


@pytest.fixture
def stacked(tmp_path: Path) -> Inbox:
    return make_inbox(tmp_path, "initiatives", as_of="column Reported On")


def drop(inbox: Inbox, name: str, *rows: str) -> None:
    """Drop a register; a row is `code stage day`."""
    lines = [f"{code},Bet {code},{stage},{day}" for code, stage, day in map(str.split, rows)]
    inbox.drop(name, "\n".join([HEADER, *lines]) + "\n")


def test_each_date_is_a_snapshot(stacked: Inbox) -> None:
    drop(stacked, "all.csv", "I-1 Done 2026-03-31", "I-1 Funnel 2026-02-28", "I-2 Funnel 2026-02-28")
    (load,) = stacked.land().loads
    assert (load.row_count_read, load.row_count_accepted, load.as_of_date) == (3, 3, "2026-03-31")
    assert stacked.stages_known_on("2026-01-31") == {}
    assert stacked.stages_known_on("2026-02-28") == {"I-1": "Funnel", "I-2": "Funnel"}
    assert stacked.stages() == {"I-1": "Done"}


def test_a_file_that_grew_brings_only_its_new_dates(stacked: Inbox) -> None:
    rows = ["I-1 Funnel 2026-01-31", "I-2 Funnel 2026-01-31", "I-1 Ready 2026-02-28", "I-2 Funnel 2026-02-28"]
    drop(stacked, "all.csv", *rows)
    stacked.land("2026-03-01")
    before = stacked.hashes("input/initiatives")
    drop(stacked, "all.csv", *rows, "I-1 Done 2026-03-31", "I-2 Funnel 2026-03-31")
    load = stacked.land("2026-04-01").loads[-1]
    assert (load.row_count_read, load.row_count_accepted, load.ignored) == (6, 2, {"older_than_loaded": 4})
    assert load.rows_written == 1
    assert stacked.stages() == {"I-1": "Done", "I-2": "Funnel"}
    assert before.items() <= stacked.hashes("input/initiatives").items()


def test_one_file_of_four_dates_gives_the_history_of_four_files(tmp_path: Path) -> None:
    days = {
        "2026-01-31": ("I-1 Funnel", "I-2 Funnel", "I-3 Funnel"),
        "2026-02-28": ("I-1 Ready", "I-2 Funnel", "I-3 Funnel"),
        "2026-03-31": ("I-1 Ready", "I-2 Done", "I-3 Funnel", "I-4 Funnel"),
    }
    single = make_inbox(tmp_path / "single", "initiatives", as_of="column Reported On")
    drop(single, "all.csv", *(f"{row} {day}" for day, rows in days.items() for row in rows))
    single.land()
    several = make_inbox(tmp_path / "several", "initiatives")
    for day, rows in days.items():
        several.register(f"bets-{day}.csv", *rows)
    several.land()
    for day in days:
        assert single.stages_known_on(day) == several.stages_known_on(day)


def test_an_older_row_of_an_increment_is_taken_and_does_not_win(tmp_path: Path) -> None:
    inbox = make_inbox(tmp_path, "initiatives", as_of="column Reported On", delivery="increment")
    drop(inbox, "march.csv", "I-1 Done 2026-03-31")
    inbox.land("2026-04-01")
    drop(inbox, "late.csv", "I-1 Funnel 2026-02-28", "I-2 Funnel 2026-02-28")
    (load,) = inbox.land("2026-04-02").new_loads
    assert (load.row_count_accepted, load.ignored) == (2, {})
    assert inbox.stages() == {"I-1": "Done", "I-2": "Funnel"}
    assert inbox.stages_known_on("2026-03-01") == {"I-1": "Funnel", "I-2": "Funnel"}


def test_an_increment_about_an_earlier_day_leaves_the_later_days_as_they_were_told(tmp_path: Path) -> None:
    inbox = make_inbox(tmp_path, "initiatives", as_of="column Reported On", delivery="increment")
    drop(inbox, "january.csv", "I-1 Done 2026-01-31", "I-2 Done 2026-01-31")
    drop(inbox, "march.csv", "I-1 Done 2026-03-31")
    inbox.land("2026-04-01")
    drop(inbox, "february.csv", "I-1 Funnel 2026-02-28", "I-2 Done 2026-02-28")
    inbox.land("2026-04-02")
    assert inbox.stages() == {"I-1": "Done", "I-2": "Done"}
    assert inbox.stages_known_on("2026-02-28") == {"I-1": "Funnel", "I-2": "Done"}


def test_a_growing_increment_writes_its_new_dates_only(tmp_path: Path) -> None:
    inbox = make_inbox(tmp_path, "initiatives", as_of="column Reported On", delivery="increment")
    rows = ["I-1 Done 2026-01-31", "I-2 Done 2026-01-31"]
    drop(inbox, "all.csv", *rows)
    inbox.land("2026-02-01")
    drop(inbox, "all.csv", *rows, "I-1 Done 2026-02-28")
    assert inbox.land("2026-03-01").loads[-1].rows_written == 1


def test_the_later_of_two_increments_about_one_date_is_right(tmp_path: Path) -> None:
    inbox = make_inbox(tmp_path, "initiatives", as_of="column Reported On", delivery="increment")
    for day, stage in enumerate(("Funnel", "Ready", "Done"), start=1):
        drop(inbox, f"{day}.csv", f"I-1 {stage} 2026-03-31")
        inbox.land(f"2026-04-0{day}")
    assert inbox.stages() == {"I-1": "Done"}
    assert inbox.versions("initiatives")["known_at"].n_unique() == 3


def test_a_date_in_the_future_holds_the_file(stacked: Inbox) -> None:
    drop(stacked, "all.csv", "I-1 Funnel 2026-03-31", "I-1 Done 2036-03-31")
    (load,) = stacked.land().loads
    assert (load.status, "2036-03-31" in str(load.reason)) == ("held", True)


class HandMade:
    """A reader that returns what a test gives it."""

    format = "initiatives"
    tables = ("initiatives",)
    description = "rows of a test"

    def __init__(self, result: ReadResult | BaseException) -> None:
        self._result = result

    def read(self, path: Path, source: Source, context: ReadContext) -> ReadResult:
        if isinstance(self._result, BaseException):
            raise self._result
        return self._result


def rows(count: int, days: list[date | None] | None = None) -> pl.DataFrame:
    codes = [f"I-{number}" for number in range(1, count + 1)]
    frame = pl.DataFrame(
        {"initiative_code": codes, "initiative_name": codes, "row_number": range(1, count + 1)}
    )
    return frame if days is None else frame.with_columns(pl.Series("as_of_date", days, pl.Date))


def land_by_hand(inbox: Inbox, result: ReadResult | BaseException, patch: pytest.MonkeyPatch) -> Inbox:
    patch.setattr("ingest.loading.reader_for", lambda _: HandMade(result))
    inbox.register("bets-2026-03-31.csv", "I-1 Funnel")
    return inbox


def test_a_row_without_its_date_is_set_aside(stacked: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    days = [date(2026, 3, 31)] * 19 + [None]
    result = ReadResult({"initiatives": rows(20, days)}, pl.DataFrame(schema=REJECTED_SCHEMA), 20, {})
    (load,) = land_by_hand(stacked, result, monkeypatch).land().loads
    assert (load.status, load.row_count_accepted, load.row_count_rejected) == ("loaded", 19, 1)


@pytest.mark.parametrize("rows_read", [2, 4])
def test_a_reader_that_loses_or_invents_rows_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows_read: int
) -> None:
    result = ReadResult({"initiatives": rows(3)}, pl.DataFrame(schema=REJECTED_SCHEMA), rows_read, {})
    inbox = land_by_hand(make_inbox(tmp_path, "initiatives"), result, monkeypatch)
    with pytest.raises(ConservationError, match=f"{rows_read} rows were read, but 3 accepted"):
        inbox.land()
    assert inbox.versions("initiatives").is_empty()


@pytest.mark.parametrize("kind", [ValueError, pl.exceptions.PanicException])
def test_a_reader_that_breaks_refuses_the_file_and_says_how_without_its_cells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: type[BaseException]
) -> None:
    inbox = make_inbox(tmp_path, "initiatives")
    (load,) = land_by_hand(inbox, kind("cannot read 'Planted Person'"), monkeypatch).land().loads
    assert (load.status, load.reason) == ("refused", f"the reader failed: {kind.__name__}")
    assert "`portfolio validate` shows" in str(load.remedy)
    assert [name for name in inbox.hashes("input") if b"Planted" in (inbox.root / name).read_bytes()] == []


def test_where_names_are_shown_the_words_of_a_reader_that_breaks_are_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = make_inbox(tmp_path, "initiatives")
    inbox.configuration = inbox.configuration.model_copy(update={"privacy": Privacy(people="names")})
    (load,) = land_by_hand(inbox, ValueError("no such column"), monkeypatch).land().loads
    assert load.reason == "the reader failed: ValueError; no such column"


def test_a_row_of_several_tables_counts_once_and_is_accepted_when_any_of_them_takes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    themes = pl.DataFrame(
        {
            "initiative_code": ["I-1", "I-1", "I-2"],
            "theme_name": ["Growth", "Growth", None],
            "weight": [0.5, 0.5, 1.0],
            "row_number": [1, 1, 2],
        }
    )
    refused = pl.DataFrame([{"row_number": 3, "reason": "width"}], schema=REJECTED_SCHEMA)
    tables = {"initiatives": rows(2), "initiative_themes": themes}
    reader = ReadResult(tables, refused, 4, {"blank": 1})
    inbox = make_inbox(tmp_path, "initiatives")
    inbox.configuration = inbox.configuration.model_copy(
        update={
            "thresholds": inbox.configuration.thresholds.model_copy(update={"quarantine_hold_share": 0.5})
        }
    )
    (load,) = land_by_hand(inbox, reader, monkeypatch).land().loads
    counts = (load.row_count_read, load.row_count_accepted, load.row_count_rejected, load.row_count_ignored)
    assert counts == (4, 2, 1, 1)
    (path,) = (tmp_path / "quarantine" / "rows" / "books").glob("*.parquet")
    listed = pl.read_parquet(path).select("row_number", "table_name", "reason").sort("row_number").rows()
    assert listed == [
        (1, "initiative_themes", "duplicate_key"),
        (2, "initiative_themes", "missing_required"),
        (3, None, "width"),
    ]
