"""`portfolio profile`: what an unknown export is, what proves it, and the entry to put into portfolio.yml."""

from pathlib import Path

import typer
from rich import box
from rich.console import Console, RenderableType
from rich.markup import escape
from rich.syntax import Syntax
from rich.table import Table

from ingest.profiling import Profile, profile_file
from ingest.profiling.facts import Attempt, Candidate, Finding
from ingest.reading import UnreadableFile
from orchestration.exit_codes import Exit

CANDIDATES_SHOWN = 4
CELLS_SHOWN = 6
NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def profile(path: Path, *, as_yaml: bool) -> int:
    """Print what was found, or the proposed entry alone; 1 when nobody could read the file."""
    try:
        with Console(stderr=True).status(f"Looking at {path.name}"):
            found = profile_file(path)
    except UnreadableFile as error:
        typer.echo(f"{path}: {error.place}: {error.problem}; {error.remedy}", err=True)
        return Exit.FAILED
    if as_yaml:
        typer.echo(found.proposal, nl=False)
    else:
        _print(Console(), found)
    return Exit.DONE


def _print(console: Console, found: Profile) -> None:
    console.print(
        f"[bold]{escape(str(found.path))}[/]: {_kind(found)}, {found.row_count:,} rows", highlight=False
    )
    for title, part in _parts(found):
        console.print(f"\n[bold]{title}[/]")
        console.print(part, highlight=False)
    console.print("\n[bold]Proposed entry below `sources:`[/] (a comment is a guess: decide, then uncomment)")
    console.print(Syntax(found.proposal.rstrip("\n"), "yaml", background_color="default"), soft_wrap=True)
    if found.outcome:
        console.print(f"\n[bold]Reading it so[/]\n{escape(_outcome(found.outcome))}", highlight=False)


def _kind(found: Profile) -> str:
    return (
        f"XML below <{escape(found.root)}>"
        if found.root
        else {"delimited": "delimited text"}.get(found.kind, found.kind)
    )


def _parts(found: Profile) -> list[tuple[str, RenderableType]]:
    parts: list[tuple[str, RenderableType]] = [
        ("Format", _formats(found)),
        ("How to read it", _settings(found)),
    ]
    if found.matches:
        parts.append(("Columns", _columns(found)))
    if found.unmapped:
        parts.append(("Columns that no field names", escape(", ".join(found.unmapped))))
    findings = (found.decimal_mark, found.date_order)
    open_cells = [cell for finding in findings if not finding.is_proven for cell in finding.cells]
    if open_cells:
        shown = "\n".join(map(str, open_cells[:CELLS_SHOWN]))
        parts.append(("Can be read in two ways", escape(shown)))
    if found.structure and found.structure.rejected:
        parts.append(("Rows that cannot be cut into cells", escape("\n".join(found.structure.rejected))))
    return parts


def _formats(found: Profile) -> RenderableType:
    if not found.candidates:
        return escape(found.format.evidence)
    table = _table("format", "why")
    for place, candidate in enumerate(found.candidates[:CANDIDATES_SHOWN]):
        mark = "[green]proven[/]" if place == 0 and found.format.is_proven else ""
        table.add_row(candidate.format, escape(_why(candidate, found)), mark)
    return table


def _why(candidate: Candidate, found: Profile) -> str:
    if not candidate.headers:
        return f"{candidate.rows_accepted:,} of {candidate.rows_read:,} records accepted"
    columns = len(found.structure.columns) if found.structure else 0
    score = f"{len(candidate.headers)} of {columns} headers known ({candidate.known} fields): "
    return score + ", ".join(candidate.headers)


def _settings(found: Profile) -> RenderableType:
    table = _table("setting", "value")
    structure = found.structure
    rows: list[tuple[str, Finding | None]] = [("encoding", found.encoding)]
    if structure:
        rows += [
            ("delimiter", structure.delimiter),
            ("sheet", structure.sheet),
            ("header row", structure.header_row),
        ]
    rows += [("decimal mark", found.decimal_mark), ("date order", found.date_order), ("as of", found.as_of)]
    for name, finding in rows:
        if finding:
            value = NAMES.get(finding.value or "", finding.value) if name != "decimal mark" else finding.value
            mark = "[green]proven[/]" if finding.is_proven else "[yellow]open[/]"
            table.add_row(name, escape(f"{value or '-'}  ({finding.evidence})"), mark)
    if structure and structure.hidden_sheets:
        table.add_row("hidden sheets", escape(f"{', '.join(structure.hidden_sheets)}  (never read)"), "")
    return table


def _columns(found: Profile) -> RenderableType:
    table = _table("field", "column")
    for match in found.matches:
        is_same = match.similarity == 100
        mark = "[green]100[/]" if is_same else f"[yellow]{match.similarity}?[/]"
        table.add_row(escape(match.field), escape(match.column), mark)
    return table


def _table(*columns: str) -> Table:
    table = Table(*columns, "", box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.columns[1].overflow = "fold"
    return table


def _outcome(outcome: Attempt) -> str:
    if outcome.problem:
        return outcome.problem
    lines = [f"{outcome.rows_accepted:,} of {outcome.rows_read:,} rows would load"]
    lines += [f"{count:,} refused as {reason}" for reason, count in (outcome.rejected or {}).items()]
    lines += [f"  {example}" for example in outcome.examples]
    lines += [f"{count:,} left out as {rule}" for rule, count in (outcome.ignored or {}).items()]
    return "\n".join(lines)
