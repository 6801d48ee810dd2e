"""On which builds tests are run."""

import pytest

ON_BOTH = pytest.mark.parametrize("judged", ["example", "hostile"], indirect=True, scope="session")
