"""`portfolio profile` as people see it."""

from pathlib import Path

import yaml

from tests.conftest import Portfolio

LINES = "Posting Date;Cost Object;Account;Text;Amount\n03/04/2026;C-1;6400;[b]rent[/b];1.234,56\n"


def test_everything_found_is_shown_with_its_proof(tmp_path: Path, portfolio: Portfolio) -> None:
    path = tmp_path / "ledger-2026-04-30.csv"
    path.write_text(LINES)
    outcome = portfolio("profile", path)
    assert outcome.returncode == 0, outcome.stderr
    told = " ".join(outcome.stdout.split())
    for words in (
        "ledger 5 of 5 headers known",
        "budget 4 of 5 headers known",
        "delimiter semicolon",
        "row 1, Amount: '1.234,56'",
        "row 1, Posting Date: '03/04/2026'",
        "# date_order: dmy",
        "0 of 1 rows would load",
        "set read.date_order",
    ):
        assert words in told


def test_yaml_prints_the_entry_alone(tmp_path: Path, portfolio: Portfolio) -> None:
    path = tmp_path / "ledger-2026-04-30.csv"
    path.write_text(LINES)
    (entry,) = yaml.safe_load(portfolio("profile", path, "--yaml").stdout)
    assert entry["read"] == {"delimiter": ";", "decimal_mark": ","}


def test_what_cannot_be_read_is_explained_on_stderr(tmp_path: Path, portfolio: Portfolio) -> None:
    path = tmp_path / "page.csv"
    path.write_text("<!DOCTYPE html><title>Sign in</title>")
    outcome = portfolio("profile", path)
    assert (outcome.returncode, outcome.stdout) == (1, "")
    assert "a web page, perhaps a sign-in page" in outcome.stderr
    assert portfolio("profile", tmp_path / "absent.csv").returncode == 2


def test_help_teaches_with_an_example(portfolio: Portfolio) -> None:
    told = " ".join(portfolio("profile", "--help").stdout.split())
    assert "portfolio profile downloads/budget-2026-03-31.csv --yaml >>" in told
