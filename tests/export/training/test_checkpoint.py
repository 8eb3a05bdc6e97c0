"""Checkpoints and work folders: complete, safe to load, and refused in one line where they do not fit."""

import json
import math
from dataclasses import asdict, replace
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [export]")

import torch

from latentpad.bundle.representation import Representation
from latentpad_export.errors import TrainingError
from latentpad_export.model.vae import Autoencoder
from latentpad_export.presets import STUDIO, ModelConfig
from latentpad_export.training.budget import Budget
from latentpad_export.training.checkpoint import Snapshot, restore, resume, take_snapshot
from latentpad_export.training.generators import generator_states, restore_generators
from latentpad_export.training.sampler import Sampler
from latentpad_export.training.trainer import Trainer
from latentpad_export.work_folder import open_work_folder, remove_work_folder

pytestmark = pytest.mark.usefixtures("one_thread")

REPRESENTATION = Representation(8_000, n_fft=64, hop_length=32, n_bands=8, n_frames=16, top_db=80.0)
MODEL = ModelConfig("frames", latent_dim=3, n_flows=1, flow_hidden=2, width=4, dropout=0.1, learns_scale=True)


def trainer(model: ModelConfig = MODEL, seed: int = 0, optimizer: Literal["adam", "muon"] = "muon") -> Trainer:
    """Build a trainer on noise."""
    torch.manual_seed(seed)
    features = torch.from_numpy(np.random.default_rng(seed).random((8, 8, 16), dtype=np.float32))
    config, device = replace(STUDIO.training, batch_size=4, optimizer=optimizer), torch.device("cpu")
    sampler = Sampler(np.ones(8), np.full(8, 16), config.batch_size, seed)
    return Trainer(Autoencoder(REPRESENTATION, model), config, Budget(5), lambda i: features[i], sampler, seed, device)


def trained(path: Path) -> Trainer:
    """Train for five steps, so that there is a checkpoint."""
    run = trainer()
    run.run(path, lambda model: 1.0)
    return run


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file that such a run leaves."""
    path = tmp_path_factory.mktemp("run") / "checkpoint.pt"
    trained(path)
    return path.read_bytes()


def test_a_restored_run_takes_the_same_steps(tmp_path: Path) -> None:
    run, other = trained(tmp_path / "a.pt"), trainer(seed=9)
    snapshot = take_snapshot(run)
    snapshot.save(tmp_path / "b.pt")
    other.batch, other.sampler = run.batch, run.sampler
    results = []
    for each, source in ((run, snapshot), (run, snapshot), (other, Snapshot.load(tmp_path / "b.pt"))):
        restore(each, source)
        each._step()
        assert each._read()
        results.append(torch.cat([weight.detach().flatten() for weight in each.model.parameters()]))
    assert torch.equal(results[0], results[1])
    assert torch.equal(results[0], results[2])
    assert other.progress.step == 6


def test_a_checkpoint_appears_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    trained(tmp_path / "checkpoint.pt")
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint.pt"]


@pytest.mark.parametrize("size", [0, 1, 100, 5_000, -1])
def test_a_checkpoint_that_was_cut_off_is_refused_in_one_line(tmp_path: Path, checkpoint: bytes, size: int) -> None:
    path = tmp_path / "checkpoint.pt"
    path.write_bytes(checkpoint[:size])
    with pytest.raises(TrainingError, match=r"checkpoint\.pt: damaged \(.*\); remove it to start again$") as caught:
        trainer().run(path, lambda model: 1.0)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("seed", range(8))
def test_a_checkpoint_with_wrong_bytes_is_refused(tmp_path: Path, checkpoint: bytes, seed: int) -> None:
    path = tmp_path / "checkpoint.pt"
    content = np.frombuffer(checkpoint, dtype=np.uint8).copy()
    rng = np.random.default_rng(seed)
    content[rng.integers(len(content), size=200)] = rng.integers(256, size=200)
    path.write_bytes(content.tobytes())
    with pytest.raises(TrainingError, match=r"^[^\n]*remove it to start again$"):
        trainer().run(path, lambda model: 1.0)


@pytest.mark.parametrize("content", [[1, 2], {"model": 3}, {}])
def test_a_file_with_other_content_is_refused(tmp_path: Path, content: object) -> None:
    torch.save(content, tmp_path / "checkpoint.pt")
    with pytest.raises(
        TrainingError, match=r"checkpoint\.pt: (contains no|written for another).*; remove it to start again"
    ):
        trainer().run(tmp_path / "checkpoint.pt", lambda model: 1.0)


def test_a_checkpoint_of_another_network_is_refused(tmp_path: Path, checkpoint: bytes) -> None:
    (tmp_path / "checkpoint.pt").write_bytes(checkpoint)
    with pytest.raises(
        TrainingError, match=r"checkpoint\.pt: written for another network or optimizer; remove it to start again"
    ):
        trainer(replace(MODEL, latent_dim=4)).run(tmp_path / "checkpoint.pt", lambda model: 1.0)


def test_nothing_in_a_checkpoint_is_executed(tmp_path: Path) -> None:
    torch.save({"model": Path("x")}, tmp_path / "checkpoint.pt")
    with pytest.raises(TrainingError, match=r"damaged \([^\n]*\); remove it"):
        Snapshot.load(tmp_path / "checkpoint.pt")


def test_a_checkpoint_that_cannot_be_written_is_an_error_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"^[^\n]*gone/checkpoint\.pt: cannot be written \([^\n]*\)$"):
        take_snapshot(trainer()).save(tmp_path / "gone" / "checkpoint.pt")


def test_a_checkpoint_of_an_earlier_version_is_resumed(tmp_path: Path) -> None:
    run, other = trainer(optimizer="adam"), trainer(seed=9, optimizer="adam")
    run.run(tmp_path / "a.pt", lambda model: 1.0)
    content = torch.load(tmp_path / "a.pt", weights_only=True)
    del content["best"]
    for name in ("validated_step", "best_validation", "best_step"):
        del content["progress"][name]
    (content["optimizer"],) = content.pop("optimizers")
    for group in content["optimizer"]["param_groups"]:
        group.update(fused=None, foreach=None)
    torch.save(content, tmp_path / "b.pt")
    other.batch, other.sampler = run.batch, run.sampler
    weights = []
    for each, path in ((run, "a.pt"), (other, "b.pt")):
        resume(each, tmp_path / path)
        each._step()
        weights.append(torch.cat([weight.detach().flatten() for weight in each.model.parameters()]))
    assert torch.equal(*weights)
    assert other.update.optimizers[0].param_groups[0]["fused"]
    assert (other.progress.validated_step, other.progress.best_validation) == (-1, math.inf)


def test_a_checkpoint_of_another_optimizer_is_refused_in_one_line(tmp_path: Path) -> None:
    trainer(optimizer="adam").run(tmp_path / "a.pt", lambda model: 1.0)
    with pytest.raises(TrainingError, match=r"a\.pt: written for another network or optimizer; remove it to start"):
        resume(trainer(), tmp_path / "a.pt")


def test_the_generators_of_the_present_accelerator_are_restored(monkeypatch: pytest.MonkeyPatch) -> None:
    states = [torch.tensor([i], dtype=torch.uint8) for i in range(2)]
    restored: dict[str, torch.Tensor] = {}
    monkeypatch.setattr(torch.cuda, "is_initialized", lambda: True)
    monkeypatch.setattr(torch.cuda, "get_rng_state", lambda: states[0])
    monkeypatch.setattr(torch.cuda, "set_rng_state", lambda state: restored.update(cuda=state))
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: True)
    monkeypatch.setattr(torch.mps, "get_rng_state", lambda: states[1])
    monkeypatch.setattr(torch.mps, "set_rng_state", lambda state: restored.update(mps=state))
    torch.manual_seed(3)
    saved = generator_states()
    drawn = torch.rand(4)
    restore_generators(saved)
    assert torch.equal(torch.rand(4), drawn)
    assert restored == {"cuda": states[0], "mps": states[1]}
    restored.clear()
    restore_generators({"torch": saved["torch"]})
    assert (torch.equal(torch.rand(4), drawn), restored) == (True, {})


SETTINGS = {"seed": 1, "preset": asdict(STUDIO), "library": "ab12"}


def test_the_work_folder_is_next_to_the_bundle_and_opened_again_with_the_same_settings(tmp_path: Path) -> None:
    work = open_work_folder(tmp_path / "new" / "drums.latentpad", SETTINGS)
    (work / "features.npy").touch()
    assert work == tmp_path / "new" / "drums.latentpad.work"
    assert open_work_folder(tmp_path / "new" / "drums.latentpad", json.loads(json.dumps(SETTINGS))) == work
    assert sorted(path.name for path in work.iterdir()) == ["features.npy", "settings.json"]
    remove_work_folder(work)
    assert not work.exists()


@pytest.mark.parametrize(
    ("changed", "difference"),
    [
        ({**SETTINGS, "seed": 2}, "seed: 1, now 2"),
        ({**SETTINGS, "preset": asdict(replace(STUDIO, warp="mel"))}, "preset.warp: warped, now mel"),
        ({**SETTINGS, "preset": asdict(replace(STUDIO, name="mine"))}, "preset.name: studio, now mine"),
        ({**SETTINGS, "library": "c" * 99}, f"library: ab12, now {'c' * 57}..."),
        ({**SETTINGS, "extra": 0}, "extra: none, now 0"),
        ({"seed": 1, "preset": asdict(STUDIO)}, "library: ab12, now none"),
    ],
)
def test_other_settings_are_refused_with_the_first_that_differs(
    tmp_path: Path, changed: dict[str, object], difference: str
) -> None:
    open_work_folder(tmp_path / "a.latentpad", SETTINGS)
    with pytest.raises(TrainingError) as caught:
        open_work_folder(tmp_path / "a.latentpad", changed)
    assert f"a.latentpad.work belongs to a run with other settings ({difference}); use the same" in str(caught.value)


def test_a_work_folder_with_files_of_others_is_refused_but_not_one_of_a_killed_run(tmp_path: Path) -> None:
    work = tmp_path / "a.latentpad.work"
    work.mkdir()
    (work / ".latentpad-1-0123456789abcdef.tmp").touch()
    assert open_work_folder(tmp_path / "a.latentpad", SETTINGS) == work
    (work / "settings.json").unlink()
    (work / "song.wav").touch()
    with pytest.raises(TrainingError, match=r"a\.latentpad\.work contains other files, such as .*song\.wav; choose"):
        open_work_folder(tmp_path / "a.latentpad", SETTINGS)
    assert not (work / "settings.json").exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe\x00"])
def test_damaged_settings_are_refused(tmp_path: Path, content: bytes) -> None:
    work = open_work_folder(tmp_path / "a.latentpad", SETTINGS)
    (work / "settings.json").write_bytes(content)
    with pytest.raises(TrainingError, match=r"its settings are damaged\); .*remove the folder"):
        open_work_folder(tmp_path / "a.latentpad", SETTINGS)


def test_a_place_that_cannot_hold_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(TrainingError, match=r"cannot be created or read \(.*\); choose another place with -o"):
        open_work_folder(tmp_path / "file" / "a.latentpad", SETTINGS)
