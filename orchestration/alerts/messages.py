"""The one message that all channels carry, each in its form."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from orchestration.alerts.conditions import Condition, harmless
from orchestration.alerts.ledger import News

SLACK_LIMIT = 2900  # of the 3,000 signs that a block takes
TEST = Condition(
    "failed_refresh", "test", "", "this is a test", "nothing is wrong; alerts of this warehouse arrive here"
)


@dataclass(frozen=True)
class Message:
    """What is told: one line, and all of it."""

    name: str  # of the warehouse
    at: datetime
    news: News
    is_test: bool = False

    @property
    def title(self) -> str:
        """What happened, in one line."""
        first, *others = [line for line, _ in self._told()]
        more = f", and {len(others)} more" if others else ""
        return f"{harmless(self.name)}: {first}{more}"

    @property
    def text(self) -> str:
        """All of it, a paragraph for each condition."""
        paragraphs = [f"{line}\n{each.detail}" for line, each in self._told()]
        manual = "What each alert means and what to do: docs/operations.md"
        return "\n\n".join([*paragraphs, f"{self.at:%Y-%m-%d %H:%M} UTC. {manual}"])

    def as_json(self) -> dict[str, Any]:
        """What a webhook is sent."""
        return {
            "source": "portfolio-warehouse",
            "name": harmless(self.name),
            "at": self.at.isoformat(timespec="seconds"),
            "is_test": self.is_test,
            "title": self.title,
            "text": self.text,
            "new": [_as_json(each) for each in self.news.new],
            "lasting": [_as_json(each) for each in self.news.lasting],
            "over": [_as_json(each) for each in self.news.over],
        }

    def as_slack(self) -> dict[str, Any]:
        """What Slack is sent: plain text, so that nothing in it links or mentions."""
        cut = self.text if len(self.text) <= SLACK_LIMIT else f"{self.text[:SLACK_LIMIT]}..."
        plain = [{"type": "plain_text", "text": text, "emoji": False} for text in (self.title, cut)]
        blocks = [{"type": "section", "text": text} for text in plain]
        return {"text": _slack_escaped(self.title), "blocks": blocks, "unfurl_links": False}

    def _told(self) -> list[tuple[str, Condition]]:
        return [
            *((each.headline, each) for each in self.news.new),
            *((f"still: {each.headline}", each) for each in self.news.lasting),
            *((f"over: {each.headline}", each) for each in self.news.over),
        ]


def _as_json(condition: Condition) -> dict[str, str]:
    """The id is the same while the condition is: a receiver may open and close by it."""
    identity = hashlib.sha256(condition.key.encode()).hexdigest()[:16]
    told = {"kind": condition.kind, "headline": condition.headline, "detail": condition.detail}
    return {"id": identity, **told}


def _slack_escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
