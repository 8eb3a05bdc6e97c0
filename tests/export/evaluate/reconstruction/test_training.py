"""The training loop of vocoders, with a toy."""

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [export]")

import torch

from latentpad_export.errors import TrainingError
from latentpad_export.evaluate.reconstruction.loss_curve import MAX_POINTS, LossCurve, Point
from latentpad_export.evaluate.reconstruction.training import Length, Progress, VocoderTraining
from latentpad_export.evaluate.reconstruction.vocoder import GENERATOR


def weights(vocoder):
    return {name: value.clone() for name, value in vocoder.networks[GENERATOR].state_dict().items()}


def fresh(toy):
    torch.manual_seed(0)
    return type(toy)(toy.config, toy.device)


def test_training_lowers_the_loss_and_keeps_its_curve(toy, sounds, tmp_path):
    progress = VocoderTraining(toy, sounds, Length(100), 0).run(tmp_path / "checkpoint")
    points = progress.curve.points
    assert [point.step for point in points] == [20, 40, 60, 80, 100]
    assert points[-1].losses["squared error"] < 0.9 * points[0].losses["squared error"]
    assert progress.step == 100
    assert 0 < progress.seconds < 60


def test_a_resumed_training_equals_one_that_was_not_interrupted(toy, sounds, tmp_path):
    class Stopped(Length):
        def share(self, progress: Progress) -> float:
            return super().share(progress) if progress.step < 7 else 1.0

    VocoderTraining(toy, sounds, Stopped(12), 0).run(tmp_path / "interrupted")
    resumed, whole = fresh(toy), fresh(toy)
    VocoderTraining(resumed, sounds, Length(12), 0).run(tmp_path / "interrupted")
    VocoderTraining(whole, sounds, Length(12), 0).run(tmp_path / "whole")
    for name, value in weights(whole).items():
        assert torch.equal(weights(resumed)[name], value)
        assert not torch.equal(weights(toy)[name], value)


def test_minutes_end_a_training(toy, sounds, tmp_path):
    progress = VocoderTraining(toy, sounds, Length(0, 0.001), 0).run(tmp_path / "checkpoint")
    assert progress.step > 0
    assert 0.06 <= progress.seconds < 5


def test_ctrl_c_leaves_a_checkpoint_of_whole_steps(toy, sounds, tmp_path, monkeypatch):
    step = toy.train_step

    def interrupted(signals, share):
        if share >= 0.25:
            import signal

            signal.raise_signal(signal.SIGINT)
        return step(signals, share)

    monkeypatch.setattr(toy, "train_step", interrupted)
    with pytest.raises(KeyboardInterrupt):
        VocoderTraining(toy, sounds, Length(8), 0).run(tmp_path / "checkpoint")
    resumed = VocoderTraining(fresh(toy), sounds, Length(3), 0)
    assert resumed.run(tmp_path / "checkpoint").step == 3


def test_a_damaged_checkpoint_is_refused(toy, sounds, tmp_path):
    (tmp_path / "checkpoint").write_bytes(b"no checkpoint")
    with pytest.raises(TrainingError, match=r"checkpoint: damaged \(.*\); remove it to start again$"):
        VocoderTraining(toy, sounds, Length(3), 0).run(tmp_path / "checkpoint")


def test_a_loss_that_is_not_finite_ends_the_training(toy, sounds, tmp_path, monkeypatch):
    monkeypatch.setattr(toy, "train_step", lambda signals, share: {"loss": torch.tensor(float("nan"))})
    with pytest.raises(TrainingError, match=r"^toy: the loss is not finite after step 20; remove the work folder"):
        VocoderTraining(toy, sounds, Length(30), 0).run(tmp_path / "checkpoint")


def test_long_curves_are_thinned_out():
    curve = LossCurve()
    for i in range(MAX_POINTS + 1):
        curve.add(Point(20 * (i + 1), i, 20, {"loss": float(i % 2)}))
    assert len(curve.points) == MAX_POINTS // 2 + 1
    assert curve.interval == 40
    assert curve.points[0] == Point(40, 1, 40, {"loss": 0.5})
    assert LossCurve.from_dict(curve.to_dict()) == curve


def test_segments_are_loud_and_may_start_before_the_sound(sounds, rng):
    segments = sounds.draw(200, 800, rng)
    assert segments.shape == (200, 800)
    assert segments.dtype == np.float32
    assert np.abs(segments).max(axis=1).min() > 0.02
    starts = np.argmax(segments != 0, axis=1)
    assert 0 < np.mean(starts > 0) < 1
    assert starts.max() <= 200
