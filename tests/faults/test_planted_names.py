"""A name, a key and its salt are planted; a refresh leaves none of them where people and pages look."""

import hmac
from pathlib import Path

import duckdb
import pytest

from ingest.privacy import PURPOSE
from ingest.workspace import Workspace
from orchestration import publishing
from tests.conftest import Portfolio
from tests.faults.test_bad_input import workspace_with

pytestmark = [pytest.mark.pipeline, pytest.mark.slow]

NAME, KEY = "Quillon Zephyrworth", "correct horse battery staple 4711"
SOURCE = """
  - name: tracker
    format: jira_csv
    files: inbox/tracker/*
    read: {date_order: ymd}
privacy: {key: "${PEOPLE_KEY}"}
statuses:
  - {status: Done, category: done}
"""
ISSUES = f"""\
Summary,Issue key,Issue id,Issue Type,Status,Assignee,Reporter,Created,Resolved
First,P-1,1,Story,Done,{NAME},{NAME},2026-03-01 08:00,2026-03-05 08:00
Second,P-2,2,Story,Done,{NAME},Another,2026-03-01 08:00,2026-03-06 08:00
"""
# What is set aside: a value that is a name where a date should be, a cell too few, a key that stands twice.
BAD_ISSUES = f"""\
Third,P-3,3,Story,Done,{NAME},Another,{NAME},2026-03-06 08:00
Fourth,P-4,4,Story,{NAME}
{NAME},P-1,1,Story,Done,{NAME},{NAME},2026-03-01 08:00,2026-03-05 08:00
Fifth,P-5,5,,,{NAME},Another,2026-03-01 08:00,2026-03-06 08:00
"""
GOOD_ISSUES = "".join(
    f"Item,P-{n},{n},Story,Done,,,2026-03-01 08:00,2026-03-05 08:00\n" for n in range(10, 60)
)


def test_s12_s13_no_name_key_or_salt_is_left_in_what_is_published_or_logged(
    tmp_path: Path, portfolio: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = workspace_with(tmp_path, "2026-03-31.csv", f"{NAME},what,was\nexpected,at,all\n".encode())
    with (root / "portfolio.yml").open("a") as file:
        file.write(SOURCE.lstrip("\n"))
    (root / "inbox" / "tracker").mkdir()
    (root / "inbox" / "tracker" / "2026-03-31.csv").write_text(ISSUES + BAD_ISSUES + GOOD_ISSUES)
    monkeypatch.setenv("PEOPLE_KEY", KEY)
    outcome = portfolio("-w", root, "refresh")
    assert outcome.returncode == 3, outcome.stderr  # the other ledger is refused
    salt = hmac.digest(KEY.encode(), PURPOSE, "sha256").hex()
    planted = [NAME.encode(), NAME.encode("utf-16-le"), KEY.encode(), salt.encode()]
    seen = [path for folder in ("published", "build/logs", "dagster") for path in (root / folder).rglob("*")]
    told = {str(path.relative_to(root)): path.read_bytes() for path in seen if path.is_file()}
    told |= {"stdout": outcome.stdout.encode(), "stderr": outcome.stderr.encode()}
    assert [(name, word) for name, content in told.items() for word in planted if word in content] == []
    assert len(told) > 5
    assert_in_no_row(root, [NAME, KEY, salt])
    assert_only_who_asks_sees_cells(root, portfolio)


def assert_only_who_asks_sees_cells(root: Path, portfolio: Portfolio) -> None:
    """The rows lie in quarantine with their reasons; their cells are an explicit choice at the workspace."""
    listed = portfolio("-w", root, "quarantine")
    for reason in ("not_a_date", "width", "duplicate_key", "missing_required"):
        assert reason in listed.stdout, listed.stdout
    sha256 = next(line.split()[0] for line in listed.stdout.splitlines() if "not_a_date" in line)
    shown = portfolio("-w", root, "quarantine", "show", sha256)
    assert NAME not in listed.stdout + shown.stdout
    assert "is not a date" in shown.stdout
    assert NAME in portfolio("-w", root, "quarantine", "show", sha256, "--with-names").stdout
    refused = portfolio("-w", root, "quarantine", "export", root / "mend")
    assert (refused.returncode, (root / "mend").exists()) == (2, False)
    assert "--with-names" in refused.stderr
    inside = portfolio("-w", root, "quarantine", "export", root / "published" / "mend", "--with-names")
    assert (inside.returncode, (root / "published" / "mend").exists()) == (2, False)
    assert portfolio("-w", root, "quarantine", "export", root / "mend", "--with-names").returncode == 0
    assert any(NAME in path.read_text() for path in (root / "mend").iterdir())


def assert_in_no_row(root: Path, words: list[str]) -> None:
    """Look into the rows as well: what is compressed is not found in the bytes of the file."""
    (manifest,) = publishing.versions(Workspace(root))
    with duckdb.connect(root / "published" / manifest.file, read_only=True) as connection:
        for table in manifest.tables:
            rows = str(connection.execute(f"from {table}").fetchall())
            assert [word for word in words if word in rows] == [], table
        shown = connection.execute("select count(*) from core.dim_person where person_name like 'Person %'")
        assert shown.fetchall() == [(1,)]  # who is assigned to both items
