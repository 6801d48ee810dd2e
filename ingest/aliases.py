"""Approved renamings of portfolio.yml: another wording or code of an objective or key result known already.

A key result without a code of its own is known by its wording; reworded, it would become a new one beside
the old. Nothing is matched by likeness: what portfolio.yml does not name keeps the code it came with.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace

import polars as pl

from ingest.configuration import CodeAlias, Configuration, Source
from ingest.parsing.text import folded
from ingest.reading import ReadResult

OBJECTIVE_TABLES = ("objectives", "key_results")
KEY_RESULT_TABLES = ("key_results", "key_result_check_ins")
LINK_TABLE = "initiative_key_results"  # names key results of any source


def aliases_of(configuration: Configuration, source: Source, tables: Collection[str]) -> list[CodeAlias]:
    """Return the aliases that matter for a source with these tables."""
    every = (*configuration.objective_aliases, *configuration.key_result_aliases)
    own = [alias for alias in every if alias.source == source.name]
    return [*every] if LINK_TABLE in tables else own


def names_of_key_results(configuration: Configuration, source: Source) -> dict[str, str]:
    """Return the approved names of a source's key results, folded -> the code each is known by."""
    own = (alias for alias in configuration.key_result_aliases if alias.source == source.name)
    return {folded(alias.from_): alias.to for alias in own}


def with_aliases(result: ReadResult, configuration: Configuration, source: Source) -> ReadResult:
    """Return what a reader read with its codes replaced by those that they are approved to be known by.

    An objective's alias also holds for the codes that key results without one got from it: `<objective>/...`.
    A wording that several codes of the file have is no alias of any.
    """
    tables = dict(result.tables)
    aliases = aliases_of(configuration, source, tables)
    if not aliases:
        return result
    of_objectives = [alias for alias in configuration.objective_aliases if alias in aliases]
    of_key_results = [alias for alias in configuration.key_result_aliases if alias in aliases]
    objectives = _codes(tables, "objectives", "objective", of_objectives)
    key_results = _codes(tables, "key_results", "key_result", of_key_results)
    for name in OBJECTIVE_TABLES:
        if name in tables:
            tables[name] = _replaced(tables[name], "objective_code", objectives)
    for name in (*KEY_RESULT_TABLES, LINK_TABLE):
        if name in tables:
            codes = tables[name]["key_result_code"].unique().drop_nulls()
            known = {code: _final(code, objectives, key_results, of_key_results) for code in codes}
            tables[name] = _replaced(tables[name], "key_result_code", known)
    return replace(result, tables=tables)


def _codes(
    tables: dict[str, pl.DataFrame], table: str, stem: str, aliases: Iterable[CodeAlias]
) -> dict[str, str]:
    """Return code of the file -> code it is known by, of those that an alias names by code or wording."""
    by_text: dict[str, set[str]] = defaultdict(set)
    if table in tables:
        pairs = tables[table].select(f"{stem}_code", f"{stem}_name").unique(maintain_order=True)
        for code, name in pairs.iter_rows():
            by_text[folded(code or "")].add(code)
            by_text[folded(name or "")].add(code)
    found = {}
    for alias in aliases:
        codes = by_text.get(folded(alias.from_), {alias.from_})
        if len(codes) == 1:
            found[next(iter(codes))] = alias.to
    return found


def _final(
    code: str, objectives: dict[str, str], key_results: dict[str, str], aliases: list[CodeAlias]
) -> str:
    """Return the code that a key result is known by, under its objective's new code or its own."""
    if code in key_results:
        return key_results[code]
    objective, slash, rest = code.partition("/")
    moved = f"{objectives.get(objective, objective)}{slash}{rest}"
    by_code = {folded(alias.from_): alias.to for alias in aliases}
    return by_code.get(folded(moved), moved)


def _replaced(frame: pl.DataFrame, column: str, codes: dict[str, str]) -> pl.DataFrame:
    return frame.with_columns(pl.col(column).replace(codes)) if codes else frame
