"""A failed step writes its reason where the dashboards and the command line find it."""

import dagster as dg

from orchestration.refresh_record import record_failure
from orchestration.resources import Refresh


@dg.failure_hook(name="record_step_failure", required_resource_keys={"refresh"})
def record_step_failure(context: dg.HookContext) -> None:
    """Add the reason why a step failed to published/LAST_REFRESH."""
    refresh: Refresh = context.resources.refresh
    error = context.op_exception
    reason = error.description if isinstance(error, dg.Failure) else f"{type(error).__name__}: {error}"
    record_failure(refresh.workspace, f"{context.op.name}: {reason}")
