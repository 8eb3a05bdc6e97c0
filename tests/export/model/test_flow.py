"""The inverse autoregressive flow against automatic differentiation."""

import pytest

pytest.importorskip("torch", reason="needs the extra [export]")

import torch
from torch import Tensor

from latentpad_export.model.flow import Flow, FlowLayer

pytestmark = pytest.mark.usefixtures("one_thread")

D, C = 6, 5


def random_flow(n_flows: int, seed: int = 0) -> tuple[Flow, Tensor, Tensor]:
    """Build a flow whose weights are far from their initial values, with a latent and a context for it."""
    torch.manual_seed(seed)
    flow = Flow(n_flows, D, hidden_dim=4, context_dim=C).double()
    for weight in flow.parameters():
        torch.nn.init.normal_(weight, std=0.7)
    return flow, torch.randn(3, D).double(), torch.randn(3, C).double()


def jacobian(module: Flow | FlowLayer, z: Tensor, h: Tensor) -> Tensor:
    """Differentiate every dimension of the result with respect to every dimension of one latent (D,)."""
    result: Tensor = torch.autograd.functional.jacobian(lambda z: module(z[None], h[None])[0][0], z)
    return result


@pytest.mark.parametrize("n_flows", [1, 2, 5])
def test_the_log_determinant_is_that_of_the_jacobian(n_flows: int) -> None:
    flow, z, h = random_flow(n_flows)
    _, log_det = flow(z, h)
    for i in range(len(z)):
        torch.testing.assert_close(log_det[i], torch.linalg.slogdet(jacobian(flow, z[i], h[i])).logabsdet)


def test_the_jacobian_of_a_layer_is_lower_triangular_with_a_diagonal_between_0_and_1() -> None:
    flow, z, h = random_flow(1)
    found = jacobian(flow.layers[0], z[0], h[0])
    assert torch.equal(found, found.tril())
    assert (found.diagonal() > 0).all()
    assert (found.diagonal() < 1).all()
    assert (found.tril(-1).abs() > 0).sum() == D * (D - 1) // 2


def test_a_dimension_of_a_layer_does_not_depend_on_later_ones() -> None:
    flow, z, h = random_flow(1)
    layer = flow.layers[0]
    before, _ = layer(z, h)
    for j in range(D):
        changed = z.clone()
        changed[:, j:] += 10
        after, _ = layer(changed, h)
        assert torch.equal(after[:, :j], before[:, :j])
        assert (after[:, j] > before[:, j]).all()


def test_a_layer_mixes_the_latent_and_a_shift_by_its_gate() -> None:
    flow, z, h = random_flow(1)
    layer = flow.layers[0]
    torch.nn.init.zeros_(layer.out)
    layer.bias.data = torch.tensor([[2.0, 0.5]] * D).double()
    sigma = torch.sigmoid(torch.tensor(1.5).double())  # 0.5 over the bias of the gate
    found, log_det = layer(z, h)
    torch.testing.assert_close(found, sigma * z + (1 - sigma) * 2)
    torch.testing.assert_close(log_det, D * sigma.log().expand(3))


def test_a_flow_without_layers_is_the_identity_with_a_log_determinant_of_0() -> None:
    flow, z, h = random_flow(0)
    found, log_det = flow(z, h)
    assert torch.equal(found, z)
    assert torch.equal(log_det, torch.zeros(3).double())


def test_the_order_is_reversed_after_each_layer() -> None:
    flow, z, h = random_flow(2)
    once, first = flow.layers[0](z, h)
    twice, second = flow.layers[1](once.flip(1), h)
    found, log_det = flow(z, h)
    torch.testing.assert_close(found, twice.flip(1))
    torch.testing.assert_close(log_det, first + second)


def test_in_two_layers_every_dimension_depends_on_every_other() -> None:
    flow, z, h = random_flow(2)
    assert (jacobian(flow, z[0], h[0]).abs() > 0).sum() > D * (D + 1) // 2


def test_a_flow_layer_starts_near_the_identity() -> None:
    torch.manual_seed(0)
    z, h = torch.randn(50, D), torch.randn(50, C)
    found, _ = FlowLayer(D, hidden_dim=4, context_dim=C)(z, h)
    share = torch.sigmoid(torch.tensor(1.0))
    assert (found - share * z).abs().max() < 0.2


def test_the_mask_is_not_a_parameter() -> None:
    assert not [name for name in Flow(2, D, 4, C).state_dict() if "mask" in name]
