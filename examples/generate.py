"""Make the example organisation's exports.

Seeded: the same files, byte for byte, on every run. Beside them goes `facts.json`, what must come out,
computed here from what was made and not by the warehouse.
"""

import argparse
import json
from datetime import date, datetime
from pathlib import Path

from examples.generator.capacity import people_rows, team_rows
from examples.generator.decisions import DECISIONS, DEPENDENCIES
from examples.generator.facts import facts
from examples.generator.files import write_csv, write_gzip, write_workbook
from examples.generator.money import budget_rows, ledger_rows, october_export, postings, september_export
from examples.generator.okrs import storefront_rows, workbook_sheets
from examples.generator.outlook import correction_rows, forecast_rows
from examples.generator.register import register_rows
from examples.generator.roadmap import roadmap_rows
from examples.generator.trackers import jira_csv_rows, jira_json, jira_tracker, storefront_tracker


def generate(folder: Path) -> None:
    """Write inbox/ and facts.json below a folder."""
    inbox = folder / "inbox"
    jira, storefront = jira_tracker(), storefront_tracker()
    write_gzip(inbox / "jira" / "platform_2026-10-31.jsonl.gz", jira_json(jira))
    write_csv(inbox / "jira_csv" / "storefront_2026-10-31.csv", jira_csv_rows(storefront))
    for day in (date(2026, 10, 10), date(2026, 10, 17), date(2026, 10, 24)):
        rows = jira_csv_rows(storefront, datetime(day.year, day.month, day.day, 18))
        write_csv(inbox / "jira_csv" / f"storefront_{day}.csv", rows)

    sheets, merges = workbook_sheets()
    write_workbook(inbox / "okr" / "okr_2026-10-31.xlsx", sheets, {"OKRs": merges})
    write_csv(inbox / "okr_csv" / "okr_storefront_2026-10-31.csv", storefront_rows())

    lines = postings()
    september, october = september_export(lines), october_export(lines)
    write_csv(inbox / "ledger" / "ledger_2026-09-30.csv", ledger_rows(september, broken=False), ";")
    write_csv(inbox / "ledger" / "ledger_2026-10-31.csv", ledger_rows(october, broken=True), ";")
    for name, is_restated in (("budget_2026-06-30.xlsx", False), ("budget_2026-09-30.xlsx", True)):
        write_workbook(inbox / "budget" / name, {"Budget": budget_rows(is_restated)}, {})

    write_workbook(inbox / "forecast" / "forecast_2026-10-31.xlsx", {"Forecast": forecast_rows()}, {})
    write_csv(inbox / "corrections" / "corrections_2026-10-31.csv", correction_rows())

    epics = jira.epics | storefront.epics
    for day in (date(2026, 9, 30), date(2026, 10, 31)):
        write_csv(inbox / "initiatives" / f"initiatives_{day}.csv", register_rows(epics, day), bom=True)
    write_csv(inbox / "roadmap_storefront" / "roadmap_2026-09-30.csv", roadmap_rows())

    write_csv(inbox / "decisions" / "decisions_2026-10-31.csv", DECISIONS)
    write_csv(inbox / "dependencies" / "dependencies_2026-10-31.csv", DEPENDENCIES)
    write_csv(inbox / "capacity" / "teams_2026-10-31.csv", team_rows())
    write_csv(inbox / "capacity_people" / "people_2026-10-31.csv", people_rows())

    found = facts(jira, storefront, september, october)
    (folder / "facts.json").write_text(json.dumps(found, indent=2, sort_keys=True) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m examples.generate", description=__doc__)
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(__file__).parent, help="default: examples/"
    )
    generate(parser.parse_args().folder)
