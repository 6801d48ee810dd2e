"""Data health: is last night's refresh good, and what did it leave out?"""

import streamlit as st

from analytics_app import metrics, session, takeaways
from analytics_app.components import page_links
from analytics_app.components.cards import heading
from analytics_app.components.tables import table
from analytics_app.components.tiles import takeaway, tile, tile_row
from analytics_app.formatting import count, moment, money_exact, things
from analytics_app.queries import health, invariants
from analytics_app.words import words

figures, checks, refresh = health.summary(), health.checks(), session.last_refresh()
quarantine = health.quarantine()

st.caption("These figures are of the whole warehouse: the filters do not change this page.")
takeaway(takeaways.health.verdict(figures, refresh.get("status")))
with tile_row(6):
    tile(
        metrics.REFRESH,
        words(refresh.get("status")),
        moment(refresh.get("finished_at")),
        reason="a past version tells none" if session.version().is_past else "no refresh recorded",
    )
    tile(
        metrics.FRESHNESS,
        f"{figures['source_count'] - figures['stale_count']} of {figures['source_count']}",
        f"{count(figures['stale_count'])} late",
    )
    tile(
        metrics.ROWS,
        count(figures["read_count"]),
        f"{count(figures['accepted_count'])} accepted",
        reason="nothing was read",
    )
    tile(metrics.QUARANTINE, count(quarantine.height), "each with its reason")
    tile(
        metrics.CHECKS,
        f"{count(checks['held_count'])} of {count(checks['check_count'])}",
        f"failed: {checks['critical_count']} critical, {things(checks['warning_count'], 'warning')}; "
        f"{checks['empty_count']} met no row",
    )
    tile(
        metrics.RECONCILED,
        money_exact(figures["difference_amount"], "").strip(),
        f"{things(figures['total_count'], 'total')} compared",
        reason="no ledger or budget",
    )

heading("Sources", "Rows read = accepted + in quarantine + left out by a named rule.")
table("sources", health.sources())
page_links.show("reconciliation", "Money to the cent", ":material/balance:")
heading(
    "What the version was checked for",
    "Before it was published. Of what must hold all holds, else there were no such version; the rest is "
    "flagged beyond the limits of portfolio.yml. That the file was closed clean and read back as written was "
    "checked after it was made.",
)
table("invariants", invariants.outcomes())
table("comparisons", invariants.comparisons())
heading(
    "Days without an export", "Figures of these days are those of the export before: nothing counts as 0."
)
table("missing_exports", health.missing_exports())
heading("Columns that changed", "New columns are kept. Where one is gone, its values are missing, not 0.")
table("column_changes", health.column_changes())
heading("Checks of files that did not hold")
table("failed_checks", health.failed_checks())
heading(
    "Work items that contradict each other", "Told, not followed: mend them in the tracker or the register."
)
table("work_item_findings", health.work_item_findings())
heading(
    "Quarantine",
    "Rows that were refused, and why. portfolio quarantine export FOLDER --with-names gives them out to be"
    " mended.",
)
table("quarantine_reasons", health.quarantine_by_reason())
table("quarantine", quarantine)
heading("Files")
table("files", health.files())
