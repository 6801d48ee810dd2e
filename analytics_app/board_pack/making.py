"""The files of the pack: made, or kept from when the version was published."""

from pathlib import Path

from analytics_app.board_pack import content, html, pdf
from analytics_app.warehouse import Version

FORMS = {"html": html.render, "pdf": pdf.render}


def file_name(version: Version, form: str) -> str:
    """Return the name of a version's pack beside its published file."""
    return f"board-pack-{version.name}.{form}"


def make(version: Version) -> dict[str, bytes]:
    """Return the pack of a version in each form."""
    pack = content.collect(version)
    return {form: render(pack) for form, render in FORMS.items()}


def is_kept(version: Version) -> bool:
    """Tell whether the pack of a version was made when it was published, in each form."""
    return all(_path(version, form).is_file() for form in FORMS)


def kept_or_made(version: Version, form: str) -> bytes:
    """Return the pack that was made when the version was published, else make it now."""
    kept = _path(version, form)
    if kept.is_file():
        return kept.read_bytes()
    return FORMS[form](content.collect(version))


def _path(version: Version, form: str) -> Path:
    return version.path.with_name(file_name(version, form))
