"""Saved answers of any tracker's API: pages, wrappers, histories, listings, and what is wrong with them."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from ingest.reading import ReadResult, UnreadableFile
from tests.ingest.readers.reading import read_text


def issue(number: int, **fields: Any) -> dict[str, Any]:
    """Return a GitHub issue: the plainest of the trackers' records."""
    address = f"https://github.com/shop/web/issues/{number}"
    return {"id": number * 10, "html_url": address, "title": f"Issue {number}", "state": "open"} | fields


def event(number: int, name: str, created_at: str = "2026-03-01T08:00:00Z") -> dict[str, Any]:
    return {"id": number, "event": name, "created_at": created_at, "actor": {"login": "owner.07"}}


def line(kind: str | None, response: Any, **request: str) -> str:
    return json.dumps({"request": request | ({"kind": kind} if kind else {}), "response": response})


def read(folder: Path, *lines: Any, **options: Any) -> ReadResult:
    texts = (part if isinstance(part, str) else json.dumps(part) for part in lines)
    return read_text("github_json", folder, "\n".join(texts), name="issues.jsonl", **options)


def keys(result: ReadResult) -> list[tuple[int, str]]:
    return result.tables["work_items"].select("row_number", "work_item_key").rows()


BOTH = [(1, "shop/web#1"), (2, "shop/web#2")]


def test_a_record_a_line_a_page_a_line_or_one_array(tmp_path: Path) -> None:
    assert keys(read(tmp_path, issue(1), issue(2))) == BOTH
    assert keys(read(tmp_path, [issue(1), issue(2)])) == BOTH
    assert keys(read(tmp_path, json.dumps([issue(1), issue(2)], indent=2))) == BOTH
    assert keys(read(tmp_path, [issue(1)], [issue(2)])) == BOTH


def test_wrapped_records_and_pages(tmp_path: Path) -> None:
    assert keys(read(tmp_path, {"request": None, "response": issue(1)}, line(None, [issue(2)]))) == BOTH
    assert (
        keys(read(tmp_path, line("items", [issue(1)]), line("items", []), line("items", [issue(2)]))) == BOTH
    )


def test_a_gzip_file(tmp_path: Path) -> None:
    packed = gzip.compress(json.dumps([issue(1), issue(2)]).encode())
    assert keys(read_text("github_json", tmp_path, packed, name="issues.json.gz")) == BOTH


def test_a_history_is_counted_change_by_change(tmp_path: Path) -> None:
    events = [event(7, "closed"), event(8, "labeled"), event(9, "reopened", "2026-03-02T08:00:00Z")]
    result = read(tmp_path, line("items", [issue(1)]), line("history", events, item="10", path="/events"))
    assert (result.rows_read, result.ignored) == (4, {"entry_without_status_change": 1})
    changes = result.tables["work_item_transitions"]
    assert changes.select("row_number", "work_item_id", "transition_id", "to_status_name").rows() == [
        (2, "10", "7", "closed"),
        (4, "10", "9", "open"),
    ]
    assert result.whole["work_item_transitions"].to_list() == ["10"]


def test_an_empty_history_is_whole_and_a_refused_change_leaves_it_partial(tmp_path: Path) -> None:
    bad = event(7, "closed", "yesterday")
    result = read(
        tmp_path, line("history", [], item="10"), line("history", [bad, event(8, "closed")], item="20")
    )
    assert result.whole["work_item_transitions"].to_list() == ["10"]
    assert result.rejected.select("row_number", "reason", "column_name").rows() == [
        (1, "not_a_date", "changed_at")
    ]
    assert result.tables["work_item_transitions"]["transition_id"].to_list() == ["8"]


@pytest.mark.parametrize("moment", [None, "", " ", "-"])
def test_a_change_without_a_moment_is_refused(tmp_path: Path, moment: str | None) -> None:
    result = read(
        tmp_path, issue(1), line("history", [event(7, "closed") | {"created_at": moment}], item="10")
    )
    assert result.rejected.select("row_number", "reason", "column_name").rows() == [
        (2, "missing_value", "changed_at")
    ]


def test_a_change_of_no_known_item_is_refused(tmp_path: Path) -> None:
    result = read(tmp_path, issue(1), event(7, "closed"))
    assert result.rejected.select("row_number", "reason", "column_name").rows() == [
        (2, "missing_value", "work_item_id")
    ]


def test_a_listing_gives_ids_and_no_rows(tmp_path: Path) -> None:
    listed = [issue(1), issue(2), issue(3, pull_request={"url": "x"})]
    result = read(tmp_path, line("items", [issue(1)]), line("keys", listed), line("keys", []))
    assert (result.rows_read, keys(result)) == (1, BOTH[:1])
    assert result.listing is not None
    assert result.listing.to_list() == ["10", "20"]
    assert read(tmp_path, issue(1)).listing is None


def test_a_cut_line_is_named_and_nothing_is_read(tmp_path: Path) -> None:
    cut = json.dumps(issue(2))[:-20]
    with pytest.raises(UnreadableFile, match="line 3: it is no sound JSON"):
        read(tmp_path, issue(1), "", cut)


def test_an_answer_that_is_an_error_makes_the_file_unreadable(tmp_path: Path) -> None:
    failed = {"data": None, "errors": [{"message": "rate limited"}]}
    with pytest.raises(UnreadableFile, match="line 2: the service answered an error: rate limited"):
        read(tmp_path, line("items", [issue(1)]), line("items", failed))


def test_an_item_that_changed_while_pages_were_pulled_is_taken_as_it_was_last(tmp_path: Path) -> None:
    pages = [line("items", [issue(1), issue(2)]), line("items", [issue(1, state="closed"), issue(3)])]
    result = read(tmp_path, *pages)
    assert (result.rows_read, result.ignored) == (4, {"repeated_in_pull": 1})
    assert result.tables["work_items"].select("row_number", "status_name").rows() == [
        (2, "open"), (3, "closed"), (4, "open"),
    ]  # fmt: skip


def test_what_repeats_in_a_saved_page_is_left_to_the_check_of_keys(tmp_path: Path) -> None:
    result = read(tmp_path, [issue(1), issue(1, state="closed")])
    assert result.tables["work_items"]["row_number"].to_list() == [1, 2]


def test_a_record_of_another_shape_is_set_aside_alone(tmp_path: Path) -> None:
    odd = event(7, "closed") | {"event": ["closed"]}
    result = read(tmp_path, issue(1), odd, issue(2))
    assert keys(result) == [(1, "shop/web#1"), (3, "shop/web#2")]
    ((row, reason, detail),) = result.rejected.select("row_number", "reason", "detail").rows()
    assert (row, reason, detail.startswith("line 2: TypeError")) == (2, "unknown_shape", True)


def test_objects_within_objects_without_end_are_refused(tmp_path: Path) -> None:
    deep = '{"a":' * 100_000 + "1" + "}" * 100_000
    with pytest.raises(UnreadableFile, match="line 2: it is no sound JSON"):
        read(tmp_path, issue(1), deep)


def test_what_is_no_object_is_set_aside(tmp_path: Path) -> None:
    result = read(tmp_path, [issue(1), 5, issue(2)])
    assert keys(result) == [(1, "shop/web#1"), (3, "shop/web#2")]
    assert result.rejected.select("row_number", "reason", "raw").rows() == [(2, "not_a_record", "5")]


def test_a_record_without_a_required_value_is_set_aside_alone(tmp_path: Path) -> None:
    result = read(tmp_path, issue(1), issue(2, id=None))
    assert keys(result) == BOTH[:1]
    assert result.rejected.select("row_number", "reason", "column_name").rows() == [
        (2, "missing_required", "work_item_id")
    ]


@pytest.mark.parametrize("content", ["number,title\n1,x\n", '{"name": "a milestone", "size": 3}'])
def test_what_is_no_answer_of_the_service_is_unreadable(tmp_path: Path, content: str) -> None:
    with pytest.raises(UnreadableFile):
        read_text("github_json", tmp_path, content)


def test_numbers_keep_their_one_meaning(tmp_path: Path) -> None:
    estimates = [1.234, 3, 2.5, 1250, None]
    result = read(tmp_path, [issue(n, points=points) for n, points in enumerate(estimates, start=1)])
    assert result.tables["work_items"]["story_points"].to_list() == estimates


def test_any_nested_value_may_be_mapped_and_is_kept_until_then(tmp_path: Path) -> None:
    first = issue(
        1, squad={"name": "Payments"}, size=None, milestone={"title": "1.2", "due_on": "2026-09-30"}
    )
    mapping = {"team_name": "squad.name", "due_date": "milestone.due_on", "priority_name": "severity"}
    plain, mapped = read(tmp_path, first, issue(2)), read(tmp_path, first, issue(2), columns=mapping)
    assert json.loads(plain.tables["work_items"]["extra"][0]) == {
        "squad.name": "Payments",
        "milestone.due_on": "2026-09-30",
    }
    item, other = mapped.tables["work_items"].rows(named=True)
    assert (item["team_name"], str(item["due_date"]), item["extra"]) == ("Payments", "2026-09-30", None)
    assert (other["team_name"], other["due_date"]) == (None, None)


def test_what_no_figure_needs_stays_out_of_extra_unless_it_is_mapped(tmp_path: Path) -> None:
    long = issue(1, body="x" * 9000, user={"login": "owner.07", "site_admin": False})
    assert read(tmp_path, long).tables["work_items"]["extra"].to_list() == [None]
    mapped = read(tmp_path, long, columns={"team_name": "user.site_admin"}).tables["work_items"]
    assert mapped["team_name"].to_list() == ["false"]


def doubled(record: dict[str, Any], name: str, value: Any) -> str:
    """Return a record's JSON in which one key has another value in the end."""
    return f"{json.dumps(record)[:-1]}, {json.dumps(name)}: {json.dumps(value)}}}"


def test_a_record_with_a_key_that_stands_twice_is_set_aside_alone(tmp_path: Path) -> None:
    again = doubled(issue(2), "state", "closed")
    deeper = json.dumps(issue(3, milestone="HERE")).replace('"HERE"', '{"title": "M1", "title": "M2"}')
    masked = doubled(issue(4, body="HERE"), "title", "x").replace("HERE", r"\u0022\u0022\u0022\u0022")
    for lines in ([json.dumps(issue(1)), again, deeper, masked], [f"[{again}, {deeper}, {masked}]"]):
        result = read(tmp_path, *lines, issue(9, **{"score": 1.234}))
        rejected = result.rejected.select("reason").to_series().to_list()
        assert rejected == ["doubled_key"] * 3
        assert result.rows_read == len(keys(result)) + 3
        assert [key for _, key in keys(result)][-1] == "shop/web#9"


def test_a_change_with_a_key_that_stands_twice_leaves_its_history_partial(tmp_path: Path) -> None:
    again = doubled(event(7, "closed"), "event", "reopened")
    page = line("history", "HERE", item="20").replace('"HERE"', f"[{again}]")
    result = read(tmp_path, issue(1), page, line("history", [event(8, "closed")], item="10"))
    assert result.rejected.select("row_number", "reason").rows() == [(2, "doubled_key")]
    assert result.whole["work_item_transitions"].to_list() == ["10"]


@pytest.mark.parametrize("kind", ["items", "keys"])
def test_an_answer_with_a_key_that_stands_twice_may_hide_records(tmp_path: Path, kind: str) -> None:
    with pytest.raises(UnreadableFile, match="line 2: a key stands twice"):
        read(tmp_path, line("items", [issue(1)]), doubled(json.loads(line(kind, [issue(2)])), "response", []))


def test_a_listed_item_with_a_key_that_stands_twice_may_be_any(tmp_path: Path) -> None:
    page = line("keys", "HERE").replace('"HERE"', f"[{doubled(issue(2), 'id', 30)}]")
    with pytest.raises(UnreadableFile, match="line 1: a key stands twice"):
        read(tmp_path, page)
