"""The organisation: themes, objectives, key results and initiatives, and the story they tell.

Meridian Retail, a retail group with shops, an online store and a business unit it acquired (Storefront).
Its fiscal year starts in July; the exports speak of 31 October 2026.
"""

from dataclasses import dataclass, field
from datetime import date

AS_OF = date(2026, 10, 31)
GROWTH, TRUST, OPERATIONS, SUPPLY, STORES = (
    "Digital Growth",
    "Customer Trust",
    "Operational Excellence",
    "Sustainable Supply",
    "Store Expansion",
)
FY26, FY27 = (date(2025, 7, 1), date(2026, 6, 30)), (date(2026, 7, 1), date(2027, 6, 30))


@dataclass(frozen=True)
class KeyResult:
    """A key result; `progress` is how far it has come by the as-of date, None: never checked in."""

    code: str
    text: str
    unit: str
    baseline: float
    target: float
    progress: float | None
    status: str = "Open"
    curve: str = ""  # the way along which its owner expects progress


@dataclass(frozen=True)
class Objective:
    """An objective with its key results; `sheet` says in which export it stands."""

    code: str
    text: str
    theme: str
    owner: str
    period: str
    span: tuple[date, date]
    sheet: str
    key_results: tuple[KeyResult, ...]
    parent: str = ""  # code of the objective that it serves


@dataclass(frozen=True)
class Initiative:
    """A bet. `weekly_k`: spend a week in thousand EUR; `rates`: low, likely, high cost of delay a week."""

    code: str
    name: str
    themes: dict[str, float]
    stream: str
    owner: str
    stage: str
    weekly_k: float
    key_results: dict[str, float | None] = field(default_factory=dict)
    status: str = "Green"
    profile: str = ""
    value_type: str = ""
    rates: tuple[int, int, int] | None = None
    needed: date | None = None
    ready: date | None = None
    remaining: float | None = None
    extra: dict[str, str] = field(default_factory=dict)  # more columns of the register
    scores: tuple[int, int, int, int] | None = None  # WSJF: value, criticality, risk, size
    is_run: bool = False
    blocked: date | None = None
    released: date | None = None

    @property
    def cost_object(self) -> str:
        """Its WBS element."""
        return f"WBS-{1000 + int(self.code[2:])}"


def _kr(
    code: str,
    text: str,
    unit: str,
    baseline: float,
    target: float,
    progress: float | None,
    status: str = "Open",
    curve: str = "",
):
    return KeyResult(code, text, unit, baseline, target, progress, status, curve)


OBJECTIVES: tuple[Objective, ...] = (
    Objective("O-01", "Be the first address for groceries online", GROWTH, "Head of Online", "FY27", FY27, "OKRs", (
        _kr("KR-01", "Share of orders placed in the app", "%", 22, 40, 0.38),
        _kr("KR-02", "Weekly active customers", "thousand", 310, 420, 0.30),
        _kr("KR-03", "Checkout abandonment", "%", 31, 22, 0.41),
        _kr("KR-04", "Repeat purchase within 30 days", "%", 44, 52, 0.12),
    ), "O-13"),
    Objective("O-02", "Turn loyalty into margin", GROWTH, "Head of Marketing", "FY27", FY27, "OKRs", (
        _kr("KR-05", "Members with a personal offer redeemed", "%", 12, 30, 0.22),
        _kr("KR-06", "Margin per member and month", "EUR", 6.4, 8.0, 0.35),
        _kr("KR-07", "Partner brands in the programme", "count", 14, 40, 0.10),
    ), "O-13"),
    Objective("O-03", "Customers trust us with their data and their money", TRUST, "Chief Risk Officer", "FY27", FY27, "OKRs", (
        _kr("KR-08", "Payment fraud loss", "basis points", 9.5, 4.0, 0.08),
        _kr("KR-09", "Data subject requests answered within 10 days", "%", 61, 95, 0.15),
        _kr("KR-10", "Accounts with two-factor sign-in", "%", 18, 60, 0.05),
        _kr("KR-11", "Critical findings open for more than 30 days", "count", 46, 5, 0.10),
    )),
    Objective("O-04", "Every promise to a customer is kept", TRUST, "Head of Customer Service", "FY27", FY27, "OKRs", (
        _kr("KR-12", "Deliveries in the promised hour", "%", 83, 94, 0.20),
        _kr("KR-13", "Refunds paid within two days", "%", 55, 90, 0.09),
        _kr("KR-14", "Complaints per thousand orders", "count", 14, 8, None),
    )),
    Objective("O-05", "Warehouses that need no heroes", OPERATIONS, "Head of Logistics", "FY27", FY27, "OKRs", (
        _kr("KR-15", "Picks per hour", "count", 92, 125, 0.36),
        _kr("KR-16", "Stock accuracy", "%", 94.1, 98.5, 0.44),
        _kr("KR-17", "Overtime hours per week", "hours", 1850, 900, 0.33),
    )),
    Objective("O-06", "One platform, no surprises", OPERATIONS, "Head of Platform", "FY27", FY27, "OKRs", (
        _kr("KR-18", "Minutes of checkout downtime per month", "minutes", 140, 30, 0.52),
        _kr("KR-19", "Services on the common platform", "%", 35, 80, 0.37),
        _kr("KR-20", "Lead time for a change", "days", 12, 3, 0.28),
        _kr("KR-21", "Cloud cost per order", "EUR", 0.21, 0.14, -0.10),
    )),
    Objective("O-07", "Half the footprint of our shelves", SUPPLY, "Head of Sustainability", "FY27", FY27, "OKRs", (
        _kr("KR-22", "Suppliers with verified emissions data", "%", 24, 70, 0.40),
        _kr("KR-23", "Food waste of turnover", "%", 2.9, 1.8, 0.31),
        _kr("KR-24", "Returnable packaging", "%", 11, 35, 0.16),
    )),
    Objective("O-08", "Reach every town above 50,000", STORES, "Head of Stores", "FY26", FY26, "OKRs", (
        _kr("KR-25", "New shops opened", "count", 0, 24, 0.46),
        _kr("KR-26", "Payback of a new shop", "months", 40, 28, 0.20),
        _kr("KR-27", "Click-and-collect lockers installed", "count", 0, 300, 0.62),
    )),
    Objective("O-09", "Sell through every marketplace", GROWTH, "Head of Online", "FY26", FY26, "OKRs", (
        _kr("KR-28", "Marketplaces with our catalogue", "count", 1, 8, 0.30, "Dropped"),
        _kr("KR-29", "Marketplace turnover", "EUR million", 0.4, 12, 0.12, "Dropped"),
        _kr("KR-30", "Marketplace returns", "%", 19, 9, 0.15, "Dropped"),
    )),
    Objective("O-10", "Storefront shoppers find it at once", GROWTH, "Storefront lead", "FY27-Q2", (date(2026, 10, 1), date(2026, 12, 31)), "Storefront", (
        _kr("KR-31", "Searches that end in a basket", "%", 26, 34, 0.30),
        _kr("KR-32", "Median time to first result", "milliseconds", 900, 350, 0.45),
        _kr("KR-33", "Zero-result searches", "%", 7.5, 3.0, 0.24),
        _kr("KR-34", "Product pages with a video", "%", 4, 25, 0.05, curve="back loaded"),
    ), "O-01"),
    Objective("O-11", "Storefront pays its own way", OPERATIONS, "Storefront lead", "FY27-Q2", (date(2026, 10, 1), date(2026, 12, 31)), "Storefront", (
        _kr("KR-35", "Hosting cost per thousand visits", "EUR", 1.9, 1.2, 0.40),
        _kr("KR-36", "Support tickets per thousand orders", "count", 22, 12, 0.20),
        _kr("KR-37", "Manual catalogue fixes per week", "count", 480, 100, 0.35),
    )),
    Objective("O-12", "Storefront goods travel light", SUPPLY, "Storefront lead", "FY27-Q2", (date(2026, 10, 1), date(2026, 12, 31)), "Storefront", (
        _kr("KR-38", "Orders in one parcel", "%", 71, 85, 0.33),
        _kr("KR-39", "Void fill per parcel", "grams", 96, 40, 0.29),
        _kr("KR-40", "Carriers with emission reports", "count", 2, 9, None),
    )),
    Objective("O-13", "Customers who come back by themselves", GROWTH, "Chief Commercial Officer", "FY27", FY27, "OKRs", ()),
)  # fmt: skip

KEY_RESULTS: dict[str, tuple[KeyResult, Objective]] = {
    key_result.code: (key_result, objective)
    for objective in OBJECTIVES
    for key_result in objective.key_results
}
