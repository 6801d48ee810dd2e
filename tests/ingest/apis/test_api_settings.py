"""The `api` block of portfolio.yml: what is wrong with it is told without asking anybody."""

from pathlib import Path

import pytest

from ingest.configuration_file import ConfigurationError, load_configuration
from ingest.validation import validate_workspace
from ingest.workspace import Workspace

TEXT = """\
organisation: {name: Harbour}
reporting: {currency: EUR}
sources:
  - name: jira
    format: jira_json
    files: inbox/jira/*.jsonl.gz
    delivery: increment
    api:
      kind: jira_cloud
      url: https://harbour.example.net
      query: project = SHOP
      token: ${TRACKER_TOKEN}
      user: ${TRACKER_USER}
"""


def _problems(folder: Path, before: str, after: str) -> list[str]:
    assert before in TEXT
    path = folder / "portfolio.yml"
    path.write_text(TEXT.replace(before, after))
    with pytest.raises(ConfigurationError) as caught:
        load_configuration(path)
    return [str(problem).partition("portfolio.yml:")[2] for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        (
            "kind: jira_cloud",
            "kind: jira_clout",
            9,
            "unknown service 'jira_clout'; did you mean 'jira_cloud'?",
        ),
        ("format: jira_json", "format: jira_csv", 5, "jira_csv does not read what jira_cloud answers"),
        ("delivery: increment", "delivery: full_snapshot", 7, "a pull brings what changed; write increment"),
        ("inbox/jira/*.jsonl.gz", "inbox/jira/*.json", 6, "it does not match jira-2026-11-21-"),
        ("inbox/jira/*.jsonl.gz", "inbox/*/*.jsonl.gz", 6, "a pull needs one folder"),
        ("query: project = SHOP", "query: project = SHOP order by rank", 11, "is no query of jira_cloud"),
        ("      user: ${TRACKER_USER}\n", "", 8, "jira_cloud needs `user`"),
        ("      url: https://harbour.example.net\n", "", 8, "jira_cloud needs `url`"),
        ("https://harbour", "http://harbour", 10, "is not encrypted; write https"),
        ("https://harbour", "https://me:word@harbour", 10, "an address holds no user"),
        ("query: project", "querry: project", 11, "did you mean 'query'?"),
    ],
)
def test_a_wrong_setting_is_named_with_its_line(
    tmp_path: Path, before: str, after: str, line: int, said: str
) -> None:
    found = _problems(tmp_path, before, after)
    assert any(problem.startswith(f"{line}: ") and said in problem for problem in found), found


def test_a_credential_that_is_written_down_is_refused_and_not_repeated(tmp_path: Path) -> None:
    (problem,) = _problems(tmp_path, "${TRACKER_TOKEN}", "s3cr3t-t0ken-value")
    assert problem.startswith("12: ")
    assert "write ${NAME}" in problem
    assert "s3cr3t" not in problem


def test_a_reference_stays_one_and_is_missed_by_validate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "portfolio.yml").write_text(TEXT)
    monkeypatch.setenv("TRACKER_TOKEN", "s3cr3t-t0ken-value")
    monkeypatch.delenv("TRACKER_USER", raising=False)
    configuration = load_configuration(tmp_path / "portfolio.yml")
    assert configuration.sources[0].api is not None
    assert configuration.sources[0].api.token == "${TRACKER_TOKEN}"
    (problem,) = validate_workspace(Workspace(tmp_path))
    assert (problem.place, problem.problem) == (
        "source jira.api",
        "the environment variable TRACKER_USER is not set",
    )
    assert "s3cr3t" not in repr(configuration)
