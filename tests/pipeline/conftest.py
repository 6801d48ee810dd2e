"""The builds that other rooms judge, for what is judged here."""

from tests.oracle.conftest import example, hostile

__all__ = ["example", "hostile"]
