"""What operators do at Dagster's web server, by the API that its pages use."""

import json
import urllib.request
from dataclasses import dataclass
from typing import Any

from orchestration.resources import REFRESH_JOB
from tests.deploy.processes import wait_until

LAUNCH = """
mutation($selector: JobOrPipelineSelector!) {
    launchRun(executionParams: {selector: $selector, mode: "default", runConfigData: {}}) {
        __typename
        ... on LaunchRunSuccess { run { runId } }
        ... on PythonError { message stack }
    }
}
"""
LOCATIONS = """
{ workspaceOrError { ... on Workspace { locationEntries {
    name loadStatus
    locationOrLoadError { ... on RepositoryLocation { repositories { name } } ... on PythonError { message } }
} } } }
"""
STATUS = "query($id: ID!) { runOrError(runId: $id) { ... on Run { status } } }"
RUNS = "{ runsOrError { ... on Runs { results { runId status } } } }"
ENDED = {"SUCCESS", "FAILURE", "CANCELED"}
RUN_SECONDS = 1200
ANSWER_SECONDS = 300  # a launch plans hundreds of steps


@dataclass(frozen=True)
class Api:
    """The web server on a loopback port."""

    port: int

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """Return the data of an answer; fails when it holds errors."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/graphql", body, headers)
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:
            told = json.load(answer)
        assert "errors" not in told, told
        return told["data"]

    def locations(self) -> list[dict[str, Any]]:
        """Return the code locations that are loaded; none while the web server does not answer yet."""
        try:
            entries = self.ask(LOCATIONS)["workspaceOrError"]["locationEntries"]
        except OSError:
            return []
        return [
            entry for entry in entries if entry["loadStatus"] == "LOADED" and entry["locationOrLoadError"]
        ]

    def launch(self) -> str:
        """Start a refresh and return the id of its run."""
        (location,) = self.locations()
        selector = {
            "repositoryLocationName": location["name"],
            "repositoryName": location["locationOrLoadError"]["repositories"][0]["name"],
            "jobName": REFRESH_JOB,
        }
        launched = self.ask(LAUNCH, selector=selector)["launchRun"]
        assert launched["__typename"] == "LaunchRunSuccess", launched
        return launched["run"]["runId"]

    def status(self, run_id: str) -> str:
        """Return the state of a run."""
        return self.ask(STATUS, id=run_id)["runOrError"]["status"]

    def runs(self) -> dict[str, str]:
        """Return the state of every run."""
        return {run["runId"]: run["status"] for run in self.ask(RUNS)["runsOrError"]["results"]}

    def ended(self, run_id: str) -> str:
        """Wait for the end of a run and return its state."""
        wait_until(lambda: self.status(run_id) in ENDED, f"{run_id} ends", RUN_SECONDS)
        return self.status(run_id)
