"""Credentials: portfolio.yml holds references to variables of the environment, never what stands in them."""

import os
import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator

REFERENCE = re.compile(r"\$\{(\w+)\}")  # to a variable of the environment


def _reference(text: str) -> str:
    if not REFERENCE.fullmatch(text):
        raise ValueError("a credential is never written here; write ${NAME} and export NAME")
    return text


# Stays a reference: the environment is asked when the value is needed, and nothing keeps it.
Credential = Annotated[str, AfterValidator(_reference)]


def variable_of(reference: str) -> str:
    """Return the name of the variable that a reference names; empty for what is no reference."""
    found = REFERENCE.fullmatch(reference)
    return found[1] if found else ""


def value_of(reference: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return what a reference leads to, without the blanks around it; empty when nothing is set."""
    return environment.get(variable_of(reference), "").strip()
