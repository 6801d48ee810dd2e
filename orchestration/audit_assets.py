"""The last gate: what must hold of the finished build as a whole, counted twice and compared."""

from collections.abc import Iterator

import dagster as dg
import duckdb

from data_quality.reconciliation import AuditFinding, audit
from orchestration.dbt_runner import build_database
from orchestration.journal import note_event
from orchestration.refresh_record import AUDIT_STEP
from orchestration.resources import Refresh
from orchestration.stages import stage

AUDITED = dg.AssetKey(AUDIT_STEP)
AGREES = "every_comparison_agrees"


def build_audit_asset(marts: list[dg.AssetKey]) -> dg.AssetsDefinition:
    """Return the audit of a build, between the marts and publishing."""

    @dg.asset(
        key=AUDITED,
        deps=marts,
        group_name="publish",
        kinds={"duckdb"},
        check_specs=[dg.AssetCheckSpec(AGREES, asset=AUDITED, blocking=True)],
        pool="warehouse_writer",
    )
    def audited(refresh: Refresh) -> Iterator[dg.MaterializeResult]:
        """Money and rows of the build, reconciled with what was loaded."""
        with stage("Audit"), duckdb.connect(build_database(refresh.workspace), read_only=True) as connection:
            findings = audit(connection)
        failed = [describe(finding) for finding in findings if not finding.ok]
        passed = bool(findings) and not failed
        note_event("audit_ended", passed=passed, comparisons=len(findings), failed=len(failed))
        check = dg.AssetCheckResult(passed=passed, check_name=AGREES, metadata={"failed": failed})
        yield dg.MaterializeResult(metadata={"comparisons": len(findings)}, check_results=[check])
        if not passed:
            raise dg.Failure("\n".join(failed) or "the audit compared nothing", allow_retries=False)

    return audited


def describe(finding: AuditFinding) -> str:
    """Return a failed comparison as a line that says what differs where."""
    return f"{finding.check}: {finding.scope}: {finding.actual} where {finding.expected} is expected"
