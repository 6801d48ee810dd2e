"""The thresholds of `portfolio.yml`: where a number turns into a finding."""

from decimal import Decimal

from pydantic import Field

from ingest.strict import Strict


class Thresholds(Strict):
    """Where a number turns into a finding. The defaults are those of the metric dictionary."""

    theme_tolerance: Decimal = Field(
        Decimal("0.05"), description="share points around a theme's target (M22)"
    )
    key_result_grace_days: int = Field(14, description="a key result stays live so long after its end (M20)")
    check_in_cadence_days: int = Field(14, description="where a key result names no cadence of its own")
    stale_after_cadences: int = Field(2, description="a key result without check-in for longer is not live")
    on_track_gap: Decimal = Field(Decimal("-0.10"), description="score minus expected (M31s)")
    at_risk_gap: Decimal = Field(Decimal("-0.25"), description="below this is off track (M31s)")
    cost_of_delay_max_age_days: int = Field(90, description="older estimates do not count as coverage (M09)")
    funded_within_days: int = Field(30, description="spend this recent makes a bet funded (M24)")
    crowded_above_initiatives: int = Field(
        5, ge=1, description="a key result that more live initiatives serve is crowded (M25)"
    )
    stop_score: Decimal = Field(
        Decimal("0.3"), ge=0, le=1, description="a final score below this is evidence against a bet (M28)"
    )
    dependency_slack_days: int = Field(
        14, ge=0, description="a provider with less slack than this is at risk (M54)"
    )
    owner_review_days: int | None = Field(
        None, gt=0, description="an initiative in delivery is reviewed at least so often (M43)"
    )
    significant_initiative_amount: Decimal | None = Field(
        None, gt=0, lt=10**13, description="a dearer initiative is approved before it spends (M43)"
    )
    guardrail_warn_share: Decimal = Field(
        Decimal("0.9"), gt=0, le=1, description="this much of a limit used up is a warning (M43)"
    )
    closing_days: int = Field(
        10, ge=0, description="so long after its last day a fiscal period is closed for postings (M76)"
    )
    quarantine_hold_share: Decimal = Field(
        Decimal("0.10"), ge=0, le=1, description="a file with a larger share of bad rows is held back whole"
    )
    quarantine_warn_share: Decimal = Field(
        Decimal("0.02"), ge=0, le=1, description="a newest file with a larger share of bad rows is flagged"
    )
    volume_change_share: Decimal = Field(
        Decimal("0.30"), gt=0, description="a full snapshot with so many more or fewer rows is flagged"
    )
    unallocated_warn_share: Decimal = Field(
        Decimal("0.10"), ge=0, le=1, description="more change spend without an initiative or theme is flagged"
    )
    restated_warn_share: Decimal = Field(
        Decimal("0.01"), ge=0, description="more money of closed periods restated of late is flagged"
    )
    recent_days: int = Field(
        31, gt=0, description="flags on restatements and missing days look so far back from the as-of date"
    )
