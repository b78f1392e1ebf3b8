"""Rosters against a count of every minute."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from xlevent.compute.roster import Lack, Need, Shift, double_bookings, lacks

MOMENT = st.integers(0, 40)
SHIFTS = st.lists(
    st.builds(
        lambda person, role, place, start, minutes, away: Shift(
            person, role, place, start, start + minutes, away
        ),
        st.sampled_from(("", "Ann", "Bob", "Cem")),
        st.sampled_from(("host", "guard")),
        st.sampled_from(("hall", "door")),
        MOMENT,
        st.integers(0, 20),
        st.booleans(),
    ),
    max_size=9,
)
NEEDS = st.builds(
    lambda role, place, start, minutes, people: Need(role, place, start, start + minutes, people),
    st.sampled_from(("host", "guard")),
    st.sampled_from(("hall", "door")),
    MOMENT,
    st.integers(0, 20),
    st.integers(0, 3),
)


def minutes(shift: Shift | Need | Lack) -> set[int]:
    return set(range(shift.start, shift.end))


@given(SHIFTS)
def test_double_bookings_are_the_minutes_that_two_shifts_of_a_person_share(
    shifts: list[Shift],
) -> None:
    expected = {
        (i, k)
        for i, one in enumerate(shifts)
        for k, other in enumerate(shifts)
        if i != k
        and one.person == other.person != ""
        and not one.away
        and not other.away
        and minutes(one) & minutes(other)
    }
    found = double_bookings(shifts)
    assert {(i, k) for i, others in found.items() for k in others} == expected
    assert all(list(others) == sorted(set(others)) for others in found.values())


@given(NEEDS, SHIFTS)
def test_lacks_are_the_minutes_with_too_few_people(need: Need, shifts: list[Shift]) -> None:
    expected = {}
    for minute in minutes(need):
        there = {
            s.person
            for s in shifts
            if s.person and not s.away and (s.role, s.place) == (need.role, need.place)
            and minute in minutes(s)
        }  # fmt: skip
        if len(there) < need.people:
            expected[minute] = len(there)
    found = lacks(need, shifts)
    assert {minute: lack.have for lack in found for minute in minutes(lack)} == expected
    for before, after in pairwise(found):
        assert before.end < after.start or before.have != after.have


def test_by_hand() -> None:
    shifts = [
        Shift("Ann", "host", "hall", 540, 720),
        Shift("Ann", "guard", "door", 700, 800),
        Shift("Ann", "host", "hall", 800, 900),
        Shift("Bob", "host", "hall", 600, 660, away=True),
    ]
    assert double_bookings(shifts) == {0: (1,), 1: (0,)}
    assert lacks(Need("host", "hall", 600, 900, 1), shifts) == (Lack(720, 800, 0),)
    assert lacks(Need("host", "hall", 600, 660, 2), shifts) == (Lack(600, 660, 1),)
