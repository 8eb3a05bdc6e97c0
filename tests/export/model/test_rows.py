"""Random numbers of a part of a batch are those of the same sounds in the whole batch."""

import pytest

pytest.importorskip("torch", reason="needs the extra [export]")

import torch
from torch import Tensor

from latentpad_export.model.rows import Dropout, Rows, draw
from latentpad_export.presets import Augmentation
from latentpad_export.training.augmentation import augment

WHOLE = torch.linspace(0.1, 1.0, 5 * 24 * 40).reshape(5, 24, 40)
PARTS = (Rows(0, 2, 5), Rows(2, 5, 5))


def in_parts(compute, x: Tensor) -> Tensor:  # type: ignore[no-untyped-def]
    """Compute parts of a batch, each as a process of its own does, and put them together."""
    results = []
    for rows in PARTS:
        torch.manual_seed(3)
        results.append(compute(x[rows.start : rows.stop], rows))
    torch.manual_seed(3)
    return torch.cat(results)


def test_numbers_are_drawn_for_the_whole_batch() -> None:
    parts = in_parts(lambda x, rows: draw(torch.randn, x, rows, 7), WHOLE)
    assert torch.equal(parts, torch.randn(5, 7))


def test_all_processes_leave_the_generator_in_the_same_state() -> None:
    after = []
    for rows in PARTS:
        torch.manual_seed(3)
        draw(torch.rand, WHOLE[rows.start : rows.stop], rows, 7)
        after.append(torch.rand(4))
    assert torch.equal(*after)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_a_part_drops_the_units_that_the_whole_drops(dtype: torch.dtype) -> None:
    x, dropout = torch.ones(5, 64, dtype=dtype), Dropout(0.5)

    def drop(part: Tensor, rows: Rows | None) -> Tensor:
        dropout.rows = rows
        dropped: Tensor = dropout(part)
        return dropped

    parts = in_parts(drop, x)
    assert torch.equal(parts, drop(x, None))
    assert set(parts.flatten().tolist()) == {0.0, 2.0}


def test_nothing_is_dropped_outside_of_training() -> None:
    dropout = Dropout(0.5).eval()
    dropout.rows = PARTS[0]
    assert torch.equal(dropout(WHOLE[:2]), WHOLE[:2])


def test_a_part_is_changed_as_the_whole_is() -> None:
    ranges = Augmentation(share=0.7, filter_db=4.0, decay_db=8.0)
    parts = in_parts(lambda x, rows: augment(x, ranges, 80.0, rows), WHOLE)
    assert torch.equal(parts, augment(WHOLE, ranges, 80.0))


@pytest.mark.parametrize(("rows", "share"), [(Rows(0, 2, 5), 0.4), (Rows(2, 5, 5), 0.6)])
def test_the_share_is_that_of_the_sounds(rows: Rows, share: float) -> None:
    assert rows.share == share
