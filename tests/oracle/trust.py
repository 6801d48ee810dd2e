"""M70 to M75: control totals, keys that lead nowhere, conflicts, freshness, cut exports, quarantine."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import polars as pl

from ingest.contracts import TABLES
from tests.oracle.bets import NONE, UNKNOWN, cost_object_parts, key_result_links
from tests.oracle.earned import ZERO
from tests.oracle.fiscal import Period, period_named, period_of
from tests.oracle.goals import key_results
from tests.oracle.inputs import Inputs, Row
from tests.oracle.lines import converted, ledger_lines, rate_reason, told
from tests.oracle.strategy import year_spend
from tests.oracle.work_tree import items, keys, parent

MONEY_TABLES = {"ledger_lines": "posting_date", "budget_lines": "period_start_date"}
# M74: where trackers and spreadsheets cut an export.
CAPS = {1000, 2000, 5000, 10_000, 20_000, 50_000, 65_535, 100_000, 1_048_575}
# M72: what two sources may tell of, by its code.
CODES = {
    "initiatives": "initiative_code",
    "objectives": "objective_code",
    "key_results": "key_result_code",
}
ROW_COUNTS = tuple(f"row_count_{what}" for what in ("read", "accepted", "rejected", "ignored"))


def line_period(inputs: Inputs, table: str, row: Row) -> Period | None:
    """The fiscal period of a line: the ledger's own, else that of its day."""
    stated, day = (row["fiscal_year"], row["fiscal_period"]), row[MONEY_TABLES[table]]
    if None not in stated:
        return period_named(inputs, *stated)
    return None if day is None else period_of(inputs, day)


def control_totals(inputs: Inputs) -> Iterator[Row]:
    """M70: the lines that stand now, by file, period and currency; facts must have the same."""
    for table in MONEY_TABLES:
        sums: dict[tuple, tuple[Decimal, int]] = defaultdict(lambda: (ZERO, 0))
        for row in inputs.rows(table):
            period = line_period(inputs, table, row)
            key = (row["source_name"], row["file_sha256"], period and period.label, row["currency_code"])
            sums[key] = (sums[key][0] + row["amount"], sums[key][1] + 1)
        for (source, sha256, label, currency), (amount, count) in sums.items():
            yield {
                "table_name": table,
                "source_name": source,
                "file_sha256": sha256,
                "fiscal_period_label": label or NONE,
                "currency_code": currency,
                "loaded_amount": amount,
                "fact_amount": amount,
                "difference_amount": ZERO,
                "loaded_line_count": count,
                "fact_line_count": count,
                "is_reconciled": True,
            }


def reconciliation(inputs: Inputs) -> Iterator[Row]:
    """M70 by table, source and currency; what has no rate or no day is not converted."""
    reporting = inputs.settings["reporting"]["currency"]
    for table, day in MONEY_TABLES.items():
        lines: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in inputs.rows(table):
            lines[row["source_name"], row["currency_code"]].append(row)
        for (source, currency), rows in lines.items():
            whole = sum((row["amount"] for row in rows), ZERO)
            in_reporting = [
                None if row[day] is None else converted(inputs, row["amount"], currency, row[day], "average")
                for row in rows
            ]
            pairs = zip(rows, in_reporting, strict=True)
            yield {
                "table_name": table,
                "source_name": source,
                "currency_code": currency,
                "reporting_currency_code": reporting,
                **dict.fromkeys(("loaded_amount", "fact_amount", "mart_amount"), whole),
                "difference_amount": ZERO,
                "converted_amount": sum((amount for amount in in_reporting if amount is not None), ZERO),
                "unconverted_amount": sum((row["amount"] for row, amount in pairs if amount is None), ZERO),
                "line_count": len(rows),
                "fact_line_count": len(rows),
                "is_reconciled": True,
            }


def _unmatched(rule: str, source: str | None, key: str, count: int, spend: Decimal | None) -> Row:
    return {
        "rule_name": rule,
        "source_name": source,
        "unmatched_key": key,
        "row_count": count,
        "spend_amount": None if spend is None else told(spend),
        "spend_reason": "carries_no_money" if spend is None else rate_reason(spend),
    }


def unmatched_keys(inputs: Inputs) -> Iterator[Row]:
    """M71: rows, and actual spend, that hang on a key which no other export has."""
    yield from _unmatched_money(inputs)
    yield from _unmatched_work(inputs)
    goals, spend = key_results(inputs), year_spend(inputs)
    named: dict[str, list[Decimal]] = defaultdict(list)
    for link in key_result_links(inputs):  # one of a rejected set leads nowhere, too
        if (goal := link["key_result_code"]) not in goals:
            named[goal].append(
                spend[link["initiative_code"]] * Decimal(link["weight"]) if link["weight"] else ZERO
            )
    for goal, amounts in named.items():
        yield _unmatched("unknown_key_result", None, goal, len(amounts), sum(amounts, ZERO))


def _unmatched_money(inputs: Inputs) -> Iterator[Row]:
    known = {
        name for name, cut in cost_object_parts(inputs).items() if {code for code, _ in cut} != {UNKNOWN}
    }
    counts, spend = Counter[tuple](), defaultdict(Decimal)
    for line in ledger_lines(inputs):
        if line.cost_object not in known:
            counts[line.row["source_name"], line.cost_object] += 1
            spend[line.row["source_name"], line.cost_object] += line.reported
    for (source, key), count in counts.items():
        rule = "posting_without_cost_object" if key == NONE else "cost_object_without_initiative"
        yield _unmatched(rule, source, key, count, spend[source, key])


def _unmatched_work(inputs: Inputs) -> Iterator[Row]:
    by_key = keys(inputs)
    parents = Counter[tuple]()
    for item, row in items(inputs).items():
        named = row["parent_key"] or row["epic_key"]
        if named is not None and parent(inputs, item) is None:
            parents[item[0], named] += 1
    for (source, key), count in parents.items():
        yield _unmatched("unknown_parent", source, key, count, None)
    sources = {source["name"] for source in inputs.settings["sources"]}
    claimed = Counter[tuple]()
    for link in inputs.rows("initiative_work_items"):
        source, _, key = link["work_item_key"].rpartition(":")
        if source not in sources:
            source, key = "", link["work_item_key"]
        meant = sum(other == key and source in {"", name} for name, other in by_key)
        if meant != 1:
            rule = "ambiguous_work_item" if meant else "unknown_work_item"
            claimed[rule, link["source_name"], link["work_item_key"]] += 1
    for (rule, source, key), count in claimed.items():
        yield _unmatched(rule, source, key, count, None)


def source_conflicts(inputs: Inputs) -> Iterator[Row]:
    """M72: what another source tells of an entity and the source that counts tells otherwise, or not at all.

    Heard last counts, of two heard together the first by name; a code spelt otherwise is another entity.
    """
    for table, code in CODES.items():
        told: dict[str, list[Row]] = defaultdict(list)
        for row in inputs.rows(table):
            told[row[code]].append(row)
        for entity, rows in told.items():
            rows.sort(key=lambda row: row["source_name"])
            winner, *others = sorted(rows, key=lambda row: row["known_at"], reverse=True)
            for other in others:
                yield from _differences(table, entity, winner, other)


def _differences(table: str, entity: str, winner: Row, other: Row) -> Iterator[Row]:
    for name in TABLES[table].schema:
        if name == CODES[table] or other[name] is None or other[name] == winner[name]:
            continue
        yield {
            "table_name": table,
            "entity_code": entity,
            "attribute_name": name,
            "winning_source_name": winner["source_name"],
            "winning_value": _as_text(winner[name]),
            "other_source_name": other["source_name"],
            "other_value": _as_text(other[name]),
            "conflict_kind": "hidden" if winner[name] is None else "differs",
            "winning_known_at": winner["known_at"],
            "other_known_at": other["known_at"],
        }


def _as_text(value: object) -> str | None:
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def file_loads(inputs: Inputs) -> list[Row]:
    """The load records of the configured sources."""
    loads: list[Row] = []
    for source in inputs.settings["sources"]:
        for path in sorted((inputs.root / "input" / "file_loads" / source["name"]).glob("*.json")):
            record = json.loads(path.read_text(encoding="utf-8"))
            if datetime.fromisoformat(record["known_at"]) <= inputs.as_known_on:
                loads.append(record)
    return loads


def load_row(load: Row) -> Row:
    """M74 of a file: whether its rows are as many as exports are cut at; nothing is unaccounted for."""
    ignored = sum(load["ignored"].values())
    counted = load["row_count_accepted"] + load["row_count_rejected"] + ignored
    return {
        "source_name": load["source_name"],
        "file_sha256": load["file_sha256"],
        "status": load["status"],
        "row_count_read": load["row_count_read"],
        "row_count_accepted": load["row_count_accepted"],
        "row_count_rejected": load["row_count_rejected"],
        "row_count_ignored": ignored,
        "difference_count": load["row_count_read"] - counted,
        "is_cut_suspected": load["status"] == "loaded" and load["row_count_read"] in CAPS,
        "as_of_date": date.fromisoformat(load["as_of_date"]),
        "column_changes": _changes(load["drift"]),
    }


def _changes(notes: list[Row]) -> str | None:
    """What changed in a file's columns, as people are told."""
    return "; ".join(f"{note['change']} {note['column']!r}{note['detail']}" for note in notes) or None


def missing_exports(inputs: Inputs) -> Iterator[Row]:
    """Each file and the working days before it on which its source should have brought another one."""
    loads = [load_row(load) for load in file_loads(inputs)]
    for source in inputs.settings["sources"]:
        own = [load for load in loads if load["source_name"] == source["name"]]
        heard = {load["as_of_date"] for load in own if load["status"] == "loaded"}
        expected = source.get("expect_every_days")
        for load in own:
            last = max((day for day in heard if day < load["as_of_date"]), default=load["as_of_date"])
            apart = (load["as_of_date"] - last).days
            missing = [
                day
                for day in (last + timedelta(days=number) for number in range(1, apart))
                if expected and apart > expected and load["status"] == "loaded" and is_worked(inputs, day)
            ]
            yield {
                "source_name": source["name"],
                "file_sha256": load["file_sha256"],
                "as_of_date": load["as_of_date"],
                "missing_from_date": min(missing, default=None),
                "missing_to_date": max(missing, default=None),
            }


def is_worked(inputs: Inputs, day: date) -> bool:
    """Tell whether people work on a day."""
    weekdays = inputs.setting("organisation", "working_days", default=[1, 2, 3, 4, 5])
    return day.isoweekday() in weekdays and day not in inputs.setting("organisation", "days_off", default=[])


def source_health(inputs: Inputs) -> Iterator[Row]:
    """M73: days from the newest loaded file's day to the as-of date, against what is expected."""
    loads = [load_row(load) for load in file_loads(inputs)]
    for source in inputs.settings["sources"]:
        of = [load for load in loads if load["source_name"] == source["name"]]
        heard = [load["as_of_date"] for load in of if load["status"] == "loaded"]
        age = (inputs.as_of - max(heard)).days if heard else None
        expected = source.get("expect_every_days")
        yield {
            "source_name": source["name"],
            "age_days": age,
            "age_reason": None if heard else "never_loaded",
            "is_stale": age is None or (expected is not None and age > expected),
            "latest_as_of_date": max(heard, default=None),
            "file_count": len(of),
            "refused_file_count": sum(load["status"] in {"refused", "held"} for load in of),
            "is_conserved": all(load["difference_count"] == 0 for load in of),
            **{name: sum(load[name] for load in of) for name in ROW_COUNTS},
        }


def quality_results(inputs: Inputs) -> Iterator[Row]:
    """What each rule found in each file; rows of a table without amounts carry no money (M75)."""
    sources = {source["name"] for source in inputs.settings["sources"]}
    for path in sorted((inputs.root / "quarantine" / "results").rglob("*.parquet")):
        for row in pl.read_parquet(path, glob=False).to_dicts():
            if row["source_name"] in sources and row["known_at"] <= inputs.as_known_on:
                names = ("source_name", "table_name", "file_sha256", "expectation_name", "column_name")
                counts = ("row_count_checked", "row_count_failed", "is_success")
                yield {name: row[name] for name in (*names, *counts)}


def quarantine_rules(inputs: Inputs) -> Iterator[Row]:
    """M75: rows that each rule rejected, each counted once a file; their money is not known."""
    rows: dict[tuple, set[tuple[str, int]]] = defaultdict(set)
    for path in (inputs.root / "quarantine" / "rows").rglob("*.parquet"):
        for row in pl.read_parquet(path, glob=False).to_dicts():
            if row["known_at"] <= inputs.as_known_on:
                rule = (row["source_name"], row["table_name"], row["reason"], row["column_name"])
                rows[rule].add((row["file_sha256"], row["row_number"]))
    for (source, table, reason, column), of in rows.items():
        why = "amount_not_read" if table in MONEY_TABLES else "carries_no_money"
        yield {
            "source_name": source,
            "table_name": table,
            "reason": reason,
            "column_name": column,
            "row_count": len(of),
            "file_count": len({sha256 for sha256, _ in of}),
            "amount": None,
            "amount_reason": "row_not_read" if table is None else why,
        }
