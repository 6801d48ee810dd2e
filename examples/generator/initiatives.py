"""The forty initiatives. The stories: see the comments; the figures come out on the dashboards."""

from datetime import date

from examples.generator.organisation import GROWTH, OPERATIONS, STORES, SUPPLY, TRUST, Initiative

ONLINE, PAYMENTS, LOGISTICS, SHOPS, DATA, FRONT = (
    "Online Store",
    "Payments",
    "Logistics",
    "Shops",
    "Data Platform",
    "Storefront",
)
ALL = 1.0


def _i(
    number: int,
    name: str,
    theme: str | dict[str, float],
    stream: str,
    owner: str,
    stage: str,
    weekly_k: float,
    **more,
) -> Initiative:
    themes = {theme: ALL} if isinstance(theme, str) else theme
    return Initiative(f"I-{number:02}", name, themes, stream, owner, stage, weekly_k, **more)


INITIATIVES: tuple[Initiative, ...] = (
    # Digital Growth is overfed: it takes nearly half of the money, its target is 30 %.
    _i(1, "App checkout rebuild", GROWTH, ONLINE, "Head of Online", "In delivery", 52, key_results={"KR-01": 0.6, "KR-03": 0.4},
       profile="peak_affected_long", value_type="increase_revenue", rates=(14000, 20000, 30000), needed=date(2026, 9, 15),
       ready=date(2026, 1, 12), remaining=9, extra={"Window end": "2028-09-15", "Half-life weeks": "40"}, scores=(8, 5, 3, 8)),
    _i(2, "Personal offers engine", GROWTH, DATA, "Head of Marketing", "In delivery", 38, key_results={"KR-05": 0.7, "KR-06": 0.3},
       profile="standard", value_type="increase_revenue", rates=(9000, 12000, 18000), needed=date(2026, 9, 30),
       ready=date(2026, 3, 2), remaining=7, scores=(5, 3, 2, 5)),
    _i(3, "Member partner portal", GROWTH, ONLINE, "Head of Marketing", "In delivery", 31, key_results={"KR-07": ALL},
       profile="standard", value_type="increase_revenue", rates=(2500, 4000, 6000), needed=date(2026, 12, 1),
       ready=date(2026, 4, 6), remaining=10, scores=(3, 3, 3, 3)),
    _i(4, "Recipe inspiration feed", GROWTH, ONLINE, "Head of Online", "In delivery", 27, key_results={"KR-02": 0.5},
       profile="standard", value_type="increase_revenue", rates=(1500, 3000, 5000), needed=date(2027, 1, 15),
       ready=date(2026, 2, 2), remaining=12, scores=(3, 2, 1, 8)),
    _i(5, "Repeat order subscriptions", GROWTH, ONLINE, "Head of Online", "In delivery", 29, key_results={"KR-04": ALL}, status="Amber",
       profile="standard", value_type="increase_revenue", rates=(7000, 11000, 15000), needed=date(2026, 8, 1),
       ready=date(2026, 2, 16), remaining=6, scores=(8, 3, 2, 5), blocked=date(2026, 9, 21)),
    # Story: green projects that lost their reason. Their key results were dropped or ended; they spend on.
    _i(6, "Marketplace connector suite", GROWTH, ONLINE, "Head of Online", "In delivery", 15, key_results={"KR-28": 0.5, "KR-29": 0.5},
       profile="standard", value_type="increase_revenue", rates=(1000, 2000, 3000), needed=date(2026, 3, 1), ready=date(2025, 9, 1), remaining=14),
    _i(7, "Marketplace returns desk", GROWTH, LOGISTICS, "Head of Logistics", "In delivery", 8, key_results={"KR-30": ALL}),
    _i(8, "Shop opening toolkit", STORES, SHOPS, "Head of Stores", "In delivery", 12, key_results={"KR-25": 0.7, "KR-26": 0.3},
       profile="standard", value_type="increase_revenue", rates=(1500, 2500, 4000), needed=date(2026, 5, 1), ready=date(2025, 8, 4), remaining=11),
    _i(9, "Locker network rollout", STORES, SHOPS, "Head of Stores", "Rolling out", 11, key_results={"KR-27": ALL}, released=date(2026, 8, 24)),
    _i(10, "Regional shop planning", STORES, DATA, "Head of Stores", "In delivery", 7, key_results={"KR-25": ALL}),
    _i(11, "Marketplace price monitor", GROWTH, DATA, "Head of Marketing", "In delivery", 9, key_results={"KR-29": ALL}),
    # Story: the most expensive initiative waits. Approved and ready since March, nobody has begun it.
    _i(12, "Instant refunds and fraud shield", TRUST, PAYMENTS, "Chief Risk Officer", "Approved", 0, key_results={"KR-08": 0.6, "KR-13": 0.4},
       profile="standard", value_type="protect_revenue", rates=(70000, 90000, 116000), needed=date(2026, 9, 30),
       ready=date(2026, 3, 2), remaining=10, scores=(13, 5, 5, 13)),
    # Customer Trust is starved: a quarter of the money by strategy, about a tenth in fact.
    _i(13, "Two-factor sign-in", TRUST, PAYMENTS, "Chief Risk Officer", "In delivery", 18, key_results={"KR-10": ALL}, status="Amber",
       profile="standard", value_type="avoid_cost", rates=(9000, 14000, 20000), needed=date(2026, 7, 15), ready=date(2026, 1, 5), remaining=5, scores=(5, 8, 5, 3)),
    _i(14, "Privacy request desk", TRUST, DATA, "Chief Risk Officer", "In delivery", 9, key_results={"KR-09": ALL}, status="Red",
       profile="fixed_date", value_type="avoid_cost", needed=date(2027, 2, 1), ready=date(2026, 5, 4), remaining=12,
       extra={"Deadline": "2027-02-01", "Penalty": "500,000.00", "Penalty per week": "20,000.00"}),
    _i(15, "Delivery promise engine", TRUST, LOGISTICS, "Head of Customer Service", "In delivery", 16, key_results={"KR-12": ALL}, status="Amber",
       profile="peak_affected_short", value_type="protect_revenue", rates=(8000, 12000, 16000), needed=date(2026, 10, 1),
       ready=date(2026, 4, 20), remaining=8, extra={"Window end": "2028-10-01"}, scores=(8, 5, 3, 5)),
    _i(16, "Security findings sprint", TRUST, DATA, "Head of Platform", "In delivery", 10, key_results={"KR-11": ALL}, status="Red",
       profile="intangible", value_type="avoid_cost", needed=date(2026, 6, 1), ready=date(2026, 3, 16), remaining=6, extra={"Debt growth": "450.00"}),
    _i(17, "Complaint insight loop", TRUST, ONLINE, "Head of Customer Service", "Business case", 1, key_results={"KR-14": ALL}, status="",
       profile="unknown"),
    _i(18, "Accessible storefront", TRUST, FRONT, "Storefront lead", "Approved", 0, key_results={}, status="",
       profile="fixed_date", value_type="avoid_cost", needed=date(2027, 6, 28), ready=date(2026, 9, 7), remaining=14, extra={"Deadline": "2027-06-28", "Penalty": "250,000.00"}),
    # Operational Excellence.
    _i(19, "Warehouse picking robots", OPERATIONS, LOGISTICS, "Head of Logistics", "In delivery", 36, key_results={"KR-15": 0.6, "KR-17": 0.4},
       profile="standard", value_type="reduce_cost", rates=(15000, 22000, 27000), needed=date(2026, 8, 15), ready=date(2025, 11, 3), remaining=13, scores=(8, 3, 3, 13)),
    _i(20, "Stock accuracy by camera", OPERATIONS, LOGISTICS, "Head of Logistics", "In delivery", 18, key_results={"KR-16": ALL},
       profile="standard", value_type="reduce_cost", rates=(6000, 8000, 10000), needed=date(2026, 11, 15), ready=date(2026, 3, 9), remaining=4, scores=(5, 3, 2, 3)),
    _i(21, "Checkout resilience", OPERATIONS, PAYMENTS, "Head of Platform", "In delivery", 16, key_results={"KR-18": ALL},
       profile="expedite", value_type="protect_revenue", rates=(20000, 26000, 38000), needed=date(2026, 10, 5), ready=date(2026, 9, 28), remaining=3, scores=(8, 13, 8, 2)),
    _i(22, "Common service platform", OPERATIONS, DATA, "Head of Platform", "In delivery", 24, key_results={"KR-19": 0.5, "KR-20": 0.5},
       profile="standard", value_type="reduce_cost", rates=(5000, 9000, 12000), needed=date(2027, 1, 31), ready=date(2025, 10, 6), remaining=16, scores=(5, 2, 8, 13)),
    # Story: released in September, and no team has moved to it yet: the saving waits for its users.
    _i(23, "Cloud cost control", OPERATIONS, DATA, "Head of Platform", "Rolling out", 8, key_results={"KR-21": ALL}, status="Amber",
       profile="standard", value_type="reduce_cost", rates=(6000, 9000, 11000), needed=date(2026, 7, 1), ready=date(2026, 4, 13), remaining=3, scores=(5, 5, 1, 2), released=date(2026, 9, 21)),
    _i(24, "Legacy till shutdown", OPERATIONS, SHOPS, "Head of Stores", "In delivery", 11, key_results={"KR-21": 0.5},
       profile="end_of_life", value_type="reduce_cost", rates=(6000, 8000, 9000), needed=date(2026, 8, 3), ready=date(2026, 2, 2), remaining=9,
       extra={"Window end": "2027-03-29"}, scores=(3, 8, 3, 5)),
    _i(25, "Supplier invoice matching", OPERATIONS, LOGISTICS, "Head of Logistics", "Approved", 0, key_results={"KR-17": 0.3},
       profile="standard", value_type="reduce_cost", rates=(3000, 5000, 8000), needed=date(2027, 3, 1), ready=date(2026, 8, 10), remaining=6, scores=(3, 2, 1, 3)),
    # Sustainable Supply.
    _i(26, "Supplier emissions data", SUPPLY, DATA, "Head of Sustainability", "In delivery", 19, key_results={"KR-22": ALL},
       profile="standard", value_type="avoid_cost", rates=(3000, 5000, 7000), needed=date(2026, 12, 31), ready=date(2026, 1, 19), remaining=8, scores=(3, 5, 5, 5)),
    _i(27, "Food waste forecasting", {SUPPLY: 0.7, OPERATIONS: 0.3}, LOGISTICS, "Head of Sustainability", "In delivery", 26, key_results={"KR-23": 0.8, "KR-16": 0.2},
       profile="standard", value_type="reduce_cost", rates=(11000, 16000, 21000), needed=date(2026, 9, 1), ready=date(2025, 12, 1), remaining=8, scores=(8, 3, 3, 8)),
    _i(28, "Returnable packaging pilot", SUPPLY, LOGISTICS, "Head of Sustainability", "In delivery", 17, key_results={"KR-24": ALL}, status="Amber",
       profile="standard", value_type="avoid_cost", rates=(2000, 3000, 4500), needed=date(2027, 2, 1), ready=date(2026, 5, 18), remaining=11, scores=(3, 2, 3, 5)),
    _i(29, "Green delivery slots", {SUPPLY: 0.6, GROWTH: 0.4}, ONLINE, "Head of Online", "Business case", 2, key_results={"KR-24": None, "KR-12": None}, status="",
       profile="standard", value_type="increase_revenue", rates=(2000, 6000, 9000), remaining=7),
    _i(30, "Local producer marketplace", SUPPLY, FRONT, "Storefront lead", "Idea", 0, key_results={}, status="", profile="unknown"),
    # Storefront, the acquired unit: a tracker and an OKR sheet of its own.
    _i(31, "Search that understands", GROWTH, FRONT, "Storefront lead", "In delivery", 22, key_results={"KR-31": 0.5, "KR-33": 0.3, "KR-32": 0.2},
       profile="standard", value_type="increase_revenue", rates=(6000, 9500, 13000), needed=date(2026, 10, 15), ready=date(2026, 6, 1), remaining=5, scores=(8, 5, 2, 5)),
    _i(32, "Shoppable video", GROWTH, FRONT, "Storefront lead", "In delivery", 13, key_results={"KR-34": ALL}, status="Amber",
       profile="peak_affected_long", value_type="increase_revenue", rates=(2000, 4000, 9000), needed=date(2026, 11, 20), ready=date(2026, 7, 13), remaining=9,
       extra={"Window end": "2027-11-20", "Half-life weeks": "20"}, scores=(3, 5, 1, 5)),
    _i(33, "Storefront hosting move", OPERATIONS, FRONT, "Storefront lead", "In delivery", 9, key_results={"KR-35": 0.6, "KR-37": 0.4},
       profile="standard", value_type="reduce_cost", rates=(2500, 3500, 5000), needed=date(2026, 12, 15), ready=date(2026, 6, 22), remaining=6, scores=(3, 3, 2, 3)),
    _i(34, "One parcel per order", SUPPLY, FRONT, "Storefront lead", "In delivery", 10, key_results={"KR-38": 0.6, "KR-39": 0.4},
       profile="standard", value_type="reduce_cost", rates=(2500, 4500, 6000), needed=date(2027, 1, 10), ready=date(2026, 7, 6), remaining=7, scores=(3, 3, 2, 3)),
    # Work that serves no key result, though nobody calls it so.
    _i(35, "Brand film studio", GROWTH, ONLINE, "Head of Marketing", "In delivery", 16, key_results={}),
    _i(36, "Intranet relaunch", {}, DATA, "Head of Platform", "In delivery", 9, key_results={}, status="Amber"),
    _i(37, "Voice ordering experiment", GROWTH, ONLINE, "Head of Online", "Stopped", 0, key_results={"KR-02": 0.3}, status="Red"),
    _i(38, "Gift card platform", GROWTH, PAYMENTS, "Head of Marketing", "Done", 0, key_results={"KR-06": 0.5}, status="Green"),
    # Running the business: a category of its own, never counted as aligned.
    _i(39, "Run: online and payments", {}, PAYMENTS, "Head of Platform", "In delivery", 62, is_run=True, status=""),
    _i(40, "Run: shops and logistics", {}, LOGISTICS, "Head of Logistics", "In delivery", 48, is_run=True, status=""),
)  # fmt: skip

WAITING = "I-12"
GREEN_WITHOUT_REASON = ("I-06", "I-07", "I-08", "I-09", "I-10", "I-11", "I-35")
