"""All of ``latentpad research models`` on two tiny models: training, resuming, tables and grids."""

import json
import os
import re
import shutil
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from latentpad.bundle.bundle import load_bundle
from latentpad.bundle.representation import Representation
from latentpad_export.commands import research_models as command
from latentpad_export.commands.research import PARTS
from latentpad_export.errors import EvaluationError, TrainingError
from latentpad_export.layout import layout
from latentpad_export.model.to_onnx import export_model
from latentpad_export.model.vae import Autoencoder
from latentpad_export.pipeline import train as pipeline
from latentpad_export.research.models import grids, held_out, rebuilt, training
from latentpad_export.research.models.configurations import Configuration
from latentpad_export.research.models.evaluation import EvaluationOptions
from latentpad_export.research.models.plan import Plan
from latentpad_export.research.models.run import ModelsOptions, research_models
from latentpad_export.research.models.training import TrainingOptions

pytestmark = pytest.mark.usefixtures("one_thread")

Configurations = tuple[Configuration, ...]


def options(
    folder: Path, library: Path, configurations: Configurations, bundle: Path, **changes: object
) -> ModelsOptions:
    """Return the options of a run over two steps."""
    settings = {"batch_size": 4, "seed": 0, "device": "cpu", "precision": "float32", **changes}
    return ModelsOptions(
        folder=folder / "models",
        training=TrainingOptions(plan=Plan(2, configurations), **settings),  # type: ignore[arg-type]
        evaluation=EvaluationOptions(library, None, bundle, scale=0.05, seed=0),
        evaluates=False,
        cache=library.with_name("cache"),
    )


def weights(folder: Path) -> dict[str, dict[str, object]]:
    """Return what is kept of each training: weights, as bytes, and progress without the time it took."""
    kept = {}
    for path in (folder / "models" / "weights").iterdir():
        content = torch.load(path, weights_only=True)
        del content["progress"]["seconds"]
        own = {name: weight.numpy().tobytes() for name, weight in content["weights"].items()}
        kept[path.name] = {**own, **content["progress"]}
    return kept


def test_an_interrupted_run_ends_like_one_that_was_not(
    library: Path, configurations: Configurations, bundle_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    research_models(options(whole, library, configurations, bundle_path))
    expected = weights(whole)
    assert set(expected) == {"64-dim-000002.pt", "64-dim-000004.pt", "0-flow-000002.pt"}
    checks: list[float | None] = []

    def stop_in_the_middle(ends: float | None) -> None:
        checks.append(ends)
        if len(checks) == 5:
            raise training.TimeIsUpError

    with monkeypatch.context() as patch:
        patch.setattr(training, "_check_time", stop_in_the_middle)
        research_models(options(parts, library, configurations, bundle_path))
    assert weights(parts) != expected
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(parts, elsewhere)
    research_models(options(elsewhere, library, configurations, bundle_path))
    assert weights(elsewhere) == expected
    lines = (elsewhere / "models" / "training.csv").read_text("utf-8").splitlines()
    assert [line.split(",")[:2] for line in lines[1:]] == [
        ["64-dim", "1"],
        ["64-dim", "2"],
        ["0-flow", "1"],
        ["64-dim", "4"],
        ["0-flow", "2"],
    ]


def test_no_minutes_train_nothing(
    library: Path, configurations: Configurations, bundle_path: Path, tmp_path: Path
) -> None:
    assert research_models(options(tmp_path, library, configurations, bundle_path, minutes=0.0)) is None
    assert not weights(tmp_path)


def test_a_folder_with_other_settings_or_other_files_is_left_alone(
    library: Path, configurations: Configurations, bundle_path: Path, tmp_path: Path
) -> None:
    research_models(options(tmp_path, library, configurations, bundle_path, minutes=0.0))
    with pytest.raises(TrainingError, match="batch_size: 4, now 5"):
        research_models(options(tmp_path, library, configurations, bundle_path, minutes=0.0, batch_size=5))
    other = tmp_path / "other" / "models"
    other.mkdir(parents=True)
    (other / "notes.txt").write_text("mine")
    with pytest.raises(TrainingError, match=r"contains other files, such as .*; choose another name with -o"):
        research_models(options(tmp_path / "other", library, configurations, bundle_path))
    assert os.listdir(other) == ["notes.txt"]


def test_too_few_held_out_sounds_are_refused_before_anything_is_trained(
    library: Path, configurations: Configurations, bundle_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_out, "MIN_SOUNDS", 1_000)
    plain = options(tmp_path, library, configurations, bundle_path)
    with pytest.raises(EvaluationError, match=r"at least 1000 are needed; mark some as test in the column split"):
        research_models(ModelsOptions(**{**vars(plain), "evaluates": True}))
    assert not (tmp_path / "models").exists()


@pytest.fixture
def report(
    library: Path, configurations: Configurations, bundle_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Evaluate two models beside the toy; grades take programs, and are made up; both models are exported as one."""
    monkeypatch.setattr(rebuilt, "grade", lambda *sounds: [-3.0, np.nan, 40.0 + len(sounds[1]) % 2])
    monkeypatch.setattr(grids, "SIDE", 3)
    monkeypatch.setattr(layout, "MIN_FOR_GRAPH", 100)  # which takes seconds, and has tests of its own
    once = cache(lambda config: export_model(exported[config], configurations[0].preset.representation))
    exported: dict[object, Autoencoder] = {}

    def export_once(model: Autoencoder, representation: Representation) -> tuple[bytes, bytes]:
        exported[model.config] = model
        return once(model.config)

    monkeypatch.setattr(pipeline, "export_model", export_once)
    plain = options(tmp_path, library, configurations[::2], bundle_path)
    tables = research_models(ModelsOptions(**{**vars(plain), "evaluates": True}))
    assert tables is not None
    return tables.parent


def test_the_report_has_every_table_and_grid(report: Path) -> None:
    text = (report / "tables.md").read_text("utf-8")
    rows = ["64 dim", "Overfit", "toy, detail 0"]
    found = json.loads((report / "models.json").read_text("utf-8"))["figures"]
    assert list(found["models"]) == ["Test set", *rows]
    assert all(found["models"][row]["error"] > 0 for row in rows)
    assert all(found["models"][row]["odg"] == -3 for row in rows)
    assert found["odg_by_label"]["tom"]["Overfit"] == {"n": 2, "average": -3.0, "best": -3.0}
    assert "visqol_by_label" not in found
    for title in ("Models (table 7.2)", "Results (table 7.3)", "Differences from 64 dim", "ODG by label"):
        assert f"## {title}" in text
    assert "| Overfit | 3 | 1 |  | 20,000 | 4 |" in text
    pictures = sorted(path.name for path in report.glob("*.png"))
    assert pictures == ["grid-01.png", "grid-02.png", "grid-03.png"]
    image = np.asarray(Image.open(BytesIO((report / pictures[0]).read_bytes())).convert("L"), dtype=float)
    assert image.shape == (660, 1300)
    assert image[:, 650:].std() > 10
    kept = [path.name for path in (report.parent / "work").glob("*.npz")]
    assert len(kept) == 3
    assert all(re.match(r"[0-9a-f]{12}-", name) for name in kept)  # each bundle's own
    maps = [load_bundle(path) for path in (report.parent / "bundles").iterdir()]
    assert {(bundle.name, len(bundle.map.points)) for bundle in maps} == {(row, 10) for row in rows[:2]}


def test_the_options_of_the_command_line_reach_the_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given: list[ModelsOptions] = []
    monkeypatch.setattr(command, "research_models", given.append)
    numbers = "--steps 300 --batch-size 16 --minutes 0.5 --mapped 50 --rounds 2"
    assert command.main(["drums", "-o", str(tmp_path / "m"), "--device", "cpu", "--no-evaluate", *numbers.split()]) == 0
    (found,) = given
    assert (found.training.plan.steps, found.training.batch_size, found.training.minutes) == (300, 16, 0.5)
    assert found.training.plan.rounds == (0.5, 1.0)
    assert (found.evaluates, found.max_mapped) == (False, 50)
    assert "models" in PARTS
