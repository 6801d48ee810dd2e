"""What a pull from Jira tells beside its rows: what is whole, what is cut, what came twice."""

import polars as pl

from ingest.contracts import TABLES
from ingest.readers.trackers._jira_answers import Told
from ingest.readers.trackers._jira_records import Issue, SeparateEntry
from ingest.table import ROW_NUMBER, reject, rejected_frame

CHANGELOG_CUT = "changelog_cut"
ITEM_ID = "work_item_id"

Tables = dict[str, pl.DataFrame]


def ids_with_links(issues: list[Issue]) -> set[str]:
    """Return the ids of the issues whose links were asked for."""
    return {issue.id for issue in issues if issue.fields.issuelinks is not None and issue.id}


def refused_ids(records: list[Issue | SeparateEntry], rejected: pl.DataFrame) -> set[str]:
    """Return the ids of the issues of which a row was refused."""
    if rejected.is_empty():
        return set()
    refused = set(rejected[ROW_NUMBER])
    return {record.id for record in records if record.row_number in refused and record.id}


def cut_changelogs(told: Told) -> pl.DataFrame:
    """Return a rejection for each issue of whose changelog only a part came; the issue itself is loaded."""
    remedy = "pull the source by `api`, which asks for the rest"
    return rejected_frame(
        [
            reject(number, CHANGELOG_CUT, f"{detail}; {remedy}", {"id": identity}, "changelog")
            for number, (identity, detail) in told.cut.items()
            if identity not in told.complete
        ]
    )


def without_repeats(tables: Tables, rejected: pl.DataFrame) -> tuple[Tables, int]:
    """Keep the last telling of each issue and change; return how many records said nothing beyond that.

    While a search is paged, an issue that moves stands on two pages.
    """
    items = tables["work_items"]
    kept = items.unique(ITEM_ID, keep="last", maintain_order=True)
    older = items.join(kept.select(ROW_NUMBER), on=ROW_NUMBER, how="anti")[ROW_NUMBER].implode()
    one = {name: table.filter(~pl.col(ROW_NUMBER).is_in(older)) for name, table in tables.items()}
    key = TABLES["work_item_transitions"].key
    one["work_item_transitions"] = one["work_item_transitions"].unique(key, keep="last", maintain_order=True)
    if all(one[name].height == table.height for name, table in tables.items()):
        return tables, 0
    gone = _rows(tables) - _rows(one) - set(rejected[ROW_NUMBER])
    return one, len(gone)


def _rows(tables: Tables) -> set[int]:
    return set(pl.concat([table[ROW_NUMBER] for table in tables.values()]))


def whole_tables(complete: set[str], with_links: set[str], refused: set[str]) -> dict[str, pl.Series]:
    """Return for each table the issues of which the file tells all rows, and none was refused."""
    told = {"work_item_transitions": complete, "work_item_links": with_links}
    return {name: pl.Series(ITEM_ID, sorted(ids - refused), pl.String) for name, ids in told.items()}


def listing(told: Told) -> pl.Series | None:
    """Return the ids of all issues that there are, where the file tells."""
    return None if told.listing is None else pl.Series(ITEM_ID, told.listing, dtype=pl.String)
