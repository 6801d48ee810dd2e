"""What stands on top of every page: whose data, as of when, and whether the last refresh was good."""

from typing import Any

import polars as pl
import streamlit as st

from analytics_app import session, takeaways
from analytics_app.components import door, page_links, versions
from analytics_app.formatting import day, moment, plain, things
from analytics_app.queries import health, invariants, portfolio


def show(title: str, question: str) -> None:
    """Show the header of a page; from here on the run is about the version that the visitor has chosen."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(title, anchor=False, width="content")
        st.space("stretch")
        session.begin(versions.choose(session.version()))
        run, version = portfolio.run(), session.version()
        figures, outcomes = health.summary(), invariants.outcomes()
        with st.popover(f"Data as of {day(run['as_of_date'])}", icon=":material/verified:"):
            _trust(figures, outcomes, run["reporting_currency_code"])
        door.leave(session.access())
    refresh = session.last_refresh()
    st.caption(
        f"{question}  \n**{plain(run['organisation_name'])}** · {plain(run['fiscal_period_label'])} · "
        f"published {plain(moment(version.published_at))} · version {plain(version.name)}"
        f"{'' if version.is_past else f' · {_attempt(refresh)}'}"
    )
    if not session.scope().is_whole:
        st.caption(
            f":material/visibility_lock: You see {plain(session.scope().describe())}. Totals and shares are "
            "of that part; figures of the whole portfolio are withheld."
        )
    if version.is_past:
        st.info(
            f"You look at the past: all figures are as they were known on {versions.known_on(version)}.",
            icon=":material/history:",
        )
    else:
        _banners(refresh, figures, outcomes)


def _attempt(refresh: dict[str, Any]) -> str:
    finished = f" {moment(refresh['finished_at'])}" if refresh.get("finished_at") else ""
    return plain(f"last refresh {refresh.get('status') or 'not recorded'}{finished}")


def _trust(figures: dict[str, Any], outcomes: pl.DataFrame, currency: str) -> None:
    """Show what the figures rest on: rows, money and checks, and the day of each source."""
    told = (
        takeaways.health.rows(figures),
        takeaways.health.reconciled(figures, currency),
        takeaways.health.compared(outcomes),
    )
    st.caption("  \n".join(map(plain, told)))
    page_links.show("data_health", "Checks and quarantine", ":material/monitor_heart:")
    days = [_day_of(source) for source in health.sources().iter_rows(named=True)]
    st.caption("  \n".join(map(plain, days)))


def _day_of(source: dict[str, Any]) -> str:
    late = " · late" if source["is_stale"] else ""
    return f"{source['source_name']}: {day(source['latest_as_of_date'])}{late}"


def _banners(refresh: dict[str, Any], figures: dict[str, Any], outcomes: pl.DataFrame) -> None:
    """Say when what is shown is not what the newest refresh made, or was made with warnings."""
    version = session.version()
    if version.fallback_reason:
        st.warning(
            f"{plain(version.fallback_reason)}. You see the newest whole version; run the refresh again.",
            icon=":material/warning:",
        )
    reason = refresh.get("reason")
    if refresh.get("status") == "failed":
        why = f" Reason: {plain(reason)}" if session.scope().is_whole else ""
        st.error(
            f"You see the last good version, published {plain(moment(version.published_at))}.{why}",
            title=f"The last refresh failed on {moment(refresh.get('finished_at'))}",
            icon=":material/error:",
        )
    elif refresh.get("status") == "running":
        st.info("A refresh is running; you see the version before it.", icon=":material/sync:")
    elif not version.fallback_reason and refresh.get("version") not in {None, version.name}:
        st.error(
            f"You see a version of {plain(moment(version.published_at))}. The newest refresh published "
            f"{plain(refresh['version'])}, which is not served: it was rolled back, or is damaged.",
            icon=":material/error:",
        )
    _objections([str(warning) for warning in refresh.get("warnings") or []], figures, outcomes)


def _objections(warnings: list[str], figures: dict[str, Any], outcomes: pl.DataFrame) -> None:
    """Fold away what was published all the same; its title tells how much there is."""
    flags = takeaways.health.flags(outcomes)
    checks = figures["failed_check_count"]
    counted = ((len(flags), "flag"), (len(warnings), "warning"), (checks, "failed check"))
    named = [things(number, name) for number, name in counted if number]
    if not named:
        return
    with st.expander(f"Published with {' and '.join(named)}", icon=":material/warning:"):
        for flag in flags:
            st.text(flag)
        for warning in warnings if session.scope().is_whole else ():  # they tell sums of the whole
            st.text(warning)
        page_links.show("data_health", "See all checks")
