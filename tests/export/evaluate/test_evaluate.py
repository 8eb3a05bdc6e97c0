"""The whole of ``latentpad evaluate`` on a small generated library."""

import base64
import html
import json
import os
import re
import shutil
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
from jsonschema import Draft202012Validator

from latentpad.bundle.bundle import save_bundle
from latentpad.bundle.outline import outline, to_bytes
from latentpad.samples.one_shot import read_one_shot
from latentpad.samples.sketch import sketch
from latentpad.synth.synth import Synth
from latentpad_export.commands.evaluate import main
from latentpad_export.data.triangles import triangulate
from latentpad_export.errors import EvaluationError, LibraryError, TrainingError
from latentpad_export.evaluate import run
from latentpad_export.evaluate.comparison.differences import compare
from latentpad_export.evaluate.comparison.evaluation import Evaluation
from latentpad_export.evaluate.comparison.figures import figures_of
from latentpad_export.evaluate.metrics import told
from latentpad_export.evaluate.report.schema import SCHEMA_NAME
from latentpad_export.evaluate.report.section import Section
from latentpad_export.evaluate.sections import pad_plots
from latentpad_export.evaluate.subjects import measured, walks
from latentpad_export.evaluate.subjects.embedding_settings import SETTINGS
from latentpad_export.factory import write_library

LABELS = ("kick", "snare", "hihat")
PARTS = ["judge", "detail", "representations", "model", "time", "pad", "families", "map"]
QUICK = tuple(setting for setting in SETTINGS if setting.title == "PCA")


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evaluated") / "drums"
    write_library(folder, 10, seed=0, labels=LABELS)
    (folder / "samples.csv").unlink()
    return folder


@pytest.fixture(scope="module")
def quick(short_training):
    """Leave out the slow embeddings, representations and grades, which have tests of their own; do less of the rest."""
    empty = Section("representations", "Representation and reconstruction", {"notes": {}, "drums": {}})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "SETTINGS", QUICK)
        patch.setattr(run, "measure_representations", lambda drums, bundles, seed, vocoders: empty)
        patch.setattr(pad_plots, "SIDE", 3)
        patch.setattr(walks, "N_STROKES", 1)
        patch.setattr(walks, "N_STEPS", 4)
        patch.setattr(told, "N_TREES", 5)
        patch.setattr(measured, "mean_opinion_score", lambda *sounds: None)
        yield


def evaluated(folder, bundle_path, library, *more):
    output = folder / "report"
    assert main([str(bundle_path), str(library), "-o", str(output), "--scale", "0.2", *more]) == 0
    return json.loads((output / "evaluation.json").read_text("utf-8")), (output / "report.html").read_text("utf-8")


TWIN = r"twin & <b>bold</b> $\frac$ | {}"


def with_library(toy, library):
    """Return the toy with sounds of the library on its map, which it can play."""
    names = sorted(path.relative_to(library).as_posix() for path in library.rglob("*.wav"))[:24]
    shots = [read_one_shot(library / name, 8_000, 4_000) for name in names]
    rest = 8 * [shots[-1]]
    known = replace(
        toy.map,
        names=np.array([*names, *(f"elsewhere/{i}" for i in range(8))]),
        peaks=np.array([shot.peak for shot in shots + rest], dtype=np.float32),
        seconds=np.array([len(shot.signal) / 8_000 for shot in shots + rest], dtype=np.float32),
        sketches=np.stack([sketch(shot.signal) for shot in shots + rest]),
        triangles=triangulate(toy.map.points),
        outlines=to_bytes(outline(np.concatenate([Synth(toy).decoder(z).mean[None] for z in toy.map.latents]))),
    )
    return replace(toy, name="knows", map=known, detail_seconds=0.5)


@pytest.fixture(scope="module")
def report(tmp_path_factory, toy, library, quick):
    """The toy, itself under another name, and itself with the library's sounds on its map."""
    folder = tmp_path_factory.mktemp("report")
    bundles = (toy, replace(toy, name=TWIN), with_library(toy, library))
    for i, bundle in enumerate(bundles):
        save_bundle(bundle, folder / f"{i}.latentpad")
    paths = [folder / f"{i}.latentpad" for i in range(3)]
    found, page = evaluated(folder, paths[0], library, "--baseline", *map(str, paths[1:]))
    assert not (folder / "report.work").exists()
    return found, page, (folder / "report" / "tables.md").read_text("utf-8")


def test_a_report_has_every_part(report):
    found, page, _ = report
    assert list(found["figures"]) == PARTS
    assert [bundle["name"] for bundle in found["bundles"]] == ["toy", TWIN, "knows"]
    assert found["versions"]["numpy"] == np.__version__
    assert found["seed"] == 0
    assert all(f'id="{part}"' in page for part in PARTS)


def test_all_tables_are_there_as_markdown(report):
    _, page, text = report
    titles = re.findall(r"^## (.+)$", text, re.M)
    assert titles[0] == "In short"
    assert [title for title in titles if title not in html.unescape(page)] == []
    assert len(re.findall(r"^(?:\| -+:? )+\|$", text, re.M)) == len(titles) > 8


def test_a_report_is_self_contained(report):
    _, page, _ = report
    assert "<b>bold" not in page
    assert not re.findall(r'(?:src|href)="(?!data:|#)', page)
    pictures = re.findall(r"data:image/png;base64,([^\"]+)", page)
    assert len(pictures) >= 5
    assert all(base64.b64decode(png).startswith(b"\x89PNG") for png in pictures)
    sounds = re.findall(r"data:audio/wav;base64,([^\"]+)", page)
    assert len(sounds) > 10
    assert all(base64.b64decode(wav)[:4] == b"RIFF" for wav in sounds)


def test_identical_bundles_have_the_same_figures(report):
    figures = report[0]["figures"]
    for part in (figures["model"]["bundles"], figures["time"]["tones"], figures["pad"]["bundles"]):
        assert part["toy"] == part[TWIN]


def test_the_figures_show_that_the_toy_knows_three_sounds_only(report):
    figures = report[0]["figures"]
    assert figures["pad"]["bundles"]["toy"]["around: twins"] > 0.9
    assert figures["model"]["bundles"]["toy"]["rebuilt"]["sounds"] > 0
    assert figures["model"]["bundles"]["toy"]["rebuilt"]["distance"] > 10
    assert any("Texture and time" in sentence for sentence in report[0]["missing"])


def test_a_bundle_that_knows_the_library_is_compared_sound_by_sound(report):
    figures = report[0]["figures"]
    assert figures["time"]["bundles"]["toy"]["(all)"] == {"sounds": 0, "silent": 0, "texture_of_mean": None}
    everything = figures["time"]["bundles"]["knows"]["(all)"]
    assert everything["sounds"] > 4
    assert 0 < everything["texture"] < 1


def test_a_bundle_that_knows_the_library_plays_it(report):
    figures, page, tables = report
    detail = figures["figures"]["detail"]["bundles"]
    heard = detail["knows"]["heard"]
    assert (heard["way"], detail["toy"]["heard"]["way"]) == ("detail", "model")
    assert heard["on"]["smoothed_error"] < detail["knows"]["on"]["model"]["all"]["smoothed_error"]
    assert figures["figures"]["pad"]["with_detail"]["knows"]["on: sounds"] > 4
    assert figures["figures"]["map"]["shipped"]["knows"]["travel_with_detail"]["median_step_db"] >= 0
    assert figures["figures"]["map"]["shipped"]["toy"]["travel_with_detail"] is None
    first = next(line for line in tables.splitlines() if line.startswith("| On a sound"))
    assert tables.index(first) < tables.index("| The model alone")
    assert 'aria-label="kick, knows, detail 1"' in page
    assert "knows: half-way between two sounds" in page


def test_an_interrupted_evaluation_is_resumed(tmp_path, bundle_path, library, quick, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(run, "measure_pad", interrupt)
        with pytest.raises(KeyboardInterrupt):
            evaluated(tmp_path, bundle_path, library)
    assert not (tmp_path / "report").exists()
    for finished in (
        "run.measure_detail",
        "run.measure_models",
        "run.measure_time",
        "subjects.generated.describe",
        "subjects.reconstructed.describe",
    ):
        monkeypatch.setattr(f"latentpad_export.evaluate.{finished}", interrupt)
    monkeypatch.setattr("latentpad_export.data.measure.read_one_shot", interrupt)
    found, _ = evaluated(tmp_path, bundle_path, library)
    assert list(found["figures"]) == PARTS


def test_a_changed_library_is_not_mixed_with_earlier_results(tmp_path, bundle_path, library, quick, monkeypatch):
    changed = tmp_path / "changed"
    shutil.copytree(library / "kick", changed / "kick")
    shutil.copytree(library / "snare", changed / "snare")

    def interrupt(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(run, "load_or_train_classifier", interrupt)
        with pytest.raises(KeyboardInterrupt):
            evaluated(tmp_path, bundle_path, changed)
    path = next((changed / "kick").glob("*.wav"))
    os.utime(path, (0, 0))
    with pytest.raises(TrainingError, match="belongs to a run with other settings"):
        evaluated(tmp_path, bundle_path, changed)


def test_a_tiny_library_without_labels_reports_what_is_not_available(tmp_path, bundle_path, library, quick, capsys):
    small = tmp_path / "small"
    small.mkdir()
    for i, path in enumerate(sorted((library / "kick").glob("*.wav"))[:4]):
        shutil.copy(path, small / f"{i}.wav")
    found, page = evaluated(tmp_path, bundle_path, small)
    sentences = " ".join(found["missing"])
    output = capsys.readouterr().out
    assert output.startswith("|  | better | real sounds | toy | verdict |")
    assert all(f"not available: {sentence}\n" in output for sentence in found["missing"])
    for metric in ("Classifier", "NDB", "Fréchet distance", "Texture and time", "Label agreement"):
        assert metric in sentences
        assert metric in page


def test_nothing_is_overwritten(tmp_path, bundle_path, library):
    (tmp_path / "report").mkdir()
    with pytest.raises(Exception, match="already exists; choose another name"):
        evaluated(tmp_path, bundle_path, library)
    assert list((tmp_path / "report").iterdir()) == []


def test_bundles_with_equal_names_are_refused(tmp_path, bundle_path, library):
    with pytest.raises(EvaluationError, match=r"two of the bundles are named 'toy'; rebuild one with another --name$"):
        evaluated(tmp_path, bundle_path, library, "--baseline", str(bundle_path))


@pytest.mark.parametrize(("option", "value"), [("--scale", "0"), ("--scale", "nan"), ("--seed", "-1")])
def test_numbers_out_of_range_are_refused(tmp_path, bundle_path, library, capsys, option, value):
    with pytest.raises(SystemExit):
        main([str(bundle_path), str(library), "-o", str(tmp_path / "report"), option, value])
    assert f"{option}: must be between" in capsys.readouterr().err


def test_a_missing_library_leaves_nothing_behind(tmp_path, bundle_path):
    with pytest.raises(LibraryError, match="does not exist"):
        evaluated(tmp_path, bundle_path, tmp_path / "nowhere")
    assert [path.name for path in tmp_path.iterdir()] == ["toy.latentpad"]


def test_a_library_with_test_sounds_only_is_refused(tmp_path, bundle_path, library):
    folder = tmp_path / "tests only"
    folder.mkdir()
    shutil.copy(next((library / "kick").glob("*.wav")), folder / "a.wav")
    (folder / "samples.csv").write_text("file,split\na.wav,test\n")
    with pytest.raises(EvaluationError, match="all of its sounds are in the test split"):
        evaluated(tmp_path, bundle_path, folder)


def strict(schema):
    """Return a schema in which objects have no properties but those that it describes."""
    if isinstance(schema, list):
        return [strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: strict(item) for key, item in schema.items()}
    if isinstance(found.get("properties"), dict):
        found.setdefault("additionalProperties", False)
    return found


def test_the_schema_describes_every_figure(report):
    schema = json.loads(files("latentpad_export.evaluate.report").joinpath(SCHEMA_NAME).read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    errors = Draft202012Validator(strict(schema)).iter_errors(report[0])
    assert [f"{'/'.join(map(str, error.absolute_path))}: {error.message[-120:]}" for error in errors] == []


def test_the_figures_lie_in_their_intervals(report):
    found = Evaluation(Path("evaluation.json"), report[0])
    for bundle in found.bundles:
        figures = figures_of(found, bundle)
        known = [(figure.value, *figure.interval) for figure in figures.values() if figure.interval]
        assert len(known) > 80  # those of fewer than four sounds or kits have none
        assert all(low <= value <= high for value, low, high in known)
        others = {other for other in found.bundles if other != bundle}
        assert [path for path in figures if others & set(path)] == []


def test_a_bundle_does_not_differ_from_itself_but_from_one_that_plays_the_library(report):
    found = Evaluation(Path("evaluation.json"), report[0])
    assert not [one.title for one in compare(found, found, "toy", TWIN) if one.is_beyond_noise]
    changed = {one.title for one in compare(found, found, "toy", "knows") if one.is_beyond_noise}
    assert "Blends, paths, kits and kinds: kits: near twins" in changed
