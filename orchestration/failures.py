"""A failed step writes its reason where the dashboards and the command line find it."""

import dagster as dg

from orchestration.errors import reason_of
from orchestration.journal import note_event
from orchestration.refresh_record import record_failure
from orchestration.resources import Refresh


@dg.failure_hook(name="record_step_failure", required_resource_keys={"refresh"})
def record_step_failure(context: dg.HookContext) -> None:
    """Add the reason why a step failed to the record of the attempt."""
    refresh: Refresh = context.resources.refresh
    reason = f"{context.op.name}: {_reason(context.op_exception)}"
    record_failure(refresh.workspace, reason, context.op.name, is_review=refresh.is_review)
    note_event("step_failed", step=context.op.name, error=type(context.op_exception).__name__)


def _reason(error: BaseException | None) -> str:
    if isinstance(error, dg.Failure) and error.description:
        return error.description
    if isinstance(error, dg.RetryRequested):  # wraps what went wrong each time
        error = error.__cause__
    return reason_of(error) if isinstance(error, OSError) else f"{type(error).__name__}: {error}"
