"""A draw is the same for the same seed and population, and nobody is favoured."""

from __future__ import annotations

from collections import Counter

import pytest

from tiendo.domain.sampling import draw, population_hash, sample_size


def test_the_same_seed_and_population_give_the_same_list_in_any_order():
    members = list(range(1, 200))
    assert draw(members, "a", 10) == draw(reversed(members), "a", 10)
    assert draw(members, "a", 10) != draw(members, "b", 10)


def test_a_longer_list_begins_with_the_shorter_one():
    assert draw(range(50), "seed", 20)[:5] == draw(range(50), "seed", 5)


def test_a_draw_is_written_down_for_ever():
    """The rule is public: this list may be drawn again with any tool that knows SHA-256."""
    assert draw(range(1, 21), "57", 5) == (16, 11, 1, 17, 19)


def test_the_hash_of_a_population_is_that_of_the_set():
    assert population_hash([3, 1, 2]) == population_hash([1, 2, 3, 3])
    assert population_hash([1, 2]) != population_hash([12])
    assert population_hash([]) == population_hash(())


@pytest.mark.parametrize(
    ("population", "share", "least", "expected"),
    [
        (0, 5, 5, 0),
        (3, 5, 5, 3),
        (100, 5, 5, 5),
        (101, 5, 5, 6),
        (1000, 5, 5, 50),
        (10, 100, 1, 10),
    ],
)
def test_the_size_is_the_share_rounded_up_and_never_less_than_the_least(
    population, share, least, expected
):
    assert sample_size(population, share, least) == expected


def test_over_many_seeds_every_member_is_drawn_about_as_often():
    drawn = Counter(member for seed in range(600) for member in draw(range(20), f"seed {seed}", 5))
    assert set(drawn) == set(range(20))
    assert all(100 < count < 200 for count in drawn.values())
