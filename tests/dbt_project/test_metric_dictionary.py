"""The metric dictionary: every metric is defined once, wholly, proved by a test, and written down."""

from collections import Counter
from pathlib import Path

import pytest

from orchestration.metric_dictionary import LATER, Definition, Metric, as_markdown, metrics_of

PAGE = Path(__file__).parents[2] / "docs" / "metrics.md"
COMPUTED = (
    *(f"M{number:02}" for number in range(1, 12)),
    "M13",
    *(f"M{number}" for number in range(20, 35)),
    *(f"M{number}" for number in range(40, 55)),
    *(f"M{number}" for number in range(70, 77)),
)
UNITS = {
    "money",
    "money per week",
    "share",
    "ratio",
    "weeks",
    "days",
    "fiscal periods",
    "hours",
    "count",
    "points",
    "percentage points",
    "index 0-100",
    "index",
    "date",
    "text",
}
OWNERS = {"finance partners", "portfolio office", "delivery leads", "data team"}


@pytest.fixture(scope="session")
def metrics(manifest: dict) -> list[Metric]:
    """The metrics of the project."""
    return metrics_of(manifest)


@pytest.fixture(scope="session")
def definitions(metrics: list[Metric]) -> list[Definition]:
    """All definitions of all metrics."""
    return [definition for metric in metrics for definition in metric.definitions]


def _family(code: str) -> str:
    """Return the id without the letter of a variant: M21h is one of M21."""
    return code[:3]


def test_every_metric_is_defined(definitions: list[Definition]) -> None:
    missing = sorted({*COMPUTED} - {_family(definition.code) for definition in definitions})
    assert missing == []


def test_no_metric_is_both_computed_and_put_off(metrics: list[Metric]) -> None:
    assert sorted({*LATER} & {metric.code for metric in metrics}) == []


def test_every_metric_that_is_named_is_defined(metrics: list[Metric]) -> None:
    assert [metric.code for metric in metrics if not metric.definitions] == []


def test_every_metric_is_proved_by_a_test(metrics: list[Metric]) -> None:
    assert [metric.code for metric in metrics if not metric.tests] == []


def test_a_figure_is_defined_once(definitions: list[Definition]) -> None:
    labels = Counter(definition.label for definition in definitions)
    assert [label for label, count in labels.items() if count > 1] == []


def test_units_and_owners_are_words_of_the_house(definitions: list[Definition]) -> None:
    assert [(it.place, it.unit) for it in definitions if it.unit not in UNITS] == []
    assert [(it.place, it.owner) for it in definitions if it.owner not in OWNERS] == []


def test_what_can_be_null_says_why(manifest: dict, definitions: list[Definition]) -> None:
    columns = {
        node["name"]: set(node["columns"])
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
    }
    nullable = [it for it in definitions if it.null_meaning and not it.null_meaning.startswith("never")]
    assert nullable
    wrong = [it.place for it in nullable if it.reason_column not in columns[it.model]]
    assert wrong == []


def test_the_page_is_up_to_date(metrics: list[Metric]) -> None:
    assert PAGE.read_text() == as_markdown(metrics), "run `make docs`"
