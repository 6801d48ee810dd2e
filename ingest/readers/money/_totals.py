"""Subtotals of an export: recognised, never loaded, and compared with the lines that they are about.

A total is told by the first filled cell of its row: a word for total alone, `*` to `****` of SAP's lists, or
`Total X` and `X Total` where X itself labels other rows. `Total Quality` is a project like any other.

Which lines a total is about is taken from the layout, and only where the layout leaves no doubt:
`*` to `****` are about the lines since the last total of that many stars or more; `Total X` about what
stands below the heading X, or about the lines just above it whose cell says X; a grand total, or the only
bare total, at the end about all lines. Any other total is left out without being compared.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from ingest.contracts import MONEY
from ingest.parsing.numbers import parse_numbers
from ingest.readers._rows import Rows
from ingest.reading import CONTROL_TOTAL_SCHEMA
from ingest.table import ROW_NUMBER

STARS = r"^\*{1,4}$"
ALL = r"^(?:grand[- ]?totals?|overall result|gesamtsumme|gesamtergebnis|total g[eé]n[eé]ral)\s*:?$"
BARE = r"^(?:totals?|gesamt|summe|sum|totale|totaux)\s*:?$"
OTHER = (  # running lines of statements, and words of which nobody knows whether they are cumulative
    r"^(?:sub[- ]?totals?\b.*|zwischensumme\b.*|(?:grand[- ]?total|gesamtsumme|gesamtergebnis) .+|"
    r"total for .+|(?:total|gesamt|summe) (?:fy ?)?[0-9]{4}|"
    r"gross profit|net (?:operating |ordinary |other )?income|net profit)\s*:?$"
)
TOTAL_OF = (
    r"^total\s*(?:[-:]|\sfor\b)?\s+(.+)$"  # `Total - 40000 - Revenue`, below the lines of `40000 - Revenue`
)
OF_TOTAL = r"^(.+?)\s+(?:total|ergebnis)$"  # what Excel's Subtotal writes below a group
HEADING = r"^(?:\d[\w.]* +[-\u00b7] +)?\W*\p{L}"  # `Travel`, `40000 - Revenue`
LINES = {"row_number": pl.Int64(), "measure": pl.String(), "amount": MONEY, "kind": pl.String()}
WIDE = pl.Decimal(38, 4)


@dataclass(frozen=True)
class Totals:
    """The rows of a table that are no lines."""

    ignored: dict[str, int]  # rule -> rows
    # row_number, label; the rows among which its lines are: first_row (NULL: nobody knows) to last_row
    rows: pl.DataFrame

    def compared(self, rows: Rows, lines: pl.DataFrame, columns: Mapping[str, str]) -> pl.DataFrame:
        """Return the totals beside the sums of their lines: CONTROL_TOTAL_SCHEMA.

        `lines` are LINES, with one amount a row and measure; only lines of one `kind` (currency, expense or
        revenue) can be added up. `columns` are the columns of the table by measure. A total with a refused
        line among its lines is left out: what is wrong there is told already.
        """
        known = self.rows.filter(pl.col("first_row").is_not_null())
        if known.is_empty():
            return pl.DataFrame(schema=CONTROL_TOTAL_SCHEMA)
        refused = pl.Series("refused", sorted(rows.refused_rows), pl.Int64)
        before = [refused.search_sorted(known[name]) for name in ("first_row", "last_row")]
        known = known.filter(before[0] == before[1])
        found = [_of_measure(rows, known, lines, measure, column) for measure, column in columns.items()]
        return pl.concat([pl.DataFrame(schema=CONTROL_TOTAL_SCHEMA), *found]).sort(ROW_NUMBER)

    def compared_fields(self, rows: Rows, *fields: str) -> pl.DataFrame:
        """Compare totals that stand in the columns of parsed amounts, a line a row."""
        columns = {field: rows.columns[field][0] for field in fields if field in rows.columns}
        kind = pl.col("currency_code").alias("kind")
        lines = [
            rows.frame.select(ROW_NUMBER, pl.lit(field).alias("measure"), pl.col(field).alias("amount"), kind)
            for field in columns
        ]
        return self.compared(rows, pl.concat([pl.DataFrame(schema=LINES), *lines]), columns)


def take_totals(rows: Rows, *, opens_groups: bool = False) -> Totals:
    """Take totals, and headings without any amount, out of the frame.

    `opens_groups`: as in statements, a line may have amounts of its own and stand above those of its group;
    `Total X` is then about the line X and all below it.
    """
    labels = _labels(rows)
    is_opener = pl.lit(opens_groups) & pl.col("word").is_in(labels["part"].drop_nulls().implode())
    labels = labels.with_columns(
        pl.when(is_opener & pl.col("rule").is_null()).then(pl.lit("opener")).otherwise("rule").alias("rule")
    )
    marks = labels.filter(pl.col("rule").is_not_null())
    if marks.is_empty():
        return Totals({}, _known(marks, {}))
    no_lines = marks.filter(pl.col("rule") != "opener")
    rows.frame = rows.frame.filter(~pl.col(ROW_NUMBER).is_in(no_lines[ROW_NUMBER].implode()))
    runs = {} if opens_groups else _runs(rows, marks)
    first_rows = dict(_first_rows(rows, marks, runs))
    return Totals(dict(no_lines["rule"].value_counts().rows()), _known(marks, first_rows))


def _known(marks: pl.DataFrame, first_rows: dict[int, int]) -> pl.DataFrame:
    number = pl.col(ROW_NUMBER)
    first = number.replace_strict(first_rows, default=None, return_dtype=pl.Int64)
    totals = marks.filter(rule="subtotal")
    return totals.select(number, "label", first.alias("first_row"), number.alias("last_row"))


def _labels(rows: Rows) -> pl.DataFrame:
    """Return per row its label, the column of the label, the part of which it is a total, and the rule."""
    cells = rows.table.frame.select(pl.exclude(ROW_NUMBER).str.strip_chars())
    filled = [pl.when(pl.col(name) != "").then(pl.col(name)) for name in cells.columns]
    places = [pl.when(pl.col(name) != "").then(pl.lit(name)) for name in cells.columns]
    labels = cells.select(
        rows.table.frame[ROW_NUMBER],
        pl.coalesce(filled).alias("label"),
        pl.coalesce(places).alias("column"),
        pl.sum_horizontal(cell.is_not_null() for cell in filled).alias("count"),
    ).with_columns(pl.col("label").str.to_lowercase().alias("word"))
    word = pl.col("word")
    labels = labels.with_columns(
        pl.coalesce(word.str.extract(TOTAL_OF), word.str.extract(OF_TOTAL)).alias("part")
    )
    is_part = pl.col("part").is_in(_values(cells, labels).implode()).fill_null(False)
    is_total = word.str.contains("|".join((STARS, ALL, BARE, OTHER))) | is_part
    is_heading = (pl.col("count") == 1) & word.str.contains(HEADING)
    return labels.with_columns(
        pl.when(is_part).then("part").alias("part"),
        pl.when(is_total).then(pl.lit("subtotal")).when(is_heading).then(pl.lit("heading")).alias("rule"),
    )


def _values(cells: pl.DataFrame, labels: pl.DataFrame) -> pl.Series:
    """Return all labels, and all values of the columns in which something looks like the total of a part."""
    columns = labels.filter(pl.col("part").is_not_null())["column"].unique()
    if columns.is_empty():
        return pl.Series([], dtype=pl.String)
    return (
        pl.concat([labels["word"], *(cells[name].str.to_lowercase() for name in columns)])
        .unique()
        .drop_nulls()
    )


def _first_rows(
    rows: Rows, marks: pl.DataFrame, runs: dict[int, tuple[int, int | None]]
) -> list[tuple[int, int]]:
    """Return row number of a total -> the first row of its lines, for those of which it is known."""
    lines = rows.frame[ROW_NUMBER].sort()
    last_line = lines.max() or 0
    words = marks.filter(rule="subtotal")["word"]
    is_alone = words.str.contains(f"{ALL}|{BARE}").sum() == 1
    ahead = Counter(marks.filter(rule="subtotal")["part"].drop_nulls())
    stars: dict[int, int] = {}  # number of stars -> row of the last total with so many
    ends: dict[str, int] = {}  # part -> row of its last total
    open_headings: list[tuple[str, int]] = []
    found: list[tuple[int, int | None]] = []
    for number, word, part, rule in marks.select(ROW_NUMBER, "word", "part", "rule").rows():
        if rule != "subtotal":
            open_headings.append((word, number))
        elif part:
            ahead[part] -= 1
            run = _run_since(ends.get(part, 0), runs.get(number))
            found.append((number, _agreed(_closed(open_headings, part, ahead), run)))
            ends[part] = number
        elif word.strip("*") == "":
            first = max((row for level, row in stars.items() if level >= len(word)), default=0) + 1
            has_lines = lines.search_sorted(first) < lines.search_sorted(number)
            found.append((number, first if has_lines else None))  # without: one more, of another currency
            stars[len(word)] = number
        elif is_alone and number > last_line and words.str.contains(f"{ALL}|{BARE}")[len(found)]:
            found.append((number, 1))
        else:
            found.append((number, None))
    return [(number, first) for number, first in found if first is not None]


def _closed(open_headings: list[tuple[str, int]], part: str, ahead: Counter[str]) -> int | None:
    """Close the innermost heading of that name; None when a heading inside it is totalled only later."""
    names = [name for name, _ in open_headings]
    if part not in names:
        return None
    place = len(names) - 1 - names[::-1].index(part)
    inside = names[place + 1 :]
    row = open_headings[place][1]
    del open_headings[place:]
    return None if any(ahead[name] > 0 for name in inside) else row


def _agreed(heading: int | None, run: int | None) -> int | None:
    """Return what the heading or the lines' own cells say; None where both speak, and differ."""
    if heading is None or run is None:
        return run if heading is None else heading
    return heading if run == heading + 1 else None


def _run_since(end: int, run: tuple[int, int | None] | None) -> int | None:
    """Return where a run of lines begins below row `end`; None when it is not the only one there."""
    if run is None or (run[1] or 0) > end:
        return None
    return max(run[0], end + 1)


def _runs(rows: Rows, marks: pl.DataFrame) -> dict[int, tuple[int, int | None]]:
    """Return row number of `X Total` -> where the lines just above that say X begin, and any before."""
    found: dict[int, tuple[int, int | None]] = {}
    asked = marks.filter(pl.col("part").is_not_null()).select(ROW_NUMBER, "column", "part")
    lines = rows.table.frame.filter(~pl.col(ROW_NUMBER).is_in(marks[ROW_NUMBER].implode()))
    for (column,), totals in asked.partition_by("column", as_dict=True).items():
        text = pl.col(column).str.strip_chars().str.to_lowercase()
        values = lines.select(ROW_NUMBER, pl.when(text != "").then(text).forward_fill().alias("value"))
        starts = values.filter(pl.col("value").rle_id().is_first_distinct()).rename({ROW_NUMBER: "start"})
        starts = starts.with_columns(pl.col("start").shift().over("value").alias("before"))
        above = totals.join_asof(starts, left_on=ROW_NUMBER, right_on="start", coalesce=False)
        mine = above.filter(pl.col("value") == pl.col("part")).select(ROW_NUMBER, "start", "before")
        found |= {number: (start, before) for number, start, before in mine.rows()}
    return found


def _of_measure(
    rows: Rows, known: pl.DataFrame, lines: pl.DataFrame, measure: str, column: str
) -> pl.DataFrame:
    """Compare the amounts that the totals state in one column."""
    stated = known.with_columns(_stated(rows, known, column)).drop_nulls("stated_amount").sort(ROW_NUMBER)
    amount = pl.col("amount").cast(WIDE)
    mine = lines.filter(pl.col("measure") == measure, pl.col("amount").is_not_null()).sort(ROW_NUMBER)
    running = mine.select(
        ROW_NUMBER,
        amount.cum_sum().alias("sum"),
        pl.int_range(1, pl.len() + 1).alias("line_count"),
        pl.col("kind").rle_id().cast(pl.Int64).alias("kind"),
    )
    until, before, first = (
        _beside(stated[name], running, **how)
        for name, how in (
            ("last_row", {"strategy": "backward"}),
            ("first_row", {"strategy": "backward", "allow_exact_matches": False}),
            ("first_row", {"strategy": "forward"}),
        )
    )
    result = stated.with_columns(
        (until["sum"].fill_null(0) - before["sum"].fill_null(0)).alias("computed_amount"),
        (until["line_count"].fill_null(0) - before["line_count"].fill_null(0)).alias("line_count"),
        (until["kind"] - first["kind"]).fill_null(0).alias("kinds"),
    )
    is_comparable = (pl.col("line_count") == 0) | (pl.col("kinds") == 0)
    name = pl.format("{} ({})", "label", pl.lit(rows.table.label(column) or measure))
    return result.filter(is_comparable).select(
        ROW_NUMBER,
        name.alias("label"),
        "stated_amount",
        pl.col("computed_amount").cast(MONEY),
        pl.col("line_count").cast(pl.Int64),
    )


def _beside(numbers: pl.Series, running: pl.DataFrame, **how: Any) -> pl.DataFrame:
    """Return the running sums at the line nearest to each row number."""
    ordered = pl.DataFrame({ROW_NUMBER: numbers}).with_row_index("place").sort(ROW_NUMBER)
    return ordered.join_asof(running, on=ROW_NUMBER, **how).sort("place")


def _stated(rows: Rows, known: pl.DataFrame, column: str) -> pl.Series:
    """Return the totals' amounts, read with the decimal mark that the whole column tells."""
    cells = rows.table.frame.select(ROW_NUMBER, pl.col(column).str.strip_chars().alias("text"))
    texts = known.select(ROW_NUMBER).join(cells, on=ROW_NUMBER, how="left", maintain_order="left")["text"]
    pooled = pl.concat([texts, cells["text"].unique()])
    values, _ = parse_numbers(pooled, rows.options.decimal_mark)
    return values.head(len(texts)).alias("stated_amount")
