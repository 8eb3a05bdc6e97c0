"""Progress of a training run: running statistics of loss and gradient, budget and schedules."""

import math
from dataclasses import replace
from typing import Literal

import pytest

pytest.importorskip("torch", reason="needs the extra [export]")

import numpy as np
import torch

from latentpad.bundle.representation import Representation
from latentpad_export.model.vae import Autoencoder
from latentpad_export.presets import ModelConfig, TrainingConfig
from latentpad_export.training.progress import CLIP_NORM_FACTOR, MAX_DEVIATIONS, WARMUP_STEPS, Progress
from latentpad_export.training.sampler import Sampler
from latentpad_export.training.trainer import Budget, Trainer

REPRESENTATION = Representation(8_000, n_fft=64, hop_length=32, n_bands=8, n_frames=16, top_db=80.0)
MODEL = ModelConfig("frames", latent_dim=2, n_flows=0, flow_hidden=2, width=2, dropout=0.0, learns_scale=True)
CONFIG = TrainingConfig(
    4, 1e-3, "cosine", steps=60, beta=0.1, beta_warmup=0.1, balance=0.5, perceptual=False, average=0.9
)


def trainer(schedule: Literal["constant", "cosine"] = "cosine") -> Trainer:
    """Build a trainer for 1,000 steps, without sounds."""
    config, device = replace(CONFIG, schedule=schedule), torch.device("cpu")
    sampler = Sampler(np.ones(1), np.ones(1, dtype=np.int64), config.batch_size, 0)
    return Trainer(Autoencoder(REPRESENTATION, MODEL), config, Budget(1_000), lambda i: np.zeros(0), sampler, 0, device)


def after(losses: list[float], first_step: int = 0) -> Progress:
    """Return the progress of a run after these losses, one per step."""
    progress = Progress(step=first_step)
    for loss in losses:
        assert progress.accept_loss(loss)
        progress.step += 1
    return progress


def test_the_first_losses_are_averaged_in_equal_parts() -> None:
    assert after([4.0, 8.0, 6.0]).loss_mean == pytest.approx(6)


def test_a_later_loss_counts_for_a_hundredth() -> None:
    progress = Progress(step=WARMUP_STEPS, loss_mean=10.0, loss_deviation=1.0)
    assert progress.accept_loss(20.0)
    assert progress.loss_mean == pytest.approx(0.99 * 10 + 0.01 * 20)
    assert progress.loss_deviation == pytest.approx(0.99 * 1 + 0.01 * 10)


def test_a_loss_many_deviations_above_the_mean_is_refused_and_changes_nothing() -> None:
    progress = Progress(step=WARMUP_STEPS, loss_mean=10.0, loss_deviation=2.0)
    assert not progress.accept_loss(10 + MAX_DEVIATIONS * 2 + 0.01)
    assert (progress.loss_mean, progress.loss_deviation) == (10, 2)
    assert progress.accept_loss(10 + MAX_DEVIATIONS * 2 - 0.01)


def test_a_loss_may_fall_by_any_amount() -> None:
    assert Progress(step=WARMUP_STEPS, loss_mean=10.0, loss_deviation=0.1).accept_loss(-1e9)


@pytest.mark.parametrize("loss", [math.nan, math.inf, -math.inf])
def test_a_loss_that_is_not_finite_is_refused_from_the_first_step_on(loss: float) -> None:
    assert not Progress().accept_loss(loss)
    assert not Progress(step=WARMUP_STEPS, loss_deviation=math.inf).accept_loss(loss)


def test_the_steps_of_the_warm_up_may_have_any_loss_and_any_gradient() -> None:
    assert after([1.0, 1e6]).step == 2
    assert Progress(step=WARMUP_STEPS - 1, gradient_norm=1.0).max_gradient_norm == math.inf


def test_a_gradient_is_clipped_to_a_multiple_of_its_running_mean() -> None:
    progress = Progress(step=WARMUP_STEPS, gradient_norm=3.0)
    assert progress.max_gradient_norm == CLIP_NORM_FACTOR * 3
    progress.record_gradient(1e9)
    assert progress.gradient_norm == pytest.approx(0.99 * 3 + 0.01 * CLIP_NORM_FACTOR * 3)


def test_the_first_gradients_are_averaged_in_equal_parts() -> None:
    progress = Progress()
    for progress.step, norm in enumerate([2.0, 4.0, 9.0]):
        progress.record_gradient(norm)
    assert progress.gradient_norm == pytest.approx(5)


def test_a_budget_in_steps_is_spent_in_steps_and_one_in_minutes_in_seconds() -> None:
    assert [Budget(200).share(step, seconds=7) for step in (0, 50, 200, 300)] == [0, 0.25, 1, 1]
    assert [Budget(200, minutes=2.0).share(7, seconds) for seconds in (0, 30, 120, 500)] == [0, 0.25, 1, 1]


@pytest.mark.parametrize(("step", "factor"), [(0, 1.0), (250, 0.5 + 0.5**1.5), (500, 0.5), (1_000, 0.0)])
def test_the_cosine_schedule_falls_to_a_fiftieth(step: int, factor: float) -> None:
    run = trainer()
    run.progress.step = step
    warmup = min(1.0, (step + 1) / WARMUP_STEPS)
    assert run._learning_rate() == pytest.approx(1e-3 * warmup * (0.02 + 0.98 * factor))


def test_the_learning_rate_rises_over_the_first_steps_and_then_stays() -> None:
    run = trainer("constant")
    rates = []
    for run.progress.step in (0, 99, 199, 900):
        rates.append(run._learning_rate())
    assert rates == pytest.approx([1e-3 / 200, 1e-3 / 2, 1e-3, 1e-3])


@pytest.mark.parametrize(("step", "beta"), [(0, 0.0), (50, 0.05), (100, 0.1), (700, 0.1)])
def test_the_beta_rises_over_its_share_of_the_run(step: int, beta: float) -> None:
    run = trainer()
    run.progress.step = step
    assert run._beta() == pytest.approx(beta)
