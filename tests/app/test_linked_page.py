"""Where a link leads after sign-in is kept for its browser, for a while, and used once."""

from analytics_app.linked_page import KEPT, KEPT_SECONDS, LinkedPage, LinkedPages

MAP, FLOW = LinkedPage("strategy_map", {"theme": ["Growth", "Trust"]}), LinkedPage("flow", {})
ONE, OTHER = b"one", b"other"


def test_each_browser_has_its_own_and_has_it_once() -> None:
    pages = LinkedPages()
    pages.remember(ONE, FLOW, now=0)
    pages.remember(OTHER, MAP, now=1)
    pages.remember(ONE, MAP, now=2)
    pages.remember(OTHER, FLOW, now=3)
    assert pages.take(ONE, now=4) == MAP
    assert pages.take(ONE, now=4) is None
    assert pages.take(OTHER, now=4) == FLOW
    assert pages.take(b"a third", now=4) is None


def test_what_is_too_old_leads_nowhere() -> None:
    pages = LinkedPages()
    pages.remember(ONE, MAP, now=10)
    pages.remember(OTHER, MAP, now=10)
    assert pages.take(ONE, now=10 + KEPT_SECONDS) == MAP
    assert pages.take(OTHER, now=11 + KEPT_SECONDS) is None


def test_no_more_are_kept_than_a_server_can_bear() -> None:
    pages = LinkedPages()
    for number in range(KEPT + 1):
        pages.remember(str(number).encode(), MAP, now=number / KEPT)
    assert pages.take(b"0", now=1) is None
    assert pages.take(b"1", now=1) == MAP
    assert pages.take(str(KEPT).encode(), now=1) == MAP
