"""The builds that other rooms judge, for what is judged here."""

from tests.oracle.conftest import example, hostile, unrated

__all__ = ["example", "hostile", "unrated"]
