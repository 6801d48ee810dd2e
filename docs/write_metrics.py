"""Write docs/metrics.md, the metric dictionary, from dbt's manifest.

python docs/write_metrics.py TARGET_FOLDER_OF_DBT
"""

import json
import sys
from pathlib import Path

from orchestration.metric_dictionary import as_markdown, metrics_of

PAGE = Path(__file__).with_name("metrics.md")

if __name__ == "__main__":
    manifest = json.loads((Path(sys.argv[1]) / "manifest.json").read_text())
    PAGE.write_text(as_markdown(metrics_of(manifest)))
    print(f"written: {PAGE}")
