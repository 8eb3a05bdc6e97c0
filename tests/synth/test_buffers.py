"""Working arrays."""

import numpy as np
import pytest

from latentpad.synth.buffers import BufferPool, page_array


@pytest.mark.parametrize(("shape", "dtype"), [((3, 5), np.int32), ((7,), np.complex64), ((0,), np.float32)])
def test_an_array_of_pages_is_like_any_other(shape, dtype):
    one, other = page_array(shape, dtype), page_array(shape, dtype)
    assert (one.shape, one.dtype, one.flags.c_contiguous, one.flags.aligned) == (shape, dtype, True, True)
    assert not one.any()
    one[:] = 1
    assert not other.any()
    assert (2 * one).sum() == 2 * one.size


def test_buffers_are_lent_to_one_user_at_a_time_and_used_again():
    made = iter(range(10))
    pool = BufferPool(lambda: next(made))
    with pool.lend() as first, pool.lend() as second:
        assert (first, second) == (0, 1)
    with pool.lend() as again:
        assert again in (0, 1)
    assert next(made) == 2
