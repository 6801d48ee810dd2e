"""The sections of the page of alignment; figures worked out by hand from the example rows."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.app.conftest import OpenApp
from tests.app.rows.organisation import HOSTILE_FORMULA
from tests.app.test_views import page_text


def opened(open_app: OpenApp, folder: Path, section: str, **query: str) -> AppTest:
    """Open the page as a link to one of its sections would."""
    return open_app(folder, "alignment", alignment_section=section, **query)


def test_what_is_green_without_a_reason_stands_first_and_leads_on(
    example_folder: Path, open_app: OpenApp
) -> None:
    app = open_app(example_folder, "alignment")
    lost, evidence = (table.value for table in app.dataframe)
    assert lost["initiative_code"].tolist() == ["B-3"]
    assert lost["open_initiative"].tolist() == ["Open →"]
    assert evidence["initiative_name"].tolist() == [f"'{HOSTILE_FORMULA}"]
    assert evidence["answer_state"].tolist() == ["Open"]
    text = page_text(app)
    assert "is the dearest: EUR 12k a week, though initiative without a key result." in text
    assert "EUR 60k spent by 1 initiative after evidence spoke against going on; 1 not answered" in text


def test_themes_are_starved_or_overfed_and_money_takes_its_time(
    example_folder: Path, open_app: OpenApp
) -> None:
    app = opened(open_app, example_folder, "Themes")
    shares, latency = (table.value for table in app.dataframe)
    text = page_text(app)
    assert shares["theme_name"].tolist()[0] == "Trust"  # the most starved first
    assert shares["funding_status"].tolist()[0] == "▼ Starved"
    assert "of change spend would have to move to meet the targets." in text
    assert "Money has not reached Trust under S26, in force since 1 Jan 2026." in text
    assert latency.set_index("theme_name").loc["Trust", "missing_reason"] == "Not reached yet"
    assert latency["strategy_latency_days"].isna().tolist() == [True, False]


def test_paths_break_where_most_stories_lead_nowhere(example_folder: Path, open_app: OpenApp) -> None:
    app = opened(open_app, example_folder, "Paths")
    text = page_text(app)
    assert "Payments leads least to the strategy: 25% of its story points do." in text
    assert "9 stories lead nowhere; most often: no epic above it (7)." in text
    rates = app.dataframe[0].value.set_index("value_stream_name")
    assert rates["traceability_rate"].isna()["Platform"]
    assert rates.loc["Platform", "missing_reason"] == "No story points"
    shop = page_text(opened(open_app, example_folder, "Paths", stream="Shop"))
    assert "3 stories lead nowhere" in shop


def test_broken_rules_come_with_their_limits_and_lead_to_the_initiative(
    example_folder: Path, open_app: OpenApp
) -> None:
    app = opened(open_app, example_folder, "Guardrails")
    (broken,) = (table.value for table in app.dataframe)
    assert "2 rules broken in 2 places; EUR 70k is the largest amount beyond a limit." in page_text(app)
    assert broken["guardrail_result"].tolist() == ["▼ Breach", "▼ Breach", "◐ Warn"]
    assert broken["actual_text"].tolist() == ["5%", "40,000", "170 days"]
    assert broken["upper_text"].tolist() == ["30%", "0", "180 days"]
    assert broken["open_initiative"].fillna("").tolist() == ["", "Open →", "Open →"]
    assert broken["missing_reason"].tolist()[2] == "It is not about money"


def test_spend_after_evidence_follows_the_value_stream_of_its_initiative(
    example_folder: Path, open_app: OpenApp
) -> None:
    assert len(open_app(example_folder, "alignment", stream="Shop").dataframe[1].value) == 1  # of B-3
    text = page_text(open_app(example_folder, "alignment", stream="Payments"))
    assert "spent by 1 initiative after evidence" not in text


def test_sections_say_which_filters_do_not_change_them(example_folder: Path, open_app: OpenApp) -> None:
    assert "period, value stream and owner do not" in page_text(opened(open_app, example_folder, "Themes"))
    assert "period, theme and owner do not" in page_text(opened(open_app, example_folder, "Paths"))
    assert "Of the whole portfolio: the filters do not" in page_text(
        opened(open_app, example_folder, "Guardrails")
    )
    estimates = open_app(example_folder, "cost_of_delay", delay_section="Estimates")
    assert "Of all batches, whatever the filters choose" in page_text(estimates)
