"""What the board pack says: text and drawn charts, worked out by the queries and sentences of the pages."""

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from analytics_app import charts, pictures, session, takeaways
from analytics_app.board_pack.tables import Table, table
from analytics_app.board_pack.tiles import Tile, tiles
from analytics_app.charts.marks import Chart
from analytics_app.components.layout import NO_ESTIMATE, NO_KEY_RESULTS, NO_MONEY
from analytics_app.formatting import day, moment, money_exact, things
from analytics_app.queries import (
    alignment,
    delay,
    dictionary,
    finance,
    goals,
    health,
    portfolio,
    reconciliation,
    spend,
)
from analytics_app.session import Filters
from analytics_app.warehouse import NothingPublished, Version

SHOWN = 15  # rows of a ranking; all of them are in the dashboards
CHART_WIDTH = 600  # pixels: readable on a printed page


@dataclass(frozen=True)
class Figure:
    """A drawn chart with the sentence that it shows; no picture when there is nothing to draw."""

    title: str
    takeaway: str
    svg: str
    empty: str


@dataclass(frozen=True)
class Section:
    """A chapter: a question, its answer, then charts and tables."""

    title: str
    lead: str
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Definition:
    """What a figure is: as in the metric dictionary."""

    code: str
    label: str
    facts: str


@dataclass(frozen=True)
class Pack:
    """The whole board pack, in plain text."""

    organisation: str
    period: str
    currency: str
    as_of: str
    version: str
    published: str
    known_on: str  # of a past review, else empty
    takeaways: tuple[str, ...]
    tiles: tuple[Tile, ...]
    sections: tuple[Section, ...]
    definitions: tuple[Definition, ...] = field(default=())


def collect(version: Version) -> Pack:
    """Return what the pack of a version says: the whole portfolio, in its fiscal year to date.

    Raises NothingPublished when nothing has been loaded into it.
    """
    with session.reporting(version):
        run = portfolio.run()
        if not run:
            raise NothingPublished(f"version {version.name} is empty; run `portfolio refresh`")
        filters = _year_to_date()
        currency = run["reporting_currency_code"]
        totals, waiting = spend.totals(filters), delay.waiting(filters)
        lost = alignment.without_reason(filters)
        sections = (
            _decisions(waiting, lost, filters, currency),
            _themes(filters, totals, currency),
            _delay(filters, currency),
            _key_results(filters),
            _trust(),
        )
        told = (
            takeaways.overview.fund(waiting, spend.funding(filters), currency),
            takeaways.overview.question(lost, spend.funding(filters), currency),
            *(section.lead for section in sections[1:]),
        )
        shown = tiles(filters, totals, run)
        return Pack(
            organisation=str(run["organisation_name"]),
            period=filters.period,
            currency=currency,
            as_of=day(run["as_of_date"]),
            version=version.name,
            published=moment(version.published_at),
            known_on=day(version.as_known_on) if version.as_known_on else "",
            takeaways=tuple(filter(None, told)),
            tiles=shown,
            sections=sections,
            definitions=_definitions(shown),
        )


def _year_to_date() -> Filters:
    """Return the newest fiscal year until the day of the data, of all members."""
    periods = portfolio.periods()
    label = periods["fiscal_year_label"][-1]
    starts = periods.filter(fiscal_year_label=label)["fiscal_period_start_date"]
    return Filters(label, starts[0], starts[-1])


def _decisions(waiting: pl.DataFrame, lost: pl.DataFrame, filters: Filters, currency: str) -> Section:
    return Section(
        "What needs a decision",
        "To fund, to question, to stop: each with the figures that make it a decision.",
        tables=(
            table(
                "Fund: start or unblock what costs money while it waits",
                waiting.with_columns(missing_reason="accrued_since_ready_reason"),
                "initiative_name delay_state cost_of_delay_per_week_amount accrued_since_ready_amount "
                "ready_date missing_reason theme_name owner_name",
                currency,
                "Nothing that has an estimate waits or is blocked.",
                SHOWN,
            ),
            table(
                "Question: themes off their target this year",
                spend.funding(filters),
                "theme_name funding_status actual_amount actual_share target_share gap_share",
                currency,
                "Every theme is within its tolerance, or portfolio.yml sets no targets.",
            ),
            table(
                "Stop or re-link: green without a live key result",
                lost,
                "initiative_name alignment_reason spend_per_week_amount actual_total_amount theme_name "
                "owner_name",
                currency,
                "Every initiative reported green serves a live key result.",
                SHOWN,
            ),
        ),
    )


def _themes(filters: Filters, totals: dict[str, Any], currency: str) -> Section:
    themes = finance.by_theme(filters, at_budget_rate=False)
    shares = takeaways.spend.shares(themes)
    budget = takeaways.spend.budget(totals, currency)
    by_period = charts.spend.by_period(spend.by_period(filters), budget, currency)
    return Section(
        "Spend by theme against target",
        shares or budget,
        (
            _figure("Share of change spend and target", charts.spend.theme_shares(themes, shares), NO_MONEY),
            _figure("Spend against budget, by fiscal period", by_period, NO_MONEY),
        ),
        (
            table(
                "Themes",
                themes,
                "theme_name actual_amount budget_amount variance_amount actual_share target_share gap_share "
                "funding_status",
                currency,
                NO_MONEY,
            ),
        ),
    )


def _delay(filters: Filters, currency: str) -> Section:
    ranking = delay.ranking(filters)
    dearest = ranking.filter(pl.col("cost_of_delay_per_week_amount") > 0).sort(
        "cost_of_delay_per_week_amount", descending=True
    )
    told = takeaways.delay.dearest(dearest, currency)
    chart = charts.delay.delay_ranking(dearest.head(SHOWN), told, currency)
    return Section(
        "Cost of delay",
        takeaways.delay.waiting(delay.waiting(filters), currency) or told,
        (_figure("What a week of delay costs", chart, NO_ESTIMATE),),
        (
            table(
                "What to do first, by cost of delay per week of remaining work (CD3)",
                ranking,
                "cd3_rank initiative_name delay_state cost_of_delay_per_week_amount cd3 "
                "remaining_duration_weeks wsjf_rank missing_reason",
                currency,
                NO_ESTIMATE,
                SHOWN,
            ),
        ),
    )


def _key_results(filters: Filters) -> Section:
    live = goals.key_results(filters).filter(pl.col("is_live"))
    told = takeaways.alignment.key_results(live)
    chart = charts.alignment.scores(live.head(SHOWN), told)
    return Section(
        "Key results",
        told,
        (_figure("Score and expected progress", chart, NO_KEY_RESULTS),),
        (
            table(
                "Live key results, the furthest behind first",
                live,
                "key_result_name derived_status score expected gap funded_initiative_count theme_name "
                "owner_name",
                "",
                NO_KEY_RESULTS,
                SHOWN,
            ),
        ),
    )


def _trust() -> Section:
    figures = health.summary()
    rows = (
        f"{takeaways.health.rows(figures)}. {things(figures['failed_check_count'], 'failed check')}. "
        f"Largest difference of money: {money_exact(figures['difference_amount'], '').strip()}."
    )
    return Section(
        "Can these figures be trusted?",
        f"{takeaways.health.verdict(figures)} {rows}".strip(),
        tables=(
            table(
                "Money to the cent, in each line's own currency",
                reconciliation.totals(),
                "source_name table_name currency_code verdict loaded_amount fact_amount mart_amount "
                "difference_amount",
                "",
                "No money is loaded. Add a ledger or a budget to portfolio.yml.",
            ),
            table(
                "Quarantine by reason",
                health.quarantine_by_reason(),
                "source_name reason row_count",
                "",
                "Nothing is in quarantine.",
            ),
            table(
                "Sources",
                health.sources(),
                "source_name freshness latest_as_of_date row_count_read row_count_accepted "
                "row_count_rejected",
                "",
                "No sources. Name them in portfolio.yml.",
            ),
        ),
    )


def _figure(title: str, chart: Chart, empty: str) -> Figure:
    svg = "" if chart.rows.is_empty() else pictures.as_svg(chart, width=CHART_WIDTH).decode()
    return Figure(title, chart.alt, svg, empty)


def _definitions(shown: tuple[Tile, ...]) -> tuple[Definition, ...]:
    """Return what the tiles' figures are, then the metrics that the tables name."""
    of_tiles = [tile.metric for tile in shown]
    found = []
    for code in sorted(
        {"M01", "M03", "M05", "M11", "M22", "M30", "M31s"} | {m.code for m in of_tiles if m.code}
    ):
        told = dictionary.definition(code)
        if told:
            null = f" No value: {told['null_meaning']}." if told["null_meaning"] else ""
            facts = f"{told['formula']} Unit: {told['unit']}.{null} Source: {told['model']}.{told['column']}."
            found.append(Definition(code, told["label"], " ".join(facts.split())))
    without_code = [
        Definition("", metric.name, f"{metric.formula} Unit: {metric.unit}. Source: {metric.source}.")
        for metric in of_tiles
        if not metric.code
    ]
    return (*found, *without_code)
