"""One asset per configured source: its files archived, checked, and cut into segments."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import dagster as dg
import polars as pl

from data_quality.runner import batch_check
from ingest.checking import BatchCheck, BatchVerdict
from ingest.configuration import Configuration, Source
from ingest.landing import SourceLoad, land_source
from ingest.problems import Problem
from orchestration.fetching import fetch
from orchestration.journal import note_event
from orchestration.landing_notes import note_landing, standing_problems
from orchestration.resources import Refresh
from orchestration.stages import stage

RETRIES, RETRY_SECONDS = 2, 5  # a network folder that comes back

CHECKS = {
    "rows_conserved": (True, "Rows read = accepted + rejected + ignored by a named rule, for every file."),
    "no_file_held": (True, "No file waits for a decision because too many of its rows fail or are missing."),
    "files_readable": (False, "Every file that arrived could be read, every API could be asked."),
    "expectations_met": (False, "No row of the files just read breaks an expectation of its suite."),
}


def landing_key(source: Source) -> dg.AssetKey:
    """Return the asset key of a source."""
    return dg.AssetKey(["landing", source.name])


def build_landing_asset(configuration: Configuration, source: Source) -> dg.AssetsDefinition:
    """Wrap the landing of a source in an asset; a blocking check that fails stops publishing."""
    key = landing_key(source)

    @dg.asset(
        key=key,
        group_name="landing",
        kinds={"polars", "parquet"},
        metadata={"delivery": source.delivery, "owner": source.owner or "not named"},
        description=f"{source.format} files from {source.files}, as segments of the contract tables.",
        check_specs=[
            dg.AssetCheckSpec(name, asset=key, blocking=blocking, description=description)
            for name, (blocking, description) in CHECKS.items()
        ],
        pool="warehouse_writer",
    )
    def land(refresh: Refresh) -> Iterator[dg.MaterializeResult]:
        problems = _fetch(refresh, configuration, source)
        load = _land(refresh, configuration, source)
        load = replace(load, problems=[*problems, *load.problems])
        is_asked = source.api is not None and refresh.fetch
        note_landing(refresh.workspace, load, is_fetched=not problems if is_asked else None)
        _note_events(load)
        yield dg.MaterializeResult(metadata=_metadata(load), check_results=list(check_results(load)))
        if load.held:
            raise dg.Failure("\n".join(str(problem) for problem in load.problems), allow_retries=False)

    return land


def check_results(load: SourceLoad) -> Iterator[dg.AssetCheckResult]:
    """Yield a result for each of the checks."""
    problems = "; ".join(map(str, standing_problems(load)))
    broken = load.check_results.filter(~pl.col("is_success"))
    outcomes = {
        "rows_conserved": (load.is_conserved, {}),
        "no_file_held": (not load.held, {"problems": problems}),
        "files_readable": (not problems, {"problems": problems}),
        "expectations_met": (broken.is_empty(), {"broken": broken["expectation_name"].to_list()}),
    }
    for name, (passed, metadata) in outcomes.items():
        blocking, _ = CHECKS[name]
        severity = dg.AssetCheckSeverity.ERROR if blocking else dg.AssetCheckSeverity.WARN
        yield dg.AssetCheckResult(passed=passed, check_name=name, severity=severity, metadata=metadata)


def _fetch(refresh: Refresh, configuration: Configuration, source: Source) -> list[Problem]:
    if source.api is None or not refresh.fetch:
        return []
    with stage(f"Fetch {source.name}"):
        outcome = fetch(refresh.workspace, configuration, source)
    return [outcome] if isinstance(outcome, Problem) else []


def _land(refresh: Refresh, configuration: Configuration, source: Source) -> SourceLoad:
    received_at = datetime.now(UTC)
    try:
        with stage(f"Land {source.name}"):
            check = _staged(batch_check(configuration))
            return land_source(refresh.workspace, configuration, source, received_at, check)
    except OSError as error:
        raise dg.RetryRequested(max_retries=RETRIES, seconds_to_wait=RETRY_SECONDS) from error


def _staged(check: BatchCheck) -> BatchCheck:
    def staged(
        source: Source, table_name: str, frame: pl.DataFrame, kept: pl.LazyFrame | None = None
    ) -> BatchVerdict:
        with stage(f"Check {table_name}"):
            return check(source, table_name, frame, kept)

    return staged


def _note_events(load: SourceLoad) -> None:
    note_event("source_loaded", source=load.source_name, **_metadata(load))
    for file in load.new_loads:
        if file.status != "loaded":
            note_event(
                "file_left_out",
                source=load.source_name,
                file=file.file_name,
                sha256=file.file_sha256,
                status=file.status,
            )


def _metadata(load: SourceLoad) -> dict[str, int]:
    return {
        "files": len(load.loads),
        "files_read_now": len(load.new_loads),
        "rows_read_now": sum(file.row_count_read for file in load.new_loads),
        "rows_changed_now": sum(file.rows_written for file in load.new_loads),
        "rows_rejected": sum(file.row_count_rejected for file in load.loads),
    }
