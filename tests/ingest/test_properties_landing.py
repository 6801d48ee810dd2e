"""Files in any order, twice, or split into several: what is landed in the end is the same."""

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.ingest.inboxes import Inbox, make_inbox

DAYS = [f"2026-03-{day:02}" for day in range(1, 5)]
STAGES = st.sampled_from(["Funnel", "Ready", "Done"])
# Of four at most one is missing: a snapshot that shrinks by more is held.
REGISTER = st.dictionaries(st.sampled_from(["I-1", "I-2", "I-3", "I-4"]), STAGES, min_size=3)
# A night on which files may arrive: each lands before the next one comes.
NIGHTS = [f"2026-04-{day:02}" for day in range(1, 10)]
# A landing takes too long to look for the smallest example that fails.
WITHOUT_SHRINKING = set(Phase) - {Phase.shrink, Phase.explain}
SLOW = settings(max_examples=6, deadline=None, derandomize=True, phases=WITHOUT_SHRINKING)


@given(registers=st.lists(REGISTER, min_size=1, max_size=4), data=st.data())
@SLOW
def test_registers_in_any_order_and_twice_land_alike(
    tmp_path_factory: pytest.TempPathFactory, registers: list[dict[str, str]], data: st.DataObject
) -> None:
    files = dict(zip(DAYS, registers, strict=False))
    order = data.draw(
        st.permutations([*files, *data.draw(st.lists(st.sampled_from(list(files)), max_size=2))])
    )
    inbox = make_inbox(tmp_path_factory.mktemp("landing"), "initiatives")
    for number, (night, day) in enumerate(zip(NIGHTS, order, strict=False)):
        lines = [f"{code} {stage}" for code, stage in files[day].items()]
        inbox.register(f"delivery {number} bets-{day}.csv", *lines)
        inbox.land(night)
    assert inbox.stages() == registers[-1]
    for day, register in files.items():
        assert inbox.stages_known_on(day) == register


def ledger(inbox: Inbox, name: str, numbers: list[int]) -> None:
    inbox.ledger(name, *(f"C-{number} {number}.25" for number in numbers))


@given(sizes=st.lists(st.integers(1, 4), min_size=1, max_size=4), data=st.data())
@SLOW
def test_postings_split_over_files_in_any_order_and_twice_land_as_one_file_does(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], data: st.DataObject
) -> None:
    whole = make_inbox(tmp_path_factory.mktemp("whole"), "ledger", delivery="increment")
    split = make_inbox(tmp_path_factory.mktemp("split"), "ledger", delivery="increment")
    numbers = list(range(1, sum(sizes) + 1))
    ledger(whole, "postings-2026-03-01.csv", numbers)
    whole.land()
    starts = [sum(sizes[:index]) for index in range(len(sizes))]
    parts = [numbers[start : start + size] for start, size in zip(starts, sizes, strict=True)]
    order = data.draw(st.permutations(range(len(parts))))
    again = data.draw(st.sampled_from(order))
    for night, index in zip(NIGHTS, [*order, again], strict=False):
        ledger(split, f"part {index} {DAYS[index]}.csv", parts[index])
        split.land(night)
    assert split.amounts() == whole.amounts() == sorted((f"C-{n}", f"{n}.25") for n in numbers)
