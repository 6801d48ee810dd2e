"""Durable small files: either the old content or the new, whenever the machine stops."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any


def sync_path(path: Path) -> None:
    """Flush a file's content, or a folder's names, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_json_atomically(path: Path, content: dict[str, Any]) -> None:
    """Replace `path` in one step: write beside it, flush, rename, flush the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_text(json.dumps(content, indent=2) + "\n")
    sync_path(temporary)
    temporary.replace(path)
    sync_path(path.parent)


def read_json(path: Path) -> dict[str, Any] | None:
    """Return the object in `path`; None when it is missing, empty or not an object."""
    try:
        content = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file's bytes, as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
