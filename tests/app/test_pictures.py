"""Charts as pictures: they say what they show and of when, and text in them stays text."""

import struct
from xml.etree import ElementTree

import polars as pl
import pytest

from analytics_app import charts, pictures
from analytics_app.charts.marks import Chart
from analytics_app.pictures import PictureRefused, as_png, as_svg, file_name
from tests.app.conftest import OpenApp
from tests.app.test_charts import ALL, BURN, DELAY

FACTS = "Fixture Works · data as of 31 Mar 2026 · FY26 · version v1"
HOSTILE = (
    "</text></svg><script>alert(1)</script>",
    "<foreignObject><iframe src='javascript:alert(1)'/></foreignObject>",
    "<a href='javascript:alert(1)' onclick=\"alert(1)\">x</a>",
    "<image href='http://127.0.0.1:9/x.png'/> http://127.0.0.1:9/",
    "]]><!ENTITY x SYSTEM 'file:///etc/passwd'> &x; & \x00\x0b\x1b[31m",
)


def _texts(svg: bytes) -> list[str]:
    """Return the texts of a picture, read by the standard library."""
    root = ElementTree.fromstring(svg.decode())
    return ["".join(element.itertext()) for element in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("name", ALL)
def test_every_chart_is_drawn_with_title_takeaway_and_facts(name: str) -> None:
    chart, _ = ALL[name]
    svg = as_svg(chart, "What it shows", FACTS)
    texts = _texts(svg)
    assert texts.count("What it shows") == 1
    assert {"alt", FACTS} <= set(texts) or "alt" + FACTS in texts
    assert svg == as_svg(chart, "What it shows", FACTS)


def test_the_words_beside_the_bars_are_in_the_picture() -> None:
    texts = _texts(as_svg(ALL["delay_ranking"][0], "Delay", FACTS))
    assert {"Shield", "Robots", "EUR 30k · waiting", "EUR 4,000 · blocked"} <= set(texts)


def test_a_png_is_sharp_and_as_large_as_the_chart() -> None:
    png = as_png(ALL["delay_ranking"][0], "Delay", FACTS)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    assert width > pictures.SCALE * pictures.WIDTH
    assert height > pictures.SCALE * ALL["delay_ranking"][0].spec["height"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    frame = DELAY.with_columns(pl.lit(text).alias("initiative_name"))
    chart = charts.delay.delay_ranking(frame, text, "EUR")
    svg = as_svg(chart, text, text)
    root = ElementTree.fromstring(svg.decode())
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not names & {"script", "foreignObject", "a", "image", "iframe", "style", "use"}
    attributes = {name.rpartition("}")[2] for element in root.iter() for name in element.attrib}
    assert not [name for name in attributes if name.startswith("on") or name in {"href", "src", "style"}]
    shown = "".join(_texts(svg))
    assert text[:12] in shown
    assert as_png(chart, text, text).startswith(b"\x89PNG")


@pytest.mark.parametrize("address", ["https://example.org/", "javascript:alert(1)"])
def test_a_picture_that_leads_somewhere_is_refused(address: str) -> None:
    drawn = charts.delay.burn_by_theme(BURN.with_columns(theme_name=pl.lit(address)), "", "EUR")
    assert as_svg(drawn, "Burn", FACTS)
    leading = {**drawn.spec["encoding"], "href": {"field": "theme_name"}}
    with pytest.raises((PictureRefused, ValueError)):
        as_svg(Chart(drawn.rows, {**drawn.spec, "encoding": leading}, ""), "Burn", FACTS)


def test_nothing_is_fetched(tmp_path) -> None:
    rows = pl.DataFrame({"x": [1.0]})
    secret = tmp_path / "secret.csv"
    secret.write_text("label\nsecret\n")
    for url in (secret.as_uri(), str(secret), "http://127.0.0.1:9/x.csv"):
        mark = {"mark": "text", "encoding": {"text": {"field": "label"}}}
        chart = Chart(rows, {"layer": [{**mark, "data": {"url": url}}]}, "")
        try:
            drawn = as_svg(chart, "Secret", "").decode()
        except (ValueError, OSError):
            continue
        assert "secret" not in drawn.replace("Secret", "")


def test_days_and_what_is_no_number_can_be_drawn() -> None:
    rows = pl.DataFrame({"day": ["2026-03-31", "2026-04-30"], "value": [1.0, float("nan")]})
    rows = rows.with_columns(pl.col("day").str.to_date())
    x = {"field": "day", "type": "temporal", "timeUnit": "utcyearmonthdate", "axis": {"format": "%d.%m."}}
    chart = Chart(
        rows, {"mark": "bar", "encoding": {"x": x, "y": {"field": "value", "type": "quantitative"}}}, ""
    )
    assert "31.03." in _texts(as_svg(chart, "Days", FACTS))


def test_a_file_is_named_by_its_chart_and_day() -> None:
    assert (
        file_name("Key results: score & pace", "2026-03-31", "png") == "key_results_score_pace_2026-03-31.png"
    )
    assert file_name("価格", "2026-03-31", "svg") == "chart_2026-03-31.svg"


@pytest.mark.parametrize("page", ["overview", "spend_by_theme", "cost_of_delay", "alignment"])
def test_every_chart_of_a_page_can_be_taken_away(example_folder, open_app: OpenApp, page: str) -> None:
    app = open_app(example_folder, page)
    labels = [button.label for button in app.get("download_button")]
    drawn = len(app.get("vega_lite_chart"))
    assert drawn
    assert labels.count("PNG") == labels.count("SVG") == drawn
