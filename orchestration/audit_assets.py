"""The last gate: what must hold of the finished build as a whole, counted twice and compared."""

from collections.abc import Iterator

import dagster as dg
import duckdb

from data_quality.findings import Finding, write_findings
from data_quality.flags import flags
from data_quality.reconciliation import archive_audit, audit
from orchestration.dbt_runner import build_database
from orchestration.journal import note_event
from orchestration.refresh_record import AUDIT_STEP
from orchestration.resources import Refresh
from orchestration.stages import stage

AUDITED = dg.AssetKey(AUDIT_STEP)
AGREES, UNFLAGGED = "every_comparison_agrees", "nothing_is_flagged"
CHECKS = {
    AGREES: (True, "Rows, money, lineage and values of the build agree; else nothing is published."),
    UNFLAGGED: (False, "Nothing is beyond the limits of portfolio.yml; it is published all the same."),
}


def build_audit_asset(marts: list[dg.AssetKey]) -> dg.AssetsDefinition:
    """Return the audit of a build, between the marts and publishing."""

    @dg.asset(
        key=AUDITED,
        deps=marts,
        group_name="publish",
        kinds={"duckdb"},
        check_specs=[
            dg.AssetCheckSpec(name, asset=AUDITED, blocking=blocking, description=description)
            for name, (blocking, description) in CHECKS.items()
        ],
        pool="warehouse_writer",
    )
    def audited(refresh: Refresh) -> Iterator[dg.MaterializeResult]:
        """Money and rows of the build, reconciled with what was loaded. The build keeps what was found."""
        with stage("Audit"), duckdb.connect(build_database(refresh.workspace)) as connection:
            hard = [*audit(connection), *archive_audit(connection, refresh.workspace)]
            soft = flags(connection)
            write_findings(connection, [*hard, *soft])
        failed = _failed(hard)
        passed = bool(hard) and not failed
        note_event(
            "audit_ended",
            passed=passed,
            comparisons=len(hard),
            failed=len(failed),
            flags=len(_failed(soft)),
        )
        checks = [
            dg.AssetCheckResult(passed=passed, check_name=AGREES, metadata={"failed": failed}),
            dg.AssetCheckResult(
                passed=not _failed(soft),
                check_name=UNFLAGGED,
                severity=dg.AssetCheckSeverity.WARN,
                metadata={"failed": _failed(soft)},
            ),
        ]
        yield dg.MaterializeResult(metadata={"comparisons": len(hard) + len(soft)}, check_results=checks)
        if not passed:
            raise dg.Failure("\n".join(failed) or "the audit compared nothing", allow_retries=False)

    return audited


def _failed(findings: list[Finding]) -> list[str]:
    return [str(finding) for finding in findings if not finding.is_ok]
