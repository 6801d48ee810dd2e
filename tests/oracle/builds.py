"""On which builds tests are run."""

import pytest

HOSTILE, UNRATED = (pytest.param(name, marks=pytest.mark.slow) for name in ("hostile", "unrated"))
ON_ALL = pytest.mark.parametrize("judged", ["example", HOSTILE, UNRATED], indirect=True, scope="session")
ON_BOTH = pytest.mark.parametrize("judged", ["example", HOSTILE], indirect=True, scope="session")
