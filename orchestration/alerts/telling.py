"""Telling: what is found in a workspace is compared with what each channel was told, and the news is sent.

An alert never makes a refresh fail: what a channel refuses is noted, told, and sent the next time.
"""

import logging
from datetime import UTC, datetime

from ingest.alert_settings import Alerts
from ingest.configuration import Configuration
from ingest.configuration_file import ConfigurationError, load_alerts, load_configuration
from ingest.workspace import Workspace
from orchestration.alerts.channels import Channel, RefusedAlert, channels_of
from orchestration.alerts.conditions import (
    ATTEMPT,
    Condition,
    Situation,
    find_conditions,
    refresh_condition,
)
from orchestration.alerts.ledger import Account, News, accounts, forget_accounts
from orchestration.alerts.messages import TEST, Message
from orchestration.journal import note_event
from orchestration.locking import is_locked
from orchestration.refresh_record import RefreshRecord, read_record


def tell_news(workspace: Workspace, *, is_over: bool = False) -> dict[str, str | None]:
    """Send each channel what is new to it; return why it was refused, None where all went well.

    A channel without news is left out. `is_over`: a refresh of this process has just ended, so that none
    is running. Raises nothing.
    """
    try:
        return _tell_news(workspace, is_over=is_over)
    except Exception as error:
        logging.getLogger(__name__).exception("nobody could be told")
        note_event("alert_refused", channel=None, problem=type(error).__name__)
        return {"alerts": f"nobody could be told: {type(error).__name__}; see build/logs/refresh.log"}


def send_test(workspace: Workspace, alerts: Alerts) -> dict[str, str | None]:
    """Send each channel a test message; return why it was refused, None where it was not."""
    name = _name(workspace, alerts, _configuration(workspace))
    message = Message(name, datetime.now(UTC), News(new=[TEST]), is_test=True)
    return {channel.name: _refusal(channel, message) for channel in channels_of(alerts)}


def _tell_news(workspace: Workspace, *, is_over: bool) -> dict[str, str | None]:
    configuration = _configuration(workspace)
    alerts = configuration.alerts if configuration else load_alerts(workspace.configuration_path)
    if alerts is None:
        if configuration:
            forget_accounts(workspace)
        return {}
    now = datetime.now(UTC)
    found, known = _find(workspace, configuration, alerts, now, is_over=is_over)
    name = _name(workspace, alerts, configuration)
    outcomes: dict[str, str | None] = {}
    channels = channels_of(alerts)
    with accounts(workspace) as lent:
        for gone in lent.keys() - {channel.name for channel in channels}:
            del lent[gone]
        for channel in channels:
            account = lent.setdefault(channel.name, Account())
            news = account.news(found, known, now, alerts.repeat_every_days)
            if news:
                outcomes[channel.name] = refusal = _refusal(channel, Message(name, now, news))
                account.note(news, now) if refusal is None else account.note_refusal(refusal, now)
    return outcomes


def _refusal(channel: Channel, message: Message) -> str | None:
    """Send a message; return why it was refused."""
    try:
        channel.send(message)
    except RefusedAlert as refusal:
        note_event("alert_refused", channel=channel.name, problem=str(refusal))
        return str(refusal)
    note_event(
        "alert_sent",
        channel=channel.name,
        is_test=message.is_test,
        new=[each.kind for each in message.news.new],
        lasting=[each.kind for each in message.news.lasting],
        over=[each.kind for each in message.news.over],
    )
    return None


def _find(
    workspace: Workspace, configuration: Configuration | None, alerts: Alerts, now: datetime, *, is_over: bool
) -> tuple[list[Condition], frozenset[str]]:
    """Find what lasts; again where a refresh began or ended meanwhile, which would be told as killed."""
    after = _attempt(workspace)
    while True:
        before = after
        is_running = before[0] and not is_over
        if configuration:
            situation = Situation(workspace, configuration, now, is_running)
            found = find_conditions(situation, alerts.about)
        else:
            found = _without_configuration(workspace, alerts, is_running=is_running)
        after = _attempt(workspace)
        if after == before:
            return found


def _attempt(workspace: Workspace) -> tuple[bool, RefreshRecord | None]:
    """Return whether a refresh is running, and the record of the newest one."""
    return is_locked(workspace), read_record(workspace)


def _without_configuration(
    workspace: Workspace, alerts: Alerts, *, is_running: bool
) -> tuple[list[Condition], frozenset[str]]:
    """What can be found while portfolio.yml is wrong elsewhere: that the refresh failed."""
    if is_running:
        return [], frozenset()
    condition = refresh_condition(workspace)
    return [condition] if condition else [], frozenset(ATTEMPT) & frozenset(alerts.about)


def _configuration(workspace: Workspace) -> Configuration | None:
    try:
        return load_configuration(workspace.configuration_path)
    except ConfigurationError:
        return None


def _name(workspace: Workspace, alerts: Alerts, configuration: Configuration | None) -> str:
    organisation = configuration.organisation.name if configuration else workspace.root.name
    return alerts.name or f"Portfolio warehouse, {organisation}"
