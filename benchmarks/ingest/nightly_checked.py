"""What a night costs beside the first load of the same Jira export, both with the quality suites.

    python -m benchmarks.ingest.nightly_checked [--rows 100000] [--runs 5]

The exports are those of `nightly`; one issue in a hundred breaks a rule or is warned of on every night.
"""

from benchmarks.ingest.nightly import ways, write
from benchmarks.timing import Benchmark, run
from data_quality.runner import batch_check

if __name__ == "__main__":
    run(Benchmark("benchmarks.ingest.nightly_checked", __doc__, ways(batch_check), write, 100_000))
