"""Progress of a training run: running statistics of the loss, lowest error, budget and schedules."""

import math
from dataclasses import replace

import numpy as np
import pytest

from latentpad_export.presets import WARM_RATES, TrainingConfig, from_trained
from latentpad_export.training.budget import Budget
from latentpad_export.training.progress import MAX_DEVIATIONS, WARMUP_STEPS, Progress
from latentpad_export.training.schedule import divergence_weight, learning_rate

CONFIG = TrainingConfig(
    4, 1e-3, "cosine", steps=60, beta=0.1, beta_warmup=0.1, balance=0.5, perceptual=False, average=0.9
)


def after(losses: list[float], first_step: int = 0) -> Progress:
    """Return the progress of a run after these losses, one per step."""
    progress = Progress(step=first_step)
    for loss in losses:
        assert progress.accept_loss(loss, progress.step)
        progress.step += 1
    return progress


def test_the_first_losses_are_averaged_in_equal_parts() -> None:
    assert after([4.0, 8.0, 6.0]).loss_mean == pytest.approx(6)


def test_a_later_loss_counts_for_a_hundredth() -> None:
    progress = Progress(loss_mean=10.0, loss_deviation=1.0)
    assert progress.accept_loss(20.0, WARMUP_STEPS)
    assert progress.loss_mean == pytest.approx(0.99 * 10 + 0.01 * 20)
    assert progress.loss_deviation == pytest.approx(0.99 * 1 + 0.01 * 10)


def test_a_loss_many_deviations_above_the_mean_is_refused_and_changes_nothing() -> None:
    progress = Progress(loss_mean=10.0, loss_deviation=2.0)
    assert not progress.accept_loss(10 + MAX_DEVIATIONS * 2 + 0.01, WARMUP_STEPS)
    assert (progress.loss_mean, progress.loss_deviation) == (10, 2)
    assert progress.accept_loss(10 + MAX_DEVIATIONS * 2 - 0.01, WARMUP_STEPS)


def test_a_loss_may_fall_by_any_amount() -> None:
    assert Progress(loss_mean=10.0, loss_deviation=0.1).accept_loss(-1e9, WARMUP_STEPS)


@pytest.mark.parametrize("loss", [math.nan, math.inf, -math.inf])
def test_a_loss_that_is_not_finite_is_refused_from_the_first_step_on(loss: float) -> None:
    assert not Progress().accept_loss(loss, 0)
    assert not Progress(loss_deviation=math.inf).accept_loss(loss, WARMUP_STEPS)


def test_the_first_losses_may_differ_by_a_factor_but_not_by_orders_of_magnitude() -> None:
    progress = after([1.0, 50.0])
    assert not progress.accept_loss(1e6, 2)


def test_a_loss_that_rises_slowly_is_refused_once_it_is_far_above_its_lowest_mean() -> None:
    progress = after([1_000.0 + 100 * (-1) ** step for step in range(40)])
    rising = [1_000 * 1.02**i for i in range(400)]
    refused = next(value for i, value in enumerate(rising) if not progress.accept_loss(value, 40 + i))
    assert progress.loss_limit < refused < 1.03 * progress.loss_limit
    assert 1_000 + 20 * 90 < progress.loss_limit < 1_000 + 20 * 130


@pytest.mark.parametrize("slope", [-5.0, 0.0])
def test_losses_that_fall_or_stay_within_their_deviation_are_accepted(slope: float) -> None:
    noise = np.random.default_rng(0).standard_normal(1_000)
    assert after([slope * step + 300 * noise[step] for step in range(1_000)]).step == 1_000


def test_the_lowest_error_and_its_step_are_kept() -> None:
    progress, lowest = Progress(), []
    for progress.step, error in ((10, 4.0), (20, 3.0), (30, 3.0), (40, math.nan), (50, 2.5), (60, 7.0)):
        lowest.append(progress.record_validation(error))
    assert lowest == [True, True, False, False, True, False]
    assert (progress.best_validation, progress.best_step) == (2.5, 50)
    assert (progress.validation, progress.validated_step) == (7, 60)


def test_a_budget_in_steps_is_spent_in_steps_and_one_in_minutes_in_seconds() -> None:
    assert [Budget(200).share(step, seconds=7) for step in (0, 50, 200, 300)] == [0, 0.25, 1, 1]
    assert [Budget(200, minutes=2.0).share(7, seconds) for seconds in (0, 30, 120, 500)] == [0, 0.25, 1, 1]


@pytest.mark.parametrize(("share", "factor"), [(0, 1.0), (0.25, 0.5 + 0.5**1.5), (0.5, 0.5), (1, 0.0)])
def test_the_cosine_schedule_falls_to_a_fiftieth(share: float, factor: float) -> None:
    rate = learning_rate(CONFIG, WARMUP_STEPS, share)
    assert rate == pytest.approx(1e-3 * (0.02 + 0.98 * factor))


def test_the_learning_rate_rises_over_the_first_steps_and_then_stays() -> None:
    constant = replace(CONFIG, schedule="constant")
    rates = [learning_rate(constant, step, share=0.5) for step in (0, 99, 199, 900)]
    assert rates == pytest.approx([1e-3 / 200, 1e-3 / 2, 1e-3, 1e-3])


@pytest.mark.parametrize(("share", "factor"), [(0, 0.01), (0.05, 0.5), (0.1, 1.0), (0.7, 1.0)])
def test_the_learning_rate_of_trained_weights_rises_over_a_tenth_of_the_run(share: float, factor: float) -> None:
    warm = replace(from_trained(CONFIG), schedule="constant")
    assert learning_rate(warm, WARMUP_STEPS, share) == pytest.approx(WARM_RATES["adam"] * 1e-3 * factor)
    assert learning_rate(warm, 19, share) == pytest.approx(WARM_RATES["adam"] * 1e-3 * min(factor, 0.1))


def test_trained_weights_are_trained_at_full_beta_from_the_start() -> None:
    assert divergence_weight(from_trained(CONFIG), 0.0) == CONFIG.beta


@pytest.mark.parametrize(("share", "beta"), [(0, 0.0), (0.05, 0.05), (0.1, 0.1), (0.7, 0.1)])
def test_the_beta_rises_over_its_share_of_the_run(share: float, beta: float) -> None:
    assert divergence_weight(CONFIG, share) == pytest.approx(beta)


def test_a_run_that_is_longer_than_its_budget_says_so() -> None:
    assert Budget(5).note(20) == ", more than --steps 5: another --cache begins a new training"
    assert Budget(20).note(20) == Budget(20).note(5) == Budget(5, minutes=1.0).note(20) == ""
