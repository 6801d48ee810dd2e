"""How work flows, in a sentence."""

from typing import Any

import polars as pl

from analytics_app.formatting import count, share, things

Figures = dict[str, Any]


def flow(done: pl.DataFrame, balance: pl.DataFrame, totals: Figures, items: str) -> str:
    """Say how the last period compares, where work piles up, and how much time is waiting."""
    sentences = [throughput(done, items)]
    growing = balance.filter(pl.col("surplus_count") > 0).sort("surplus_count", descending=True)
    if growing.height:
        first = growing.row(0, named=True)
        sentences.append(
            f"Work piles up most in {first['value_stream_name']}: {count(first['arrival_count'])} began, "
            f"{count(first['departure_count'])} left."
        )
    if totals["flow_efficiency"] is not None:
        sentences.append(f"Of the time that items take, {share(1 - totals['flow_efficiency'])} is waiting.")
    return " ".join(sentence for sentence in sentences if sentence)


def throughput(done: pl.DataFrame, items: str) -> str:
    """Say how many items the last period finished, against the mean of the periods before it."""
    if done.is_empty():
        return ""
    periods = done.group_by("fiscal_period_label", maintain_order=True).agg(pl.col("throughput_count").sum())
    label, last = periods.row(-1)
    sentence = f"{count(last)} {items} were done in {label}"
    if periods.height == 1:
        return f"{sentence}."
    before = periods["throughput_count"].head(periods.height - 1)
    mean = float(before.sum()) / before.len()
    return f"{sentence}; the {things(before.len(), 'period')} before it made {count(mean)} on average."


def distribution(done: pl.DataFrame) -> str:
    """Say what the last period's items were."""
    if done.is_empty():
        return ""
    label = done["fiscal_period_label"][-1]
    last = done.filter(pl.col("fiscal_period_label") == label)
    whole = int(last["throughput_count"].sum())
    parts = ", ".join(
        f"{row['type_name']} {share(row['throughput_count'] / whole)}"
        for row in last.sort("throughput_count", descending=True).iter_rows(named=True)
    )
    return f"{label}: {parts}."


def slowest(times: pl.DataFrame, field: str) -> Figures:
    """Return the slowest value stream of the newest period that has a figure; empty when none has."""
    measured = times.filter(pl.col(field).is_not_null())
    if measured.is_empty():
        return {}
    newest = measured.filter(pl.col("fiscal_period_start_date") == measured["fiscal_period_start_date"].max())
    return newest.sort(field, "value_stream_name", descending=[True, False]).row(0, named=True)


def times(worst: Figures, field: str, name: str, percent: str) -> str:
    """Say where work takes longest."""
    if not worst:
        return "No value stream finished ten items of this type in a period: there are no percentiles."
    part = {"p50": "half of the", "p85": "85 of 100", "p95": "95 of 100"}[percent]
    return (
        f"{name} is longest in {worst['value_stream_name']}: {part} items of "
        f"{worst['fiscal_period_label']} took {count(worst[field])} days or less."
    )


def balance(found: pl.DataFrame) -> str:
    """Say in how many value streams the averages can be trusted."""
    checked = found.filter(pl.col("stability").is_not_null())
    if checked.is_empty():
        return ""
    stable = checked.filter(pl.col("stability") == "stable").height
    return (
        f"{stable} of {things(checked.height, 'value stream')} with flow times "
        f"{'is' if stable == 1 else 'are'} stable in {found['fiscal_period_label'][0]}: averages forecast "
        "only there."
    )


def cumulative(frame: pl.DataFrame) -> str:
    """Say how work in progress has changed over the time drawn."""
    if frame.is_empty():
        return ""
    days = frame["calendar_date"]
    begun = {
        when: int(frame.filter(
            (pl.col("calendar_date") == at) & (pl.col("status_category") == "in_progress")
        )["item_count"].sum())
        for when, at in (("first", days.min()), ("last", days.max()))
    }  # fmt: skip
    change = begun["last"] - begun["first"]
    compared = f"{count(abs(change))} {'more' if change > 0 else 'fewer'} than" if change else "as many as"
    return f"{things(begun['last'], 'item')} in progress at the end, {compared} at the beginning."


def history(in_progress: pl.DataFrame) -> str:
    """Say where the ages come from."""
    if in_progress.is_empty():
        return ""
    sources = in_progress.group_by("history_source", maintain_order=True).len().sort("len", descending=True)
    told = ", ".join(f"{count(number)} from {name or 'none'}" for name, number in sources.iter_rows())
    unknown = in_progress["age_days"].null_count()
    lacking = f"; {count(unknown)} without a known start" if unknown else ""
    return f"Where the history comes from: {told}{lacking}."
