"""Batches: drawn by weight, of similar length, the same for the same step."""

import numpy as np

from latentpad_export.training.sampler import GROUP, Sampler

LENGTHS = np.arange(100)


def batches(sampler: Sampler, n: int, attempt: int = 0) -> list[np.ndarray]:
    return [sampler.draw(step, attempt) for step in range(n)]


def test_sounds_are_drawn_as_often_as_their_weights_say() -> None:
    weights = np.array([1.0, 2.0, 0.0, 5.0])
    drawn = np.concatenate(batches(Sampler(weights, np.arange(4), 32, seed=0), 400))
    np.testing.assert_allclose(np.bincount(drawn, minlength=4) / len(drawn), weights / 8, atol=0.015)


def test_all_batches_of_a_group_but_one_contain_sounds_of_similar_length() -> None:
    sampler = Sampler(np.ones(100), LENGTHS, 32, seed=1)
    for group in range(5):
        spans = [np.ptp(sampler.draw(group * GROUP + i)) for i in range(GROUP)]
        assert sum(span < 35 for span in spans) == GROUP - 1
        assert max(spans) > 80


def test_a_step_always_draws_the_same_batch_and_another_attempt_another() -> None:
    first, again = (Sampler(np.ones(100), LENGTHS, 8, seed=3) for _ in range(2))
    assert np.array_equal(batches(first, 20)[13], again.draw(13))
    assert not np.array_equal(first.draw(13), first.draw(13, attempt=1))
    assert not np.array_equal(first.draw(13), Sampler(np.ones(100), LENGTHS, 8, seed=4).draw(13))
