"""The training loop on a tiny model: it learns, is reproducible, resumes and recovers from divergence."""

import signal
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("torch", reason="needs the extra [export]")

import torch
from torch import Tensor

from latentpad.bundle.representation import Representation
from latentpad_export.errors import TrainingError
from latentpad_export.interrupt import deferred_interrupt
from latentpad_export.model.vae import Autoencoder
from latentpad_export.presets import ModelConfig, Preset, TrainingConfig
from latentpad_export.training import progress, schedule, update
from latentpad_export.training import trainer as training
from latentpad_export.training.budget import Budget
from latentpad_export.training.sampler import Sampler
from latentpad_export.training.schedule import divergence_weight
from latentpad_export.training.trainer import Batch, Trainer
from latentpad_export.training.validation import reconstruction_error

TINY = Preset(
    name="tiny",
    representation=Representation(8_000, n_fft=64, hop_length=32, n_bands=8, n_frames=16, top_db=80.0),
    warp="warped",
    model=ModelConfig("frames", latent_dim=3, n_flows=1, flow_hidden=2, width=4, dropout=0.1, learns_scale=True),
    training=TrainingConfig(
        4, 3e-3, "cosine", steps=60, beta=0.1, beta_warmup=0.1, balance=0.5, perceptual=False, average=0.9
    ),
)

pytestmark = pytest.mark.usefixtures("one_thread")
RAMP = np.linspace(0, 1, 16, dtype=np.float32)
SOUNDS = torch.from_numpy(np.stack([np.outer(np.linspace(1, level, 8), RAMP[::-1]) for level in RAMP]).astype("f4"))
CPU = torch.device("cpu")


@pytest.fixture(autouse=True, scope="module")
def short_intervals() -> Iterator[None]:
    """Validate every ten steps, which also takes a snapshot, and detect a diverging loss after twenty."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "VALIDATE_EVERY", 10)
        patch.setattr(schedule, "WARMUP_STEPS", 1)
        patch.setattr(progress, "WARMUP_STEPS", 20)
        patch.setattr(update, "WARMUP_STEPS", 20)
        yield


def sounds(indices: NDArray[np.int64]) -> Tensor:
    """Return the features of a batch."""
    return SOUNDS[indices]


def trainer(budget: Budget, seed: int = 0, batch: Batch = sounds, config: TrainingConfig = TINY.training) -> Trainer:
    """Build a trainer of a new model."""
    torch.manual_seed(seed)
    model = Autoencoder(TINY.representation, TINY.model)
    sampler = Sampler(np.full(16, 1 / 16), np.full(16, 16), config.batch_size, seed)
    return Trainer(model, config, budget, batch, sampler, seed, CPU)


def error(model: Autoencoder) -> float:
    """Return the error of the model over all sounds."""
    return reconstruction_error(model, [SOUNDS], 80.0)


def weights(run: Trainer) -> Tensor:
    """Return all weights in one vector."""
    return torch.cat([weight.detach().flatten() for weight in run.model.parameters()])


def interrupt_at(run: Trainer, step: int, kind: type[BaseException] = KeyboardInterrupt) -> Callable[..., float]:
    """Return a validation that is interrupted at a step."""

    def validate(model: Autoencoder) -> float:
        if run.progress.step == step:
            raise kind
        return error(model)

    return validate


def test_the_loss_and_the_error_fall(tmp_path: Path) -> None:
    run = trainer(Budget(160))
    before = error(run.model)
    loss: list[float] = []

    def validate(model: Autoencoder) -> float:
        loss.append(run.progress.loss_mean)
        return error(model)

    run.run(tmp_path / "checkpoint.pt", validate)
    assert run.progress.step == 160
    assert run.progress.loss_mean < loss[0] - 50
    assert error(run.model) < 0.5 * before


@pytest.mark.parametrize("average", [0.0, 0.9])
def test_the_same_seed_gives_the_same_weights_and_another_seed_others(tmp_path: Path, average: float) -> None:
    runs = [trainer(Budget(20), seed, config=replace(TINY.training, average=average)) for seed in (1, 1, 2)]
    for i, run in enumerate(runs):
        run.run(tmp_path / f"{i}.pt", error)
    assert torch.equal(weights(runs[0]), weights(runs[1]))
    assert not torch.equal(weights(runs[0]), weights(runs[2]))


def test_a_step_follows_the_mean_gradient_of_its_batches(tmp_path: Path) -> None:
    run = trainer(Budget(1), config=replace(TINY.training, batches_per_step=3))
    model, drawn = deepcopy(run.model).train(), [run.sampler.draw(batch).copy() for batch in range(3)]
    torch.manual_seed(0)
    losses = [model.loss(SOUNDS[indices]) for indices in drawn]
    beta = divergence_weight(run.config, 0.0)
    mean = torch.stack([loss.reconstruction + beta * loss.divergence for loss in losses]).mean()
    mean.backward()  # type: ignore[no-untyped-call]
    expected = [weight.grad for weight in model.parameters() if weight.requires_grad]
    run.run(tmp_path / "checkpoint.pt", error)
    assert run.progress.loss_mean == pytest.approx(mean.item(), rel=1e-5)
    for weight, gradient in zip(run.update.weights, expected, strict=True):
        torch.testing.assert_close(weight.grad, gradient, rtol=1e-3, atol=1e-4)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Trainer:
    """A run of forty steps without an interrupt."""
    run = trainer(Budget(40))
    run.run(tmp_path_factory.mktemp("whole") / "checkpoint.pt", error)
    return run


@pytest.mark.parametrize("step", [10, 30])
def test_an_interrupted_run_ends_with_the_weights_of_one_that_was_not(
    tmp_path: Path, whole: Trainer, step: int
) -> None:
    first = trainer(Budget(40))
    with pytest.raises(KeyboardInterrupt):
        first.run(tmp_path / "cut.pt", interrupt_at(first, step))
    second = trainer(Budget(40))
    steps: list[int] = []
    second.run(tmp_path / "cut.pt", lambda model: float(steps.append(second.progress.step) or error(model)))
    assert steps == list(range(step, 50, 10))
    assert torch.equal(weights(second), weights(whole))
    assert second.progress.validation == whole.progress.validation


def test_ctrl_c_in_the_middle_of_a_step_interrupts_after_it(tmp_path: Path, whole: Trainer) -> None:
    def batch(indices: NDArray[np.int64]) -> Tensor:
        if first.progress.step == 17:
            signal.raise_signal(signal.SIGINT)
        return SOUNDS[indices]

    first, second = trainer(Budget(40), batch=batch), trainer(Budget(40))
    with pytest.raises(KeyboardInterrupt):
        first.run(tmp_path / "cut.pt", error)
    assert first.progress.step == 18
    second.run(tmp_path / "cut.pt", error)
    assert torch.equal(weights(second), weights(whole))
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_second_ctrl_c_interrupts_at_once() -> None:
    steps = []

    def press_twice() -> None:
        with deferred_interrupt():
            for step in range(2):
                signal.raise_signal(signal.SIGINT)
                steps.append(step)

    with pytest.raises(KeyboardInterrupt):
        press_twice()
    assert steps == [0]


def test_a_ctrl_c_is_raised_at_the_end_at_the_latest() -> None:
    steps = []

    def press() -> None:
        with deferred_interrupt():
            signal.raise_signal(signal.SIGINT)
            steps.append(0)

    with pytest.raises(KeyboardInterrupt):
        press()
    assert steps == [0]


ERRORS = [5.0, 3.0, 4.0, 2.0, 6.0, 7.0]


def errors(run: Trainer, kept: list[dict[str, Tensor]]) -> Callable[[Autoencoder], float]:
    """Return a validation with these errors, every ten steps; it also keeps the weights."""

    def validate(model: Autoencoder) -> float:
        kept.append({name: value.clone() for name, value in model.state_dict().items()})
        return ERRORS[run.progress.step // 10 - 1]

    return validate


@pytest.mark.parametrize("cut", [None, 35, 55])
def test_the_averaged_weights_with_the_lowest_error_are_exported(tmp_path: Path, cut: int | None) -> None:
    kept: list[dict[str, Tensor]] = []
    if cut:
        first = trainer(Budget(60), batch=lambda i: interrupted(first, cut, i))
        with pytest.raises(KeyboardInterrupt):
            first.run(tmp_path / "checkpoint.pt", errors(first, kept))
    run = trainer(Budget(60))
    run.run(tmp_path / "checkpoint.pt", errors(run, kept))
    assert len(kept) == 6
    assert all(torch.equal(value, kept[3][name]) for name, value in run.model.state_dict().items())
    assert (run.progress.validation, run.progress.best_step, run.progress.step) == (2.0, 40, 60)


def interrupted(run: Trainer, step: int, indices: NDArray[np.int64]) -> Tensor:
    """Return a batch, or interrupt before a step."""
    if run.progress.step == step:
        raise KeyboardInterrupt
    return SOUNDS[indices]


def test_without_an_average_the_last_weights_are_exported(tmp_path: Path) -> None:
    run = trainer(Budget(60), config=replace(TINY.training, average=0.0))
    run.run(tmp_path / "checkpoint.pt", errors(run, []))
    last = torch.load(tmp_path / "checkpoint.pt", weights_only=True)["model"]
    assert all(torch.equal(value, last[name]) for name, value in run.model.state_dict().items())
    assert run.progress.validation == 7


@pytest.mark.parametrize(("patience", "step"), [(0.0, 60), (0.15, 30), (0.3, 60), (0.34, 60)])
def test_a_run_ends_when_the_error_has_not_fallen_for_a_share_of_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, patience: float, step: int
) -> None:
    caplog.set_level("INFO")
    run = trainer(Budget(60))
    run.patience = patience
    run.run(tmp_path / "checkpoint.pt", errors(run, []))
    assert run.progress.step == step
    assert (run.progress.best_step, run.progress.validation) == ((20, 3.0) if step == 30 else (40, 2.0))
    told = [line for line in caplog.messages if line.startswith("The error")]
    assert told == (["The error has not fallen since step 20; training ends early"] if step == 30 else [])


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e30])
def test_a_diverging_batch_is_rolled_back_at_half_the_learning_rate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: float
) -> None:
    monkeypatch.setattr(training, "READ_SECONDS", float("inf"))  # a busy machine would read the losses earlier
    calls: list[int] = []

    def batch(indices: NDArray[np.int64]) -> Tensor:
        calls.append(run.progress.step)
        return torch.full_like(SOUNDS[indices], value) if len(calls) == 28 else SOUNDS[indices]

    run = trainer(Budget(30), batch=batch)
    run.run(tmp_path / "checkpoint.pt", error)
    assert calls[27:31] == [27, 28, 29, 20]
    assert (run.progress.step, run.progress.rollbacks, run.progress.rate_scale) == (30, 1, 0.5)
    assert torch.isfinite(weights(run)).all()
    assert len(calls) == 30 + 10


@pytest.mark.parametrize("rate", [1.0, 30.0])
def test_a_run_at_an_absurd_learning_rate_recovers_although_its_losses_are_finite(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rate: float
) -> None:
    for module in (schedule, progress, update):
        monkeypatch.setattr(module, "WARMUP_STEPS", 200)
    monkeypatch.setattr(training, "VALIDATE_EVERY", 50)
    run = trainer(Budget(300), config=replace(TINY.training, learning_rate=rate))
    before = error(run.model)
    run.run(tmp_path / "checkpoint.pt", error)
    assert run.progress.rollbacks >= 3
    assert error(run.model) < 0.5 * before


def test_weights_that_are_not_finite_are_rolled_back_even_if_the_loss_was_finite(tmp_path: Path) -> None:
    run = trainer(Budget(30))

    def batch(indices: NDArray[np.int64]) -> Tensor:
        if run.progress.step == 19 and not run.progress.rollbacks:
            run.update.optimizers[0].step = spoil  # type: ignore[method-assign]
        return SOUNDS[indices]

    def spoil() -> None:
        next(run.model.parameters()).data.fill_(float("nan"))
        del run.update.optimizers[0].step

    run.batch = batch
    run.run(tmp_path / "checkpoint.pt", error)
    assert (run.progress.step, run.progress.rollbacks) == (30, 1)
    assert torch.isfinite(weights(run)).all()


@pytest.mark.parametrize(("second", "returned_to"), [(1.05, 20), (1.2, 10)])
def test_a_state_whose_error_has_risen_is_not_returned_to(tmp_path: Path, second: float, returned_to: int) -> None:
    steps: list[int] = []

    def batch(indices: NDArray[np.int64]) -> Tensor:
        steps.append(run.progress.step)
        return SOUNDS[indices] * (np.nan if steps.count(25) == 1 and steps[-1] == 25 else 1)

    run = trainer(Budget(40), batch=batch)
    run.run(tmp_path / "checkpoint.pt", lambda _: second if run.progress.step == 20 else 1.0)
    assert returned_to == next(later for earlier, later in pairwise(steps) if later <= earlier)
    assert (run.progress.step, run.progress.rollbacks) == (40, 1)


def test_too_many_divergences_end_the_training_with_the_best_weights(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def batch(indices: NDArray[np.int64]) -> Tensor:
        return SOUNDS[indices] * (np.nan if run.progress.step >= 15 else 1)

    caplog.set_level("INFO")
    run = trainer(Budget(40), config=replace(TINY.training, average=0.8), batch=batch)
    run.run(tmp_path / "checkpoint.pt", error)
    assert (run.progress.best_step, run.progress.rollbacks) == (10, 13)
    assert "The loss keeps diverging since step 10; training ends early" in caplog.messages
    assert error(run.model) == pytest.approx(run.progress.best_validation)


def test_too_many_divergences_without_validated_weights_are_an_error_and_leave_a_valid_checkpoint(
    tmp_path: Path,
) -> None:
    def batch(indices: NDArray[np.int64]) -> Tensor:
        return SOUNDS[indices] * (np.nan if run.progress.step >= 5 else 1)

    run = trainer(Budget(40), batch=batch)
    with pytest.raises(TrainingError, match=r"the loss diverged 13 times although .* another --seed, .* float32$"):
        run.run(tmp_path / "checkpoint.pt", error)
    saved = torch.load(tmp_path / "checkpoint.pt", weights_only=True)
    assert all(bool(torch.isfinite(value).all()) for value in saved["model"].values())


def test_a_run_limited_in_seconds_ends(tmp_path: Path) -> None:
    run = trainer(Budget(1, minutes=0.2 / 60))
    run.run(tmp_path / "checkpoint.pt", error)
    assert 0.2 <= run.progress.seconds < 2
    assert run.progress.step > 1


def test_the_error_in_decibels_is_that_of_the_audible_part() -> None:
    model = trainer(Budget(1)).model
    last = model.decoder.layers[-1].dense
    torch.nn.init.zeros_(last.weight)
    last.bias.data = torch.tensor(4 * (8 * [0.5] + 8 * [0.0]))
    assert reconstruction_error(model, [torch.full((n, 8, 16), 0.75) for n in (64, 6)], 80.0) == pytest.approx(20)
    last.bias.data.zero_()
    assert reconstruction_error(model, [torch.full((70, 8, 16), 0.2)], 80.0) == 0
