"""Pseudonyms of people: what portfolio.yml and the environment make of them."""

import hashlib
import hmac
from datetime import date
from pathlib import Path

import pytest

from ingest.configuration import Configuration, Privacy
from ingest.configuration_file import ConfigurationError, load_configuration
from ingest.privacy import pseudonym_salt
from ingest.reference import run_parameters

KEY = "correct horse battery staple"
KEYED = Privacy.model_validate({"key": "${PEOPLE_KEY}"})
DOCUMENT = """\
organisation: {name: O}
reporting: {currency: EUR}
privacy: {people: pseudonyms, key: "%s"}
sources:
  - {name: a, format: okr, files: inbox/a/*}
"""


def _problem(tmp_path: Path, key: str) -> str:
    path = tmp_path / "portfolio.yml"
    path.write_text(DOCUMENT % key)
    with pytest.raises(ConfigurationError) as error:
        load_configuration(path)
    return str(error.value)


def test_people_are_pseudonyms_unless_names_are_asked_for() -> None:
    nothing = {"organisation": {"name": "O"}, "reporting": {"currency": "EUR"}}
    nothing |= {"sources": [{"name": "a", "format": "okr", "files": "x"}]}
    settings = Configuration.model_validate(nothing)
    (row,) = run_parameters(settings, date(2026, 10, 31)).to_dicts()
    assert (row["people_shown_as"], row["pseudonym_salt"]) == ("pseudonyms", None)


def test_s12_the_salt_is_an_hmac_of_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEOPLE_KEY", f" {KEY}\n")
    expected = hmac.digest(KEY.encode(), b"portfolio-warehouse: pseudonyms of people", "sha256")
    assert pseudonym_salt(KEYED) == expected.hex()
    monkeypatch.setenv("PEOPLE_KEY", KEY[::-1])
    assert pseudonym_salt(KEYED) not in (expected.hex(), hashlib.sha256(KEY.encode()).hexdigest())


def test_a_key_that_is_not_set_is_told_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PEOPLE_KEY", raising=False)
    problem = _problem(tmp_path, "${PEOPLE_KEY}")
    assert "portfolio.yml:3" in problem
    assert "the environment variable PEOPLE_KEY is not set" in problem


def test_a_key_that_can_be_guessed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEOPLE_KEY", "fifteen letters")
    problem = _problem(tmp_path, "${PEOPLE_KEY}")
    assert "fewer than 16 characters" in problem
    assert "fifteen letters" not in problem


def test_s13_a_key_itself_is_never_written_down(tmp_path: Path) -> None:
    problem = _problem(tmp_path, KEY)
    assert "never written here" in problem
    assert KEY not in problem
