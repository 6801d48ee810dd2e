"""What the portfolio board decided, and what initiatives need from each other."""

DECISIONS = [
    ["Decision", "Date", "Initiative", "Board", "Outcome", "Amount moved", "Currency", "From", "To", "Decided by",
     "Recommendation", "Recommended on", "Evidence since", "Reason"],
    ["D-01", "2026-04-15", "I-37", "Portfolio board", "Stop", "180000", "EUR", "I-37", "I-02", "Chief Commercial Officer",
     "Stop", "2026-03-18", "2026-02-02", "Nobody orders groceries by voice twice"],
    ["D-02", "2026-05-20", "I-08", "Portfolio board", "Continue", "", "", "", "", "Head of Stores",
     "Pause", "2026-05-06", "2026-04-20", "Two leases are signed"],
    ["D-03", "2026-06-17", "I-12", "Portfolio board", "Fund", "240000", "EUR", "", "I-12", "Chief Risk Officer",
     "Fund", "2026-05-28", "2026-03-02", "Chargebacks doubled"],
    ["D-04", "2026-07-15", "I-09", "Portfolio board", "Continue", "", "", "", "", "Head of Stores",
     "Stop", "2026-07-01", "2026-07-01", "The lockers are bought already"],
    ["D-05", "2026-08-19", "I-05", "Portfolio board", "Change", "", "", "", "", "Head of Online",
     "Change", "2026-08-05", "", "Weekly slots instead of free choice"],
    ["D-06", "2026-09-16", "I-35", "Portfolio board", "Pause", "95000", "EUR", "I-35", "I-21", "Chief Operating Officer",
     "Stop", "2026-09-02", "2026-06-30", "No key result names the films"],
    ["D-07", "2026-09-16", "I-26", "Portfolio board", "Accelerate", "60000", "CHF", "", "I-26", "Head of Sustainability",
     "Continue", "2026-09-02", "2026-08-24", "The regulation comes a year early"],
    ["D-08", "2026-10-14", "I-11", "Portfolio board", "Continue", "", "", "", "", "Head of Marketing",
     "", "", "", "On plan"],
    ["D-09", "2026-10-14", "", "Portfolio board", "Fund", "40000", "GBP", "I-36", "I-14", "Chief Risk Officer",
     "", "", "2026-10-20", "Audit finding expected"],
    ["D-10", "2026-11-11", "I-27", "Portfolio board", "Accelerate", "120000", "EUR", "I-04", "I-27", "Head of Sustainability",
     "Accelerate", "2026-10-28", "2026-10-12", "Planned for the next board"],
]  # fmt: skip

DEPENDENCIES = [
    ["Initiative", "Needs", "Needed by", "Committed", "Kind", "Status", "Note"],
    ["I-01", "I-21", "2026-09-01", "2026-10-05", "platform", "late", "The retry queue"],
    ["I-12", "I-13", "2026-08-15", "2026-09-30", "service", "late", "Sign-in before refunds"],
    ["I-12", "I-22", "2026-10-15", "", "platform", "open", "Event bus"],
    ["I-06", "I-22", "2026-11-01", "2027-01-31", "platform", "agreed", "Shared connectors"],
    ["I-20", "I-19", "2026-10-01", "2026-09-20", "data", "delivered", "Bin positions"],
    ["I-27", "I-26", "2026-12-01", "2026-12-31", "data", "agreed", "Supplier master data"],
    ["I-22", "I-33", "2026-12-01", "2026-12-15", "hosting", "agreed", ""],
    ["I-33", "I-22", "2026-12-10", "2027-01-31", "platform", "open", "Each waits for the other"],
    ["I-31", "I-99", "2026-11-15", "", "data", "open", "A supplier's project"],
]
