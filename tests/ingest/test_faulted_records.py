"""What a rule rejects or warns of is read again each night; results and rows are those of the whole file."""

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
import pytest

from data_quality.runner import batch_check
from ingest.checking import BatchVerdict
from ingest.configuration import Source
from ingest.record_book import BOOK_SCHEMA
from ingest.thresholds import Thresholds
from tests.ingest.inboxes import Inbox, make_inbox

COLUMNS = (
    "Issue key,Issue id,Issue Type,Status,Status Category,Created,Updated,Resolved,Story Points,"
    "Inward issue link (Blocks)"
)
GOOD = {
    "Status": "Open", "Status Category": "To Do", "Created": "2026-01-05", "Updated": "2026-01-08",
    "Resolved": "", "Story Points": "3", "Inward issue link (Blocks)": "",
}  # fmt: skip
WARNED, REJECTED = {"Updated": "2026-01-02"}, {"Story Points": "-4"}
CHANGES: list[dict[str, str]] = [
    {"Status": "Doing"},
    {"Story Points": ""},
    {"Resolved": "2026-01-07"},
    {"Inward issue link (Blocks)": "PAY-2"},
    {"Status Category": ""},
    WARNED,
    REJECTED,
    {"Resolved": "2026-01-01"},  # rejected: before it was created
    {"Created": "1889-03-01"},  # rejected
    {"Created": "yesterday"},  # rejected by the reader
    {"Created": ""},  # more than one in twenty hold the file
]


def export(issues: dict[int, dict[str, str]], doubled: tuple[int, ...] = ()) -> str:
    """An export of number -> what differs from a good issue; `doubled` are listed again, done."""
    listed = [*issues.items(), *((number, {"Status": "Done"}) for number in doubled)]
    rows = [
        ",".join([f"PAY-{number}", str(number), "Story", *(GOOD | changes).values()])
        for number, changes in listed
    ]
    return "\n".join([COLUMNS, *rows]) + "\n"


@dataclass
class Nights:
    """Nights of one workspace, each with an export of its own."""

    inbox: Inbox
    seen: list[int]  # rows of work_items that the suite was given, a night or more a night
    count: int = 0

    def land(
        self, content: str, read_whole: bool, judge: Callable[[BatchVerdict], BatchVerdict] = lambda v: v
    ) -> tuple:
        """Land an export; return all that it left for others to see."""
        self.count += 1
        day = f"2026-03-{self.count:02d}"
        root = self.inbox.root
        if read_whole:
            shutil.rmtree(root / "input" / "records", ignore_errors=True)
        check = batch_check(self.inbox.configuration)

        def judged(
            source: Source, table_name: str, frame: pl.DataFrame, kept: pl.LazyFrame | None = None
        ) -> BatchVerdict:
            if table_name == "work_items":
                self.seen.append(frame.height)
            return judge(check(source, table_name, frame, kept))

        self.inbox.drop(f"jira-{day}.csv", content)
        (load,) = self.inbox.land(day, judged).new_loads
        told = replace(load, made={})
        return told, self._quarantined("results", load.stem), self._quarantined("rows", load.stem)

    def _quarantined(self, kind: str, stem: str) -> list[str]:
        path = self.inbox.root / "quarantine" / kind / "books" / f"{stem}.parquet"
        return [str(row) for row in pl.read_parquet(path).rows()] if path.exists() else []

    def written(self) -> dict[str, list[str]]:
        """Every version of every row; the place of an unread one is that where it was last read."""
        names = ("work_items", "work_item_links")
        return {name: sorted(map(str, self.inbox.versions(name).rows())) for name in names}


def nights_in(root: Path) -> Nights:
    inbox = make_inbox(root, "jira_csv")
    thresholds = Thresholds(quarantine_hold_share="0.3")
    return Nights(Inbox(root, inbox.configuration.model_copy(update={"thresholds": thresholds})), [])


def exports_of(seed: int) -> list[str]:
    """Nights of sixty issues: some change, break rules, are mended, go, come back, or stand twice."""
    chance = random.Random(seed)
    issues: dict[int, dict[str, str]] = {number: {} for number in range(1, 61)}
    nights = []
    for _ in range(5):
        for number in chance.sample(range(1, 66), 8):
            change = chance.choices([*CHANGES, {}, None], [3, 3, 3, 3, 3, 3, 3, 1, 1, 1, 1, 4, 3])[0]
            if change is None:
                issues.pop(number, None)
            else:
                issues[number] = change
        doubled = (chance.choice(list(issues)),) if chance.random() < 0.3 else ()
        nights.append(export(issues, doubled))
    return nights


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 6))])
def test_nights_with_faults_come_out_as_if_every_export_were_read_whole(seed: int, tmp_path: Path) -> None:
    quick, whole = nights_in(tmp_path / "quick"), nights_in(tmp_path / "whole")
    for content in exports_of(seed):
        assert quick.land(content, read_whole=False) == whole.land(content, read_whole=True)
    assert quick.written() == whole.written()
    assert sum(quick.seen) < sum(whole.seen)  # something was left unread
    results = (quick.inbox.root / "quarantine" / "results" / "books").glob("*.parquet")
    assert any(pl.read_parquet(path)["row_count_failed"].sum() for path in results)


def test_only_rows_with_a_fault_and_changed_ones_are_read_again(tmp_path: Path) -> None:
    nights = nights_in(tmp_path)
    issues: dict[int, dict[str, str]] = {number: {} for number in range(1, 41)}
    issues |= {7: WARNED, 9: REJECTED}
    nights.land(export(issues), read_whole=False)
    assert pl.read_parquet(tmp_path / "input" / "records" / "books.parquet").height == 38
    issues[1] = {"Status": "Doing"}
    load, results, rejected = nights.land(export(issues), read_whole=False)
    assert nights.seen == [40, 3]  # 1 has changed, 7 was warned of, 9 rejected
    assert (load.row_count_accepted, load.row_count_rejected, len(rejected)) == (39, 1, 1)
    warned = next(row for row in results if "created_at_not_after_updated_at" in row)
    assert "'warning', False, 40, 1" in warned  # checked 40 rows, one of them failed
    del issues[7], issues[9]
    nights.land(export(issues), read_whole=False)
    nights.land(export(issues | {2: WARNED}), read_whole=False)
    assert nights.seen == [40, 3, 0, 1]


def test_the_first_of_two_rows_with_one_key_is_read_again_beside_the_second(tmp_path: Path) -> None:
    nights = nights_in(tmp_path)
    issues: dict[int, dict[str, str]] = {number: {} for number in range(1, 41)}
    nights.land(export(issues, doubled=(3,)), read_whole=False)
    nights.land(export(issues | {1: {"Status": "Doing"}}, doubled=(3,)), read_whole=False)
    assert nights.seen == [40, 2]


@pytest.mark.parametrize(
    "judge",
    [lambda verdict: replace(verdict, suite="changed"), lambda verdict: replace(verdict, needs_all=True)],
    ids=["another suite", "a rule that compares rows"],
)
def test_a_file_is_read_whole_where_kept_rows_may_be_judged_otherwise(
    judge: Callable[[BatchVerdict], BatchVerdict], tmp_path: Path
) -> None:
    nights = nights_in(tmp_path)
    issues: dict[int, dict[str, str]] = {number: {} for number in range(1, 41)}
    nights.land(export(issues), read_whole=False)
    nights.land(export(issues | {1: {"Status": "Doing"}}), read_whole=False, judge=judge)
    assert nights.seen == [40, 1, 40]


def test_a_book_without_the_suites_of_its_rows_is_made_anew(tmp_path: Path) -> None:
    nights = nights_in(tmp_path)
    issues: dict[int, dict[str, str]] = {number: {} for number in range(1, 41)}
    nights.land(export(issues), read_whole=False)
    path = tmp_path / "input" / "records" / "books.parquet"
    pl.read_parquet(path).select([name for name in BOOK_SCHEMA if name != "suites"]).write_parquet(path)
    nights.land(export(issues | {1: {"Status": "Doing"}}), read_whole=False)
    assert nights.seen == [40, 40]
