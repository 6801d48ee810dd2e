"""What the readers of spreadsheets share: fields found by header names, values parsed, refusals collected."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl

from ingest.configuration import Source
from ingest.contracts import MONEY, TABLES
from ingest.parsing.dates import has_two_orders, parse_dates, parse_timestamps
from ingest.parsing.numbers import Mark, has_two_marks, parse_measures, parse_numbers, parse_rates
from ingest.reading import MONEY_COLUMNS, ReadResult, UnreadableFile, rejections
from ingest.table import ROW_NUMBER, Table

AS_OF_COLUMN = "column "
# Rows at a time: buffers that fit the cache are used again, where one large one is fetched anew.
SLICE = 10_000
SHOWN_LENGTH = 100  # of a refused value, in the reason
AS_OF_DATE = "as_of_date"
REMEDIES = {
    "ambiguous_number": "can be read in two ways; set read.decimal_mark",
    "not_a_number": "is not a number",
    "out_of_range": "has more than 14 digits before the decimal mark",
    "too_many_decimals": "has more than four decimals",
    "ambiguous_date": "can be read in two ways; set read.date_order",
    "not_a_date": "is not a date; set read.date_format when it is one",
    "date_range": "is not between 1990 and 2100",
    "missing_value": "must not be empty",
    "not_yes_or_no": "is neither yes nor no",
    "not_a_confidence": "is no confidence: 0 to 1, 1 to 10, a percentage, high, medium or low",
    "week_without_year": "names no year; set read.constants: year",
    "not_a_week": "is no ISO week",
    "not_a_monday": "is no Monday; name a week by its Monday or by its ISO number",
    "percent_scale": "mixes shares and percentage points; write a key result's values alike, with its unit",
}

NumberParser = Callable[[pl.Series, Mark | None], tuple[pl.Series, pl.Series]]
Fields = dict[str, tuple[str, ...]]  # field of a reader -> header names under which exports have it


class Rows:
    """The rows of a table under a reader's field names, and why some of them are refused.

    `frame` has `row_number`, every field as text (NULL where the file has no such column) and
    `extra`. A reader replaces text columns by typed ones; a refused row leaves every table.
    """

    def __init__(
        self, path: Path, table: Table, source: Source, fields: Fields, several: Collection[str] = ()
    ) -> None:
        """Find the fields; of those in `several` each column is a value, of others the first filled."""
        self.table = table
        self.options = source.read
        self.path = path
        self._refused: list[pl.DataFrame] = []
        self._left_out: dict[str, int] = {}
        self._is_by_column = False  # as in Records
        self._may_stay_unread = table.records is not None
        self.columns = columns = self._columns(fields)  # field -> columns of the table
        as_of = self._as_of_columns(source)
        constants = source.read.constants
        self.present = frozenset(columns) | frozenset(constants)
        counting = {name: found if name in several else found[:1] for name, found in columns.items()}
        self.unknown = _unmapped(table, counting, as_of)  # a second column of one name is kept as extra
        texts = [_coalesced(columns.get(field, ()), constants.get(field)).alias(field) for field in fields]
        self.frame = table.frame.select(ROW_NUMBER, *texts, _coalesced(as_of).alias(AS_OF_DATE))
        self._take_as_of(bool(as_of))
        self.keep_as_extra(self.unknown)

    def _columns(self, fields: Fields) -> dict[str, tuple[str, ...]]:
        """Return field -> frame columns; a configured name replaces those the reader knows."""
        mapping = self.options.columns
        unknown = sorted((set(mapping) | set(self.options.constants)) - set(fields))
        if unknown:
            known = ", ".join(sorted(fields))
            raise UnreadableFile(
                self.path, "read.columns", f"there is no field {', '.join(unknown)}", f"use one of {known}"
            )
        found = {field: self._named(name) for field, name in mapping.items()}
        taken = {column for columns in found.values() for column in columns}
        for field, names in fields.items():
            if field not in mapping:
                hits = (self.table.columns_named(name) for name in names)
                if columns := next((hit for hit in hits if hit and not taken & set(hit)), ()):
                    found[field] = columns
                    taken |= set(columns)
        return found

    def _named(self, name: str) -> tuple[str, ...]:
        """Return the columns that portfolio.yml names; a missing one makes the file unreadable."""
        if columns := self.table.columns_named(name):
            return columns
        present = ", ".join(cell.label for cell in self.table.header if cell.name)
        raise UnreadableFile(
            self.path, "header", f"no column {name!r}; it has {present}", "correct the source's read.columns"
        )

    def _as_of_columns(self, source: Source) -> tuple[str, ...]:
        if not source.as_of.startswith(AS_OF_COLUMN):
            return ()
        return self._named(source.as_of.removeprefix(AS_OF_COLUMN))

    def _take_as_of(self, is_present: bool) -> None:
        if is_present:
            self.dates(AS_OF_DATE)
            self.require(AS_OF_DATE)
        else:
            self.frame = self.frame.drop(AS_OF_DATE)

    def keep_as_extra(self, columns: Iterable[str]) -> None:
        """Set `extra` to a JSON object of the non-empty cells of these columns of the table, by label.

        A row is the same row when an export puts its columns into another order.
        """
        labelled = sorted((self.table.label(column) or column, column) for column in columns)
        objects = [_object(column, label) for label, column in labelled]
        joined = pl.concat_str(objects, separator=",", ignore_nulls=True) if objects else pl.lit("")
        # Three times as fast as quoting each cell. Inside a value a quote has a backslash before it, so
        # that this sequence of five characters stands between two objects only.
        merged = joined.str.replace_all('"},{"', '","', literal=True)
        cells = self.table.frame
        slices = [cells.head(0), *cells.iter_slices(SLICE)]
        extra = pl.concat(part.select(ROW_NUMBER, merged.alias("extra")) for part in slices)
        # In a step of its own: an expression that is used twice is computed twice.
        extra = extra.with_columns(pl.when(pl.col("extra") != "").then("extra").alias("extra"))
        self.frame = self.frame.drop("extra", strict=False).join(
            extra, on=ROW_NUMBER, how="left", maintain_order="left"
        )

    def refuse(self, where: pl.Expr, reason: str, field: str | None, detail: pl.Expr | str) -> None:
        """Refuse the rows of `frame` for which `where` is true."""
        text = pl.lit(detail) if isinstance(detail, str) else detail
        columns = {"reason": pl.lit(reason), "column_name": pl.lit(field, pl.String), "detail": text}
        found = self.frame.filter(where)
        if found.height:
            self._refused.append(found.select(ROW_NUMBER, **columns))

    def leave_out(self, where: pl.Expr, rule: str) -> None:
        """Leave out the rows for which `where` is true, and count them; refused rows stay refused."""
        is_left_out = where.fill_null(False) & ~pl.col(ROW_NUMBER).is_in(list(self.refused_rows))
        kept = self.frame.filter(~is_left_out)
        if count := self.frame.height - kept.height:
            self._left_out[rule] = count
        self.frame = kept

    def require(self, *fields: str) -> None:
        """Refuse rows in which one of the fields is empty (and not refused for what stood there)."""
        for field in fields:
            unread = [n for frame in self._refused for n in frame.filter(column_name=field)[ROW_NUMBER]]
            is_empty = pl.col(field).is_null() & ~pl.col(ROW_NUMBER).is_in(unread)
            self.refuse(is_empty, "missing_value", field, REMEDIES["missing_value"])

    def money(self, *fields: str) -> None:
        """Replace text by exact amounts; the decimal mark is decided for these columns together."""
        self._parse_together(fields, parse_numbers)

    def measures(self, *fields: str) -> None:
        """Replace text by doubles; the decimal mark is decided for these columns together."""
        self._parse_together(fields, parse_measures)

    def rates(self, field: str) -> None:
        """Replace text by exchange rates."""
        self.take(field, *parse_rates(self.frame[field], self.options.decimal_mark))

    def _parse_together(self, fields: tuple[str, ...], parse: NumberParser) -> None:
        pooled = pl.concat([self.frame[field].alias("text") for field in fields])
        self._is_by_column |= self._may_stay_unread and has_two_marks(pooled, self.options.decimal_mark)
        values, reasons = parse(pooled, self.options.decimal_mark)
        height = self.frame.height
        for index, field in enumerate(fields):
            self.take(field, values.slice(index * height, height), reasons.slice(index * height, height))

    def whole_numbers(self, *fields: str) -> None:
        """Replace text by integers."""
        for field in fields:
            text = self.frame[field].str.replace(r"\.0+$", "")
            value = text.cast(pl.Int64, strict=False)
            is_refused = text.is_not_null() & value.is_null()
            reason = pl.select(pl.when(is_refused).then(pl.lit("not_a_number"))).to_series()
            self.take(field, value, reason)

    def dates(self, *fields: str) -> None:
        """Replace text by dates."""
        for field in fields:
            self._is_by_column |= self._may_stay_unread and has_two_orders(self.frame[field], self.options)
            self.take(field, *parse_dates(self.frame[field], self.options))

    def timestamps(self, *fields: str) -> None:
        """Replace text by naive UTC timestamps."""
        for field in fields:
            self._is_by_column |= self._may_stay_unread and has_two_orders(self.frame[field], self.options)
            self.take(field, *parse_timestamps(self.frame[field], self.options))

    def booleans(self, field: str, words: Mapping[str, bool]) -> None:
        """Replace yes and no in the words of several languages; refuse any other word."""
        text = self.frame[field].str.to_lowercase()
        value = text.replace_strict(words, default=None, return_dtype=pl.Boolean)
        is_refused = text.is_not_null() & value.is_null()
        reason = pl.select(pl.when(is_refused).then(pl.lit("not_yes_or_no"))).to_series()
        self.take(field, value, reason)

    def translate(self, field: str, words: Mapping[str, str], default: str | None = None) -> None:
        """Replace known words; others stay, in lower case, for the quality suites to judge."""
        text = pl.col(field).str.to_lowercase()
        known = text.replace_strict(words, default=text, return_dtype=pl.String)
        self.frame = self.frame.with_columns(known.fill_null(pl.lit(default, pl.String)).alias(field))

    def take(self, field: str, values: pl.Series, reasons: pl.Series) -> None:
        """Replace a field's text by its parsed values; refuse the rows that have a reason (of REMEDIES)."""
        cells = self.frame.select(ROW_NUMBER, value=pl.col(field)).with_columns(reasons.alias("reason"))
        self.refuse_values(cells.with_columns(pl.lit(field).alias("field")))
        self.frame = self.frame.with_columns(values.alias(field))

    def refuse_values(self, cells: pl.DataFrame) -> None:
        """Refuse the rows of `cells` (row_number, field, value, reason of REMEDIES) that have a reason."""
        refused = cells.filter(pl.col("reason").is_not_null())
        if refused.height:
            is_long = pl.col("value").str.len_chars() > SHOWN_LENGTH
            shown = pl.when(is_long).then(pl.col("value").str.head(SHOWN_LENGTH) + "...").otherwise("value")
            detail = pl.format("'{}' {}", shown, pl.col("reason").replace_strict(REMEDIES))
            self._refused.append(refused.select(ROW_NUMBER, "reason", column_name="field", detail=detail))

    @property
    def refused_rows(self) -> frozenset[int]:
        """Row numbers refused so far, by the table or by the reader."""
        ours = (number for frame in self._refused for number in frame[ROW_NUMBER])
        return frozenset((*self.table.rejected[ROW_NUMBER], *ours))

    def emit(self, table_name: str, frame: pl.DataFrame | None = None) -> pl.DataFrame:
        """Return the contract's columns of the rows that are not refused; absent ones are NULL."""
        frame = self.frame if frame is None else frame
        kept = frame.filter(~pl.col(ROW_NUMBER).is_in(list(self.refused_rows)))
        schema = TABLES[table_name].schema
        columns = [
            (pl.col(name) if name in kept.columns else pl.lit(None)).cast(kind).alias(name)
            for name, kind in schema.items()
        ]
        lineage = [name for name in (ROW_NUMBER, AS_OF_DATE, "extra") if name in kept.columns]
        return kept.select(*columns, *lineage)

    def with_as_of(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Give rows derived from `frame` their row's as-of date, where a column of the file tells it."""
        if AS_OF_DATE not in self.frame.columns:
            return frame
        dates = self.frame.select(ROW_NUMBER, AS_OF_DATE).unique(ROW_NUMBER)
        return frame.join(dates, on=ROW_NUMBER, how="left", maintain_order="left")

    def result(self, tables: dict[str, pl.DataFrame], ignored: Mapping[str, int] | None = None) -> ReadResult:
        """Return what was read; `ignored` are rows the reader left out by named rules."""
        rules = {**self.table.ignored, **self._left_out, **(ignored or {})}
        records = self.table.records and replace(self.table.records, is_by_column=self._is_by_column)
        return ReadResult(tables, self._rejected(), self.table.rows_read, rules, records=records)

    def _rejected(self) -> pl.DataFrame:
        if not self._refused:
            return self.table.rejected
        refused = pl.concat(self._refused).unique(maintain_order=True)
        cells = self.table.frame.filter(pl.col(ROW_NUMBER).is_in(refused[ROW_NUMBER].unique().to_list()))
        raw = {number: self._raw(row) for number, *row in cells.iter_rows()}
        refused = refused.with_columns(
            raw=pl.col(ROW_NUMBER).replace_strict(raw, default=None, return_dtype=pl.String)
        )
        if (money := self._money()) is not None:
            refused = refused.join(money, on=ROW_NUMBER, how="left", maintain_order="left")
        return pl.concat([self.table.rejected, rejections(refused)])

    def _money(self) -> pl.DataFrame | None:
        """Return what each row is worth: nothing where one of its amounts, or its currency, was not read."""
        schema = self.frame.schema
        if not isinstance(schema.get("amount"), pl.Decimal) or "currency_code" not in schema:
            return None
        is_read = pl.col("amount").is_not_null().all() & (pl.col("currency_code").n_unique() == 1)
        rows = self.frame.group_by(ROW_NUMBER).agg(
            pl.col("amount").sum().cast(MONEY, strict=False), pl.col("currency_code").first(), is_read=is_read
        )
        return rows.filter("is_read", pl.col("currency_code").is_not_null()).select(
            ROW_NUMBER, *MONEY_COLUMNS
        )

    def _raw(self, row: list[str | None]) -> str:
        cells = zip(self.table.header, row, strict=True)
        return json.dumps(
            {cell.label: value for cell, value in cells if value is not None}, ensure_ascii=False
        )


def parse_text(text: pl.Expr) -> pl.Expr:
    """Strip blanks, no-break ones too; what is empty then is NULL."""
    stripped = text.str.strip_chars()
    return pl.when(stripped != "").then(stripped)


def _coalesced(columns: Iterable[str], constant: str | None = None) -> pl.Expr:
    """Return the first non-empty cell among repeated columns, else the constant."""
    return pl.coalesce(*(parse_text(pl.col(column)) for column in columns), pl.lit(constant, pl.String))


def _unmapped(
    table: Table, columns: Mapping[str, tuple[str, ...]], as_of: tuple[str, ...]
) -> tuple[str, ...]:
    used = {column for found in columns.values() for column in found} | set(as_of)
    return tuple(column for column in table.frame.columns if column != ROW_NUMBER and column not in used)


def _object(column: str, label: str) -> pl.Expr:
    """Return `{"label":"cell"}`; NULL for an empty cell."""
    encoded = pl.struct(pl.col(column).alias(label)).struct.json_encode()
    return pl.when(pl.col(column).is_not_null()).then(encoded)
