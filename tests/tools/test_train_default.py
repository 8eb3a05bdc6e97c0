"""The training of the default bundle: a pack of a tiny library, a few steps, an interrupt, and a bundle that loads."""

import json
import math
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [export]")
pytest.importorskip("onnxscript", reason="needs the extra [export]")

import torch

TOOLS = Path(__file__).parents[2] / "tools"
sys.path.insert(0, str(TOOLS))  # scripts, not a package

import default_bundle as default_bundle_tool
import default_parts
import default_training
import train_default
from default_bundle import figures_of
from default_data import FACTORY, Item, read_pack
from default_features import FACTORY_SHARE, Features, compute_features, draw_weights, vary
from default_figures import Figures
from default_weights import load_start, preset_to_train, save_weights
from latentpad.bundle.bundle import load_bundle
from latentpad.paths import default_bundle
from latentpad.request import Request
from latentpad.synth.synth import Synth
from latentpad_export.attribution import network_credits
from latentpad_export.data.filter_banks import filter_bank
from latentpad_export.factory.library import write_library
from latentpad_export.model.vae import Autoencoder
from latentpad_export.presets import STUDIO
from latentpad_export.provenance import identity
from latentpad_export.training import trainer as training
from latentpad_export.training.variants import Analysis

pytestmark = pytest.mark.usefixtures("one_thread", "cached_umap")

LABELS = ("kick", "tone")
SMALL = ["--device", "cpu", "--batch-size", "2", "--factory", "9", "--variants", "2", "--rate", "1e-4"]
RATE = STUDIO.representation.sample_rate


def run(*arguments: object) -> None:
    """Run the tool."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["train_default.py", *map(str, arguments)])
        train_default.main()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library") / "drums"
    write_library(folder, 10, seed=2, labels=LABELS)
    return folder


@pytest.fixture(scope="module")
def packed(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("packed") / "pack"
    run("pack", library, output, "--per-kit", "1")
    return output


def test_a_pack_has_some_of_each_kit_and_the_credits(packed: Path) -> None:
    pack = read_pack(packed)
    assert len(pack.signals) == len(pack.items) == 2 * 5
    assert len({(item.label, item.kit) for item in pack.items}) == 2 * 5
    assert {item.split for item in pack.items} == {"train", "val"}
    assert pack.representation == STUDIO.representation
    assert pack.credits.endswith("seed 2. CC0-1.0\n")
    for signal in pack.signals:
        assert np.abs(signal).max() == pytest.approx(1, abs=1e-3)


def test_parts_are_put_together_and_a_missing_one_is_noticed(tmp_path: Path) -> None:
    arrays = {"a": np.arange(1_000), "b": np.ones(3)}
    default_parts.write_arrays(tmp_path, "x.npz", arrays, 1_000)
    assert len(list(tmp_path.glob("x.npz.*"))) == 9
    found = default_parts.read_arrays(tmp_path, "x.npz")
    assert found["a"].tolist() == list(range(1_000))
    (tmp_path / "x.npz.3").unlink()
    with pytest.raises(SystemExit, match=r"a part of x\.npz is missing or damaged"):
        default_parts.read_arrays(tmp_path, "x.npz")
    default_parts.write_arrays(tmp_path, "x.npz", {"a": np.arange(3)}, 1_000)
    assert [part.name for part in tmp_path.iterdir()] == ["x.npz.0"]


def test_synthesised_sounds_have_their_share_and_tones_are_drawn_twice_as_often() -> None:
    items = [Item("kick", str(i), "train") for i in range(7)]
    items += [Item(f"{FACTORY}{label}", label, "train") for label in ("tone", "kick", "snare")]
    weights = draw_weights(items, balance=0.0)
    assert weights.sum() == pytest.approx(1)
    assert weights[7:].sum() == pytest.approx(FACTORY_SHARE)
    assert weights[7] == pytest.approx(2 * weights[8]) == pytest.approx(2 * weights[9])
    assert weights[:7] == pytest.approx((1 - FACTORY_SHARE) / 7)


def test_variants_have_peak_1_and_end_where_their_sounds_do() -> None:
    rng = np.random.default_rng(0)
    sounds = np.zeros((6, RATE), dtype=np.float32)
    sounds[:, : RATE // 4] = rng.standard_normal((6, RATE // 4)) * np.linspace(1, 0, RATE // 4)
    signals = torch.from_numpy(sounds / np.abs(sounds).max(1, keepdims=True))
    for seed in range(3):
        varied = vary(signals, signals.flip(0), RATE, np.random.default_rng(seed))
        torch.testing.assert_close(varied.abs().amax(1), torch.ones(6))
        assert varied.shape == signals.shape
        dry = varied[:, RATE * 2 // 5 :].square().mean(1).sqrt() < 3e-3
        assert dry.sum() >= 4  # a few are in a room


def features(signals: np.ndarray, items: list[Item], n_variants: int) -> Features:
    """Return the features of signals in [-1, 1]."""
    bank = torch.from_numpy(filter_bank(STUDIO.representation, STUDIO.warp)[0])
    steps = torch.from_numpy(np.round(signals * 32_767).astype(np.int16))
    return compute_features(steps, items, Analysis(STUDIO.representation, bank), n_variants, 0.3, seed=0)


class Shifted(torch.nn.Module):
    """A model that returns what it is given, some bands higher."""

    def __init__(self, n_bands: int) -> None:
        super().__init__()
        self.n_bands = n_bands

    def encode(self, x: torch.Tensor) -> torch.Tensor:
        return x.roll(self.n_bands, 1)

    def decode(self, z: torch.Tensor) -> tuple[torch.Tensor, None]:
        return z, None


def test_the_figures_of_a_perfect_model_are_zero_and_a_shift_is_seen_in_cents() -> None:
    tones = np.stack([np.sin(2 * np.pi * hertz * np.arange(RATE) / RATE) for hertz in (1_000, 1_500)])
    found = features(tones, [Item("tone", "", "val")] * 2, 1)
    figures = Figures(found, found, STUDIO)
    perfect = figures(Shifted(0))  # type: ignore[arg-type]
    assert list(perfect.values()) == pytest.approx([0.0] * len(perfect), abs=1e-3)
    shifted = figures(Shifted(1))  # type: ignore[arg-type]
    band = int((figures.hertz - 1_250).abs().argmin())
    cents = 1_200 * np.log2(float(figures.hertz[band + 1] / figures.hertz[band]))
    assert shifted["cents"] == pytest.approx(cents, rel=0.3)
    assert min(shifted["bins"], shifted["smoothed"]) > 1


def test_a_sound_and_its_variants_are_drawn_in_their_shares() -> None:
    noise = np.random.default_rng(0).uniform(-1, 1, (3, 9_000))
    found = features(noise, [Item(label, "", "train") for label in "aab"], 3)
    assert found.stored.shape == (9, STUDIO.representation.n_frames, STUDIO.representation.n_bands)
    assert found.weights.sum() == pytest.approx(1)
    assert found.weights[:3].sum() == pytest.approx(0.3)
    assert (found.lengths % 16 == 0).all()
    assert found.batch(np.array([0, 2])).shape == (2, STUDIO.representation.n_bands, found.lengths[[0, 2]].max())


@pytest.mark.parametrize("n_frames", [0, 2])
def test_weights_with_another_onset_or_none_are_accepted(tmp_path: Path, n_frames: int) -> None:
    small = {"latent_dim": 4, "flow_hidden": 2, "width": 8, "onset_frames": n_frames}
    model = Autoencoder(STUDIO.representation, replace(STUDIO.model, **small))  # type: ignore[arg-type]
    save_weights(tmp_path, model.state_dict(), {"model": {**small, "onset_frames": 4}})
    found = load_start(tmp_path)
    assert found.preset.model.onset_frames == n_frames
    preset = preset_to_train(found.preset, 4)
    assert preset.model == replace(found.preset.model, onset_frames=n_frames or 4)
    Autoencoder(preset.representation, preset.model).load_state_dict(found.weights, strict=bool(n_frames))


def test_a_record_without_credits_has_those_of_the_bundle_before() -> None:
    parent = load_bundle(default_bundle())
    before, _, made = default_bundle_tool._credits({}, parent).rpartition("\n\nSynthesised by latentpad factory")
    assert before.strip() == network_credits(parent).strip()
    assert made.endswith("seed 0. CC0-1.0\n")
    assert default_bundle_tool._credits({"credits": "CC0", "factory_seed": 3}, parent).startswith("CC0\n\nSynth")


def test_an_error_that_was_not_measured_is_not_among_the_figures() -> None:
    progress = {"step": 7, "seconds": 90.0, "validation": math.nan, "rollbacks": 1}
    record = {"progress": progress, "trained_sounds": 5, "validated_sounds": 2, "batch_size": 4, "device": "CPU"}
    found = figures_of(record, "")
    assert (found["steps"], found["minutes"], found["rollbacks"]) == (7, 1.5, 1)
    assert not {"held_out_error_db", "began_with"} & set(found)
    progress["validation"] = 6.512
    assert figures_of(record, "earlier")["held_out_error_db"] == 6.51


def test_the_training_needs_only_numpy_scipy_torch_tqdm_and_soundfile() -> None:
    foreign = ("librosa", "numba", "onnx", "onnxruntime", "rocket_fft", "sklearn", "soxr", "umap")
    blocked = f"import sys; sys.modules.update(dict.fromkeys({foreign}))"
    script = f"{blocked}; sys.path.insert(0, 'tools'); import train_default, default_training; print('ready')"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=TOOLS.parent, capture_output=True, text=True, timeout=120, check=False)
    assert (done.stdout, done.stderr) == ("ready\n", "")


@pytest.fixture(scope="module")
def stopped(packed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights of a run that began with the default bundle and was interrupted at its third step."""
    folder = tmp_path_factory.mktemp("stopped")
    run("weights", default_bundle(), folder / "start")
    batch = default_training.Run._batch

    def interrupted(self: default_training.Run, indices: np.ndarray) -> torch.Tensor:
        if self.trainer.progress.step == 2:
            raise KeyboardInterrupt
        return batch(self, indices)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(default_training.Run, "_batch", interrupted)
        with pytest.raises(SystemExit):
            run("train", packed, folder / "out", *SMALL, "--start", folder / "start")
    assert (folder / "out.work" / "checkpoint.pt").exists()
    return folder / "out"


def test_an_interrupted_run_leaves_weights_and_goes_on(
    stopped: Path, packed: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert json.loads((stopped / "record.json").read_text())["progress"]["step"] == 2
    monkeypatch.setattr(training, "VALIDATE_EVERY", 2)
    out = tmp_path / "out"
    run("train", packed, out, *SMALL, "--start", stopped, "--minutes", 0.03)
    record = json.loads((out / "record.json").read_text())
    assert record["began_with"] == identity(load_bundle(default_bundle()))
    assert record["progress"]["step"] >= 1
    assert [point["step"] for point in record["curve"]][:1] == [min(2, record["progress"]["step"])]
    before, after = (load_start(folder).weights for folder in (stopped, out))
    assert set(before) == set(after)
    assert max(float((before[name] - after[name]).abs().max()) for name in before) < 1e-2
    assert not (tmp_path / "out.work" / "checkpoint.pt").exists()


def test_a_run_is_finished_to_a_bundle_that_loads_and_plays(stopped: Path, library: Path, tmp_path: Path) -> None:
    output = tmp_path / "new.latentpad"
    run("finish", stopped, library, output)
    bundle = load_bundle(output)
    record = json.loads((stopped / "record.json").read_text())
    assert len(bundle.map.points) == 16
    assert bundle.map.unseen is not None
    assert not bundle.map.unseen.any()
    assert bundle.palette is not None
    assert bundle.training["began_with"] == identity(load_bundle(default_bundle()))
    assert (bundle.training["steps"], bundle.training["learnt_from"]) == (2, record["trained_sounds"])
    assert "| steps | 2 |" in bundle.model_card
    assert f"latent {bundle.latent_dim}, " in bundle.model_card
    assert "seed 2. CC0-1.0" in bundle.attribution
    place = bundle.map.points[3]
    assert np.abs(Synth(bundle).render(Request(float(place[0]), float(place[1])))).max() > 0.1
