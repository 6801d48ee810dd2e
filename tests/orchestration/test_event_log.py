"""Dagster's event log with kept connections: it holds what it would hold without them."""

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import dagster as dg
from dagster._core.storage.event_log.sqlite import sqlite_event_log

from orchestration.event_log import kept_connections


@dg.multi_asset(
    specs=[dg.AssetSpec("first"), dg.AssetSpec("second", deps=["first"])],
    check_specs=[dg.AssetCheckSpec("holds", asset="first"), dg.AssetCheckSpec("fails", asset="second")],
)
def both() -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    yield dg.MaterializeResult("first", metadata={"rows": 3})
    yield dg.AssetCheckResult(passed=True, asset_key="first", check_name="holds")
    yield dg.MaterializeResult("second")
    yield dg.AssetCheckResult(passed=False, asset_key="second", check_name="fails")


def events_of_a_run(home: Path, *, kept: bool) -> list[tuple[str | None, str | None]]:
    """Run the job with a log of its own in `home`; return what the log holds, as another process reads it."""
    home.mkdir()
    (home / "dagster.yaml").write_text("telemetry: {enabled: false}\n")
    job = dg.Definitions([both], jobs=[dg.define_asset_job("job")]).resolve_job_def("job")
    with dg.DagsterInstance.from_config(str(home)) as instance, kept_connections() if kept else nullcontext():
        run_id = job.execute_in_process(instance=instance).run_id
    with dg.DagsterInstance.from_config(str(home)) as instance:
        assert instance.get_latest_materialization_event(dg.AssetKey("second"))
        events = [entry.dagster_event for entry in instance.all_logs(run_id)]
        return [(event.event_type_value, event.step_key) for event in events if event]


def test_the_log_holds_the_same_events(tmp_path: Path) -> None:
    kept = events_of_a_run(tmp_path / "kept", kept=True)
    assert [kind for kind, _ in kept].count("ASSET_MATERIALIZATION") == 2
    assert [kind for kind, _ in kept].count("ASSET_CHECK_EVALUATION") == 2
    assert kept == events_of_a_run(tmp_path / "left_alone", kept=False)


def test_dagster_makes_its_own_engines_again_afterwards() -> None:
    make_engine = sqlite_event_log.create_engine
    with kept_connections():
        assert sqlite_event_log.create_engine is not make_engine
    assert sqlite_event_log.create_engine is make_engine
