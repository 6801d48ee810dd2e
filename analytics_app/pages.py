"""The pages: for whom, under which title, and which question each answers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page; its file in `views/` is its address as well."""

    file: str
    title: str
    icon: str
    question: str


SECTIONS: dict[str, tuple[Page, ...]] = {
    "Leadership": (
        Page(
            "overview",
            "Overview",
            "dashboard",
            "Are we building the right things, and what does waiting cost?",
        ),
        Page("roadmap", "Roadmap", "view_timeline", "What comes when, and what comes too late?"),
        Page("kanban", "Kanban", "view_kanban", "Where do initiatives wait, and what does the queue cost?"),
        Page(
            "strategy_map",
            "Strategy map",
            "account_tree",
            "Does the money reach what we want, and where does its path break?",
        ),
        Page(
            "okrs",
            "OKRs",
            "flag",
            "Which objectives are on pace, how sure are we, and which are badly written?",
        ),
    ),
    "Finance": (
        Page(
            "spend_by_theme",
            "Spend by theme",
            "account_balance",
            "Does the money go where the strategy says?",
        ),
        Page(
            "restatements",
            "Restatements",
            "history_edu",
            "What did closed periods say then, and what do they say now?",
        ),
        Page(
            "reconciliation",
            "Reconciliation",
            "balance",
            "Does every cent that was loaded arrive on the pages?",
        ),
    ),
    "Prioritising": (
        Page(
            "cost_of_delay",
            "Cost of delay",
            "hourglass_top",
            "What does a week of waiting cost, what goes first?",
        ),
        Page("flow", "Flow", "water", "How fast does work get done, and where does it pile up?"),
        Page("capacity", "Capacity", "groups", "Who is asked for more than there is, and what competes?"),
        Page("alignment", "Alignment", "target", "Does the work still serve something we want?"),
        Page(
            "initiative", "Initiative", "flag", "What is this bet for, what does it cost, is it on its way?"
        ),
    ),
    "Data team": (
        Page("data_health", "Data health", "monitor_heart", "Can these figures be trusted today?"),
        Page(
            "metric_dictionary",
            "Metric dictionary",
            "menu_book",
            "What is each figure, and how is it computed?",
        ),
    ),
}

PAGES: tuple[Page, ...] = tuple(page for pages in SECTIONS.values() for page in pages)
HOME = PAGES[0]

# Which sections exist for a role, the first of them its home. Two pages are for every role: one explains the
# figures, to the other they all lead down.
SECTIONS_OF_ROLE: dict[str, tuple[tuple[Page, ...], ...]] = {
    "leadership": (SECTIONS["Leadership"], SECTIONS["Finance"], SECTIONS["Prioritising"]),
    "finance": (SECTIONS["Leadership"], SECTIONS["Finance"], SECTIONS["Data team"]),
    "team_lead": (SECTIONS["Prioritising"],),
    "data_team": tuple(SECTIONS.values()),
}
FOR_EVERYBODY = frozenset({"metric_dictionary", "initiative"})
# Pages that speak of the whole warehouse: for people who see only a part of it they do not exist.
OF_WHOLE_WAREHOUSE = frozenset({"data_health", "reconciliation"})
