"""On which builds tests are run."""

import pytest

ON_ALL = pytest.mark.parametrize("judged", ["example", "hostile", "unrated"], indirect=True, scope="session")
ON_BOTH = pytest.mark.parametrize("judged", ["example", "hostile"], indirect=True, scope="session")
