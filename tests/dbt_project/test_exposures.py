"""Exposures: each page of the dashboards tells dbt which models it reads."""

import re
from pathlib import Path

APP = Path(__file__).parents[2] / "analytics_app"
MODEL = re.compile(r"\b(?:marts|core)\.((?:mart|dim)_\w+)")
PARTS = re.compile(r"\b(\w+_sections|headlines)\b")  # of a page, in modules of their own
QUERY_MODULES = re.compile(r"^from analytics_app\.queries import (.+)$", re.MULTILINE)


def _models_of_page(view: Path) -> set[str]:
    code = view.read_text()
    for part in sorted(set(PARTS.findall(code))):
        (path,) = APP.rglob(f"{part}.py")
        code += path.read_text()
    modules = [name.strip() for names in QUERY_MODULES.findall(code) for name in names.split(",")]
    return {
        model for name in modules for model in MODEL.findall((APP / "queries" / f"{name}.py").read_text())
    }


def test_every_page_is_an_exposure_of_what_it_reads(manifest: dict) -> None:
    exposed = {
        exposure["name"]: {node.rpartition(".")[2] for node in exposure["depends_on"]["nodes"]}
        for exposure in manifest["exposures"].values()
    }
    pages = {path.stem: _models_of_page(path) for path in (APP / "views").glob("[!_]*.py")}
    assert exposed == pages
