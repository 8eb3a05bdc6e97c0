"""Numbers of names that are taken already."""

from itertools import islice

import pytest

from latentpad import free_names
from latentpad.free_names import FreeNumbers, next_free


class Names:
    """Numbers that are taken, and how often that was asked."""

    def __init__(self, *taken):
        self.taken, self.n_asked = set(taken), 0

    def __call__(self, number):
        self.n_asked += 1
        return number in self.taken

    def take(self, numbers, name="kick"):
        number = next(numbers.find(name, self))
        assert number not in self.taken
        self.taken.add(number)
        return number


def test_numbers_follow_one_another():
    numbers, names = FreeNumbers(), Names()
    assert [names.take(numbers) for _ in range(20)] == list(range(1, 21))


@pytest.mark.parametrize("n", [1, 2, 3, 10, 999, 1_000, 1_024, 1_025, 100_000])
def test_the_number_after_those_taken_is_found_in_few_steps(n):
    names = Names(*range(1, n + 1))
    assert names.take(FreeNumbers()) == n + 1
    assert names.n_asked <= 4 + 2 * n.bit_length()


def test_the_next_number_is_remembered():
    numbers, names = FreeNumbers(), Names(*range(1, 10_001))
    names.take(numbers)
    names.n_asked = 0
    assert [names.take(numbers) for _ in range(10)] == list(range(10_002, 10_012))
    assert names.n_asked == 20


def test_files_that_others_add_or_remove_are_noticed():
    numbers, names = FreeNumbers(), Names()
    assert [names.take(numbers) for _ in range(3)] == [1, 2, 3]
    names.taken |= {4, 5, 6}
    assert names.take(numbers) == 7
    names.taken -= {1}
    assert names.take(numbers) == 1
    names.taken.clear()
    assert names.take(numbers) == 1
    assert names.take(numbers) == 8


def test_a_number_between_those_taken_can_be_used():
    names = Names(*range(1, 100), *range(101, 10_000))
    assert names.take(FreeNumbers()) in (100, 10_000)


def test_another_number_is_found_where_somebody_was_faster():
    assert list(islice(FreeNumbers().find("kick", Names(1, 2)), 3)) == [3, 4, 5]


def test_names_do_not_share_numbers():
    numbers, kick, snare = FreeNumbers(), Names(), Names()
    assert [kick.take(numbers, "kick") for _ in range(3)] == [1, 2, 3]
    assert snare.take(numbers, "snare") == 1


def test_a_bounded_number_of_names_is_remembered(monkeypatch):
    monkeypatch.setattr(free_names, "MAX_NAMES", 10)
    numbers, taken = FreeNumbers(), Names(1, 2)
    for index in range(100):
        assert next(numbers.find(f"kick {index}", taken)) == 3
    assert len(numbers._last) == 10


def test_a_free_number_is_above_the_last_one():
    assert next_free(5, lambda number: number == 6) == 7
