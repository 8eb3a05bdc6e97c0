"""The convolution with shifted frames is PyTorch's, and so are its gradients."""

import pytest

pytest.importorskip("torch", reason="needs the extra [export]")

import torch
from torch import Tensor, nn

from latentpad_export.model.depthwise import convolve
from latentpad_export.model.frames_networks import Block

pytestmark = pytest.mark.usefixtures("one_thread")


def gradients(convolved: Tensor, of: list[Tensor]) -> tuple[Tensor, ...]:
    """Return the gradients of a weighted sum of the output."""
    weights = torch.linspace(-1, 2, convolved.numel(), dtype=convolved.dtype).reshape(convolved.shape)
    return torch.autograd.grad((weights * convolved).sum(), of)


@pytest.mark.parametrize("n_frames", [1, 3, 6, 20])
@pytest.mark.parametrize("length", [1, 3, 7])
def test_values_and_gradients_are_those_of_a_grouped_convolution(n_frames: int, length: int) -> None:
    torch.manual_seed(0)
    convolution = nn.Conv1d(5, 5, length, padding=length // 2, groups=5).double()
    x = torch.randn(2, n_frames, 5, dtype=torch.float64, requires_grad=True)
    assert convolution.bias is not None
    expected = convolution(x.mT).mT
    found = convolve(x, convolution.weight, convolution.bias)
    torch.testing.assert_close(found, expected)
    tensors = [x, convolution.weight, convolution.bias]
    torch.testing.assert_close(gradients(found, tensors), gradients(expected, tensors))


def test_frames_in_bfloat16_are_added_in_the_precision_of_the_kernel() -> None:
    x, kernel = torch.ones(1, 7, 2, dtype=torch.bfloat16, requires_grad=True), torch.full((2, 1, 7), 1 / 3)
    convolved = convolve(x, kernel, torch.zeros(2))
    assert convolved.dtype == torch.float32
    torch.testing.assert_close(convolved[0, 3], torch.full((2,), 7 / 3))
    convolved.sum().backward()
    assert x.grad is not None
    assert x.grad.dtype == torch.bfloat16


def test_a_block_computes_the_same_in_training_and_outside_of_it() -> None:
    torch.manual_seed(0)
    block, x = Block(6), torch.randn(2, 11, 6)
    torch.testing.assert_close(block.train()(x), block.eval()(x))
