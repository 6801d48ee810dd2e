"""Journeys of a finance partner: the starved theme and its workbook, the auditor's; names never act."""

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, expect

from tests.app.servers import Server
from tests.browser.conftest import Listener, Picture
from tests.browser.test_pages import metric, opened, settle

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_starved_theme_is_found_and_its_workbook_taken(
    chromium: Browser, server: Server, tmp_path: Path, picture: Picture
) -> None:
    with opened(chromium, server, "spend_by_theme") as (page, _):
        expect(
            page.get_by_text("Trust gets 5% of change spend against a target of 30%").first
        ).to_be_visible()
        page.get_by_role("button", name="Trust: ▼ Starved").click()
        page.wait_for_url("**theme=Trust**")
        settle(page)
        assert metric(page, "Change spend to date") == "EUR 30k"
        picture(page, "starved_theme")
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Workbook of this selection").click()
        waiting.value.save_as(tmp_path / "trust.xlsx")
    book = openpyxl.load_workbook(tmp_path / "trust.xlsx")
    facts = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert facts["Themes"] == "Trust"
    assert facts["Exchange rates"] == "average of the period"
    header, trust = book["Spend by theme"].iter_rows(values_only=True)
    told = dict(zip(header, trust, strict=True))
    assert (told["Theme"], told["This year"], told["Actual, EUR"]) == ("Trust", "▼ Starved", 30000)
    header, shield = book["Spend by initiative"].iter_rows(values_only=True)
    assert dict(zip(header, shield, strict=True))["Initiative"] == "Fraud shield"


def test_switches_travel_in_the_url(chromium: Browser, server: Server) -> None:
    with opened(chromium, server, "spend_by_theme") as (page, _):
        page.get_by_test_id("stButtonGroup").get_by_text("Budget rate", exact=True).click()
        page.wait_for_url("**rates=Budget**")
        settle(page)
        assert metric(page, "Change spend to date") == "EUR 615k"
        page.get_by_test_id("stButtonGroup").get_by_text("Account", exact=True).click()
        page.wait_for_url("**slice=Account**")
        link = page.url.removeprefix(f"{server.address}/")
    with opened(chromium, server, link) as (page, _):
        assert metric(page, "Change spend to date") == "EUR 615k"


def test_the_auditor_takes_every_control_total(chromium: Browser, server: Server, tmp_path: Path) -> None:
    with opened(chromium, server, "reconciliation") as (page, _):
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Workbook for the auditor").click()
        waiting.value.save_as(tmp_path / "audit.xlsx")
    book = openpyxl.load_workbook(tmp_path / "audit.xlsx")
    assert book.sheetnames == [
        "About", "By source and currency", "By file", "Control totals", "Quarantined money"
    ]  # fmt: skip
    header, *rows = book["Control totals"].iter_rows(values_only=True)
    amounts = [row[header.index("Loaded")] for row in rows]
    assert amounts == [251000.1, 272000.2, 233000.85]
    assert {row[header.index("Verdict")] for row in rows} == {"● Ties to the cent"}


def test_s05_names_in_a_treemap_are_drawn_and_never_act(
    chromium: Browser, hostile_server: Server, listener: Listener
) -> None:
    with opened(chromium, hostile_server, "spend_by_theme") as (page, elsewhere):
        chart = page.get_by_test_id("stEChartsChart").first
        chart.scroll_into_view_if_needed()
        box = chart.bounding_box()
        assert box
        page.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] / 4)  # opens a theme
        page.wait_for_timeout(1_200)
        for across in range(5, 100, 15):
            page.mouse.move(box["x"] + box["width"] * across / 100, box["y"] + box["height"] / 4)
            page.wait_for_timeout(100)
        assert chart.locator("canvas").count() == 1
        assert chart.locator("img, a, script").count() == 0
        assert page.evaluate("window.attacked") is None
        assert elsewhere == []
    assert listener.requests == []
