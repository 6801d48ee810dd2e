"""What an edit or an upgrade changes in the example's marts is named, then accepted or mended."""

import duckdb
import pytest

from ingest.workspace import Workspace
from orchestration.publishing import current
from tests.golden import accept

pytestmark = pytest.mark.pipeline

ADVICE = "mend it, or accept the change: python -m tests.golden.accept"


def changed(found: accept.Golden, golden: accept.Golden) -> list[str]:
    """Name each mart that is not as it was accepted, with its rows then and now."""
    return [
        f"{mart}: {golden.get(mart, ('no', ''))[0]} rows then, {found.get(mart, ('no', ''))[0]} now"
        for mart in sorted(found | golden)
        if found.get(mart) != golden.get(mart)
    ]


def test_r07_the_examples_marts_are_those_that_were_accepted(demo_workspace: Workspace) -> None:
    assert changed(accept.measured(demo_workspace), accept.accepted()) == [], ADVICE


def test_r07_a_mart_that_changed_is_named(demo_copy: Workspace) -> None:
    before, manifest = accept.measured(demo_copy), current(demo_copy)
    assert manifest is not None
    file = demo_copy.published / manifest.file
    file.chmod(0o644)
    with duckdb.connect(file) as connection:
        connection.execute("update marts.mart_theme_spend set actual_amount = actual_amount + 0.0001")
        connection.execute("delete from marts.mart_strategy_latency")
    named = [line.partition(":")[0] for line in changed(accept.measured(demo_copy), before)]
    assert named == ["marts.mart_strategy_latency", "marts.mart_theme_spend"]
