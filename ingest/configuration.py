"""The model of `portfolio.yml`: what a workspace's owner tells the warehouse.

Each field's description is what `portfolio init` writes beside it and what the errors quote.
Loading the file, with line numbers in its errors, is in `ingest.configuration_file`.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, PrivateAttr, model_validator

from ingest.alert_settings import Alerts
from ingest.credentials import Credential
from ingest.strict import Strict
from ingest.thresholds import Thresholds

SHARE_TOLERANCE = Decimal("0.0001")


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"unknown time zone {name!r}; write an IANA name such as Europe/Zurich")
    return name


TimeZone = Annotated[str, AfterValidator(_known_zone)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]


class Organisation(Strict):
    """Who this portfolio belongs to."""

    name: str
    time_zone: TimeZone = Field("UTC", description="business dates are dates in this zone")
    working_days: tuple[Annotated[int, Field(ge=1, le=7)], ...] = Field(
        (1, 2, 3, 4, 5), min_length=1, description="days of a week on which people work; 1 is Monday"
    )
    days_off: tuple[date, ...] = Field((), description="working days on which nobody works")
    language: Language | None = Field(
        None,
        description="of objectives and key results: en, de, fr or es; rules about their words are left out "
        "without it and in any other language",
    )


class FiscalCalendar(Strict):
    """How fiscal years and periods are cut."""

    first_month: int = Field(1, ge=1, le=12, description="calendar month in which the fiscal year starts")
    year_named_after: Literal["start", "end"] = Field("end", description="FY26 is the year that ends in 2026")
    pattern: Literal["months", "4-4-5", "4-5-4", "5-4-4"] = "months"


class ExchangeRate(Strict):
    """One unit of `currency` in the reporting currency, from a date on."""

    currency: Currency
    valid_from: date
    rate: Decimal = Field(gt=0, lt=99_999_999)
    rate_type: Literal["average", "budget"] = "average"


class Reporting(Strict):
    """The currency in which everything is shown."""

    currency: Currency
    exchange_rates: tuple[ExchangeRate, ...] = ()
    ecb_rates: bool = Field(
        False,
        description="before the first own rate of a currency, use the daily reference rates of the "
        "European Central Bank that are installed",
    )


class ThemeTarget(Strict):
    """The share of change spend a theme should receive, from a date on."""

    strategy_version: str
    valid_from: date
    share: Decimal = Field(ge=0, le=1)
    floor: Decimal | None = Field(None, ge=0, le=1)
    cap: Decimal | None = Field(None, ge=0, le=1)


class Theme(Strict):
    """A strategic theme: what the organisation has decided to pursue."""

    name: str
    description: str = ""
    sponsor: str | None = None
    active_from: date | None = None
    active_to: date | None = Field(None, description="last day; set it when the theme is retired")
    targets: tuple[ThemeTarget, ...] = ()


class ReadOptions(Strict):
    """How to read a source's files. Whatever is left out is recognised, or refused when ambiguous."""

    encoding: str = Field("utf-8", description="a byte-order mark in the file wins over this")
    delimiter: str | None = Field(None, max_length=1, description="found from the header line when left out")
    decimal_mark: Literal[".", ","] | None = Field(None, description="decided per column when left out")
    date_order: Literal["ymd", "dmy", "mdy"] | None = Field(None, description="needed when 03/04/2026 occurs")
    date_format: str | None = Field(None, description="strptime format, tried before the known forms")
    time_zone: TimeZone = Field("UTC", description="zone of timestamps that carry no offset")
    currency: Currency | None = Field(None, description="currency of amounts that name none")
    currency_type: Literal["transaction", "object", "controlling_area", "report"] = Field(
        "transaction", description="which of the four amounts of a SAP line item is taken"
    )
    sheet: str | None = Field(None, description="worksheet; the first one when left out")
    header_row: int | None = Field(
        None,
        ge=0,
        description="row of the header; found by its names when left out; "
        "0: there is none, and the columns are called A, B, C as in Excel",
    )
    columns: dict[str, str] = Field(default_factory=dict, description="contract column: column of the export")
    constants: dict[str, str] = Field(default_factory=dict, description="contract column: fixed value")
    months: str | None = Field(None, description="strptime format of wide month columns, e.g. %b-%y")
    hours_per_day: float = Field(8, gt=0, le=24, description="working hours that 1d of an estimate means")
    days_per_week: float = Field(5, gt=0, le=7, description="working days that 1w of an estimate means")
    list_separator: str = Field(",", min_length=1, description="between the values of one cell (work_items)")
    # Not of portfolio.yml: the options go wherever a table is read, and so does what looks at each of them.
    _watch: Callable[..., Any] | None = PrivateAttr(None)

    def watched_by(self, watch: Callable[..., Any]) -> Self:
        """Return these options for a reading of which `watch` is given each table and its known names."""
        watched = self.model_copy()
        watched._watch = watch
        return watched

    def watched(self, table: Any, expected: frozenset[str]) -> Any:
        """Return a table that was read as the watch, if there is one, lets it pass."""
        return table if self._watch is None else self._watch(table, expected)


class Api(Strict):
    """Where a source's files are pulled from, instead of being dropped into the inbox."""

    kind: str = Field(description="a service: jira_cloud, jira_data_center, ...; see docs/formats.md")
    url: str | None = Field(None, description="the service's public address when left out")
    query: str = Field(
        coerce_numbers_to_str=True,
        description="what to pull: JQL, a project, a repository; see docs/formats.md",
    )
    token: Credential
    user: Credential | None = Field(None, description="the address a jira_cloud token belongs to")
    overlap_minutes: int = Field(
        60, ge=1, description="pulled once more before the pull before; longer than a service's index lags"
    )
    listing_every_days: int = Field(
        1, ge=1, description="how often all ids are listed: what is missing there is gone"
    )
    allow_http: bool = Field(False, description="send the token without encryption")


class Source(Strict):
    """One export that arrives again and again."""

    name: Name
    format: str = Field(description="a reader: see `portfolio validate --formats`")
    files: str = Field(description="glob below the workspace, e.g. inbox/jira/*.csv")
    delivery: Literal["full_snapshot", "increment"] = Field(
        "full_snapshot",
        description="full_snapshot: rows missing from a newer file are gone; increment: files add up",
    )
    as_of: str = Field(
        "filename",
        description="filename: the ISO date in the file's name; received: the day of arrival; "
        "column NAME: a column of the export holds the date of each snapshot",
    )
    read: ReadOptions = ReadOptions()
    api: Api | None = Field(None, description="`portfolio fetch` and each refresh pull from there first")
    owner: str | None = None
    language: Language | None = Field(None, description="of its texts, where not the organisation's")
    expect_every_days: int | None = Field(None, gt=0, description="older than this is shown as stale")


class Status(Strict):
    """What a tracker's status means for flow."""

    status: str
    source: Name | None = Field(None, description="only for this source; for all when left out")
    category: Literal["todo", "in_progress", "done", "cancelled"]
    activity: Literal["active", "waiting"] | None = Field(
        None, description="only in_progress statuses need it"
    )
    blocked: bool = Field(False, description="work in this status cannot go on: what that costs is counted")


PortfolioState = Literal["funnel", "analysing", "ready", "implementing", "released", "done", "cancelled"]


class Stage(Strict):
    """What a stage of the initiatives register means on the portfolio kanban."""

    stage: str
    state: PortfolioState


class WipLimit(Strict):
    """How many initiatives a portfolio state may hold."""

    state: PortfolioState
    limit: int = Field(ge=0)
    valid_from: date = date(2000, 1, 1)


class CodeAlias(Strict):
    """An approved renaming: what exports of a source call `from` is what is known as `to`."""

    source: Name
    from_: str = Field(
        alias="from", min_length=1, description="a code, or the wording of exactly one of them"
    )
    to: str = Field(min_length=1, description="the code it is known by")


class Guardrail(Strict):
    """A limit on how money, or finished work, is spread over a dimension (SAFe lean budget guardrails)."""

    name: Name
    dimension: Literal["horizon", "expense_type", "work_type"]
    member: str
    target_share: Decimal = Field(ge=0, le=1)
    tolerance: Decimal = Field(Decimal("0.05"), ge=0, le=1)


class WorkType(Strict):
    """What a tracker's type of work is: new value, what makes it possible, or repair."""

    type: str
    work_class: Literal["business", "enabler", "defect_debt"] = Field(alias="class")


class DependencyStatus(Strict):
    """What the register of dependencies means by a status."""

    status: str
    state: Literal["open", "delivered", "cancelled"]


class Capacity(Strict):
    """How working time that is stated in days or FTE becomes hours. Left out, nothing is converted."""

    hours_per_day: float | None = Field(
        None, gt=0, le=24, description="hours of a working day of one FTE; a week has those of the calendar"
    )


class Schedule(Strict):
    """When the nightly refresh runs, in the organisation's time zone."""

    cron: str = "30 2 * * *"
    expect_every_hours: int | None = Field(
        None, gt=0, description="when no refresh has ended for longer, status and alerts say so"
    )


class Publishing(Strict):
    """How many published versions stay for rollback, and what is made of each."""

    keep_versions: int = Field(5, ge=3)
    board_pack: bool = Field(True, description="make the board pack, HTML and PDF, of each version")


class Privacy(Strict):
    """How people who do the work are shown; those who are accountable are named."""

    people: Literal["pseudonyms", "names"] = Field(
        "pseudonyms", description="assignees, reporters, authors and people of the capacity plan"
    )
    key: Credential | None = Field(
        None,
        description="secret of 16 characters or more; without one, a list of names tells who is who",
    )


class Configuration(Strict):
    """The whole of portfolio.yml."""

    organisation: Organisation
    reporting: Reporting
    fiscal_calendar: FiscalCalendar = FiscalCalendar()
    themes: tuple[Theme, ...] = ()
    sources: tuple[Source, ...] = Field(min_length=1)
    statuses: tuple[Status, ...] = ()
    stages: tuple[Stage, ...] = ()
    wip_limits: tuple[WipLimit, ...] = ()
    guardrails: tuple[Guardrail, ...] = ()
    work_types: tuple[WorkType, ...] = ()
    dependency_statuses: tuple[DependencyStatus, ...] = ()
    capacity: Capacity = Capacity()
    objective_aliases: tuple[CodeAlias, ...] = ()
    key_result_aliases: tuple[CodeAlias, ...] = ()
    thresholds: Thresholds = Thresholds()
    privacy: Privacy = Privacy()
    schedule: Schedule = Schedule()
    publishing: Publishing = Publishing()
    alerts: Alerts | None = Field(None, description="who is told when something needs somebody")
    sign_in: str | None = Field(
        None,
        description="who may open the dashboards: none (this machine alone), or the file that says it",
    )

    @model_validator(mode="after")
    def _source_names_are_distinct(self) -> "Configuration":
        names = [source.name for source in self.sources]
        doubled = sorted({name for name in names if names.count(name) > 1})
        if doubled:
            raise ValueError(f"sources: two sources are called {', '.join(doubled)}; give each its own name")
        return self

    @model_validator(mode="after")
    def _targets_sum_to_one(self) -> "Configuration":
        totals: dict[str, Decimal] = {}
        for theme in self.themes:
            for target in theme.targets:
                version = target.strategy_version
                totals[version] = totals.get(version, Decimal(0)) + target.share
        for version, total in totals.items():
            if abs(total - 1) > SHARE_TOLERANCE:
                raise ValueError(f"themes: the target shares of {version} sum to {total}, not to 1")
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The organisation's time zone."""
        return ZoneInfo(self.organisation.time_zone)

    def source(self, name: str) -> Source:
        """Return the source of that name; KeyError names those there are."""
        for source in self.sources:
            if source.name == name:
                return source
        raise KeyError(f"no source {name!r}; portfolio.yml has {', '.join(s.name for s in self.sources)}")
