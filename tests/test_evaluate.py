"""All of ``latentpad evaluate`` on a generated library, small."""

import base64
import json
import re
import shutil
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("torch")
from latentpad.bundle import load_bundle, save_bundle
from latentpad_export.commands.evaluate import main
from latentpad_export.errors import EvaluationError, LibraryError
from latentpad_export.evaluate import run
from latentpad_export.evaluate.embeddings import SETTINGS
from latentpad_export.factory import LABELS, write_library

KEPT = ("kick", "snare", "hihat")
QUICK = tuple(setting for setting in SETTINGS if setting.title == "PCA")


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evaluated") / "drums"
    write_library(folder, 10, seed=0)
    for label in LABELS:
        if label not in KEPT:
            shutil.rmtree(folder / label)
    (folder / "samples.csv").unlink()
    return folder


@pytest.fixture
def quick(monkeypatch, one_thread):
    """Leave out what other tests measure at length: the slow embeddings and the constant-Q transform."""
    measure_map, measure = run.measure_map, run.measure_representations
    monkeypatch.setattr(
        run, "measure_map", lambda *args, n_sounds: measure_map(*args, n_sounds=n_sounds, settings=QUICK)
    )
    monkeypatch.setattr(run, "measure_representations", lambda drums, bundles, seed: _light(measure, bundles, seed))


def _light(measure, bundles, seed):
    found = run.Section("representations", "Representation and reconstruction", {"notes": {}, "drums": {}})
    assert measure.__name__ == "measure_representations"
    return found


def evaluated(tmp_path, bundle_path, library, *more):
    output = tmp_path / "report"
    assert main([str(bundle_path), str(library), "-o", str(output), "--scale", "0.05", *more]) == 0
    return json.loads((output / "evaluation.json").read_text("utf-8")), (output / "report.html").read_text("utf-8")


@pytest.fixture
def twin_path(bundle, tmp_path):
    """The toy under another name."""
    path = tmp_path / "twin.latentpad"
    save_bundle(replace(bundle, name="twin & <b>bold</b>"), path)
    return path


def test_a_report_has_every_part_and_stands_alone(tmp_path, bundle_path, twin_path, library, quick, capsys):
    found, page = evaluated(tmp_path, bundle_path, library, "--baseline", str(twin_path))
    assert list(found["figures"]) == ["judge", "representations", "model", "time", "pad", "map"]
    assert [bundle["name"] for bundle in found["bundles"]] == ["toy", "twin & <b>bold</b>"]
    assert found["versions"]["numpy"] == np.__version__
    assert found["seed"] == 0
    assert "<b>bold" not in page
    assert not re.findall(r'(?:src|href)="(?!data:|#)', page)
    pictures = re.findall(r"data:image/png;base64,([^\"]+)", page)
    assert len(pictures) >= 5
    assert all(base64.b64decode(png).startswith(b"\x89PNG") for png in pictures)
    assert all(base64.b64decode(wav)[:4] == b"RIFF" for wav in re.findall(r"data:audio/wav;base64,([^\"]+)", page))
    assert not (tmp_path / "report.work").exists()
    shown = capsys.readouterr().out
    assert shown.startswith("|  | toy | twin & <b>bold</b> |")
    for sentence in found["missing"]:
        assert f"not to be had: {sentence}\n" in shown


def test_twins_have_the_same_figures(tmp_path, bundle_path, twin_path, library, quick):
    found, _ = evaluated(tmp_path, bundle_path, library, "--baseline", str(twin_path))
    for part in ("model", "time", "pad"):
        figures = found["figures"][part]
        if part == "time":
            figures = figures["tones"]
        assert figures["toy"] == figures["twin & <b>bold</b>"]


def test_the_toy_knows_three_sounds_and_the_figures_say_so(tmp_path, bundle_path, library, quick):
    found, _ = evaluated(tmp_path, bundle_path, library)
    pad = found["figures"]["pad"]["toy"]
    assert pad["around: twins"] > 0.9
    rebuilt = found["figures"]["model"]["toy"]["rebuilt"]
    assert rebuilt["sounds"] > 0
    assert rebuilt["distance"] > 10
    assert found["figures"]["model"]["distributions"]["toy, generated"]["NDB"] is None
    assert any("Texture and time" in sentence for sentence in found["missing"])


def test_an_interrupted_evaluation_goes_on(tmp_path, bundle_path, library, quick, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(run, "measure_pads", interrupt)
        with pytest.raises(KeyboardInterrupt):
            evaluated(tmp_path, bundle_path, library)
    assert not (tmp_path / "report").exists()
    for finished in ("measure_models", "measure_times", "read_one_shot"):
        monkeypatch.setattr(run, finished, interrupt, raising=False)
    monkeypatch.setattr("latentpad_export.features.read_one_shot", interrupt)
    found, _ = evaluated(tmp_path, bundle_path, library)
    assert list(found["figures"]) == ["judge", "representations", "model", "time", "pad", "map"]


def test_a_library_of_four_sounds_without_labels_says_what_cannot_be_had(tmp_path, bundle_path, library, quick):
    small = tmp_path / "small"
    small.mkdir()
    for i, path in enumerate(sorted((library / "kick").glob("*.wav"))[:4]):
        shutil.copy(path, small / f"{i}.wav")
    found, page = evaluated(tmp_path, bundle_path, small)
    words = " ".join(found["missing"])
    for metric in ("Classifier", "NDB", "Fréchet distance", "Texture and time", "Label agreement"):
        assert metric in words
        assert metric in page


def test_nothing_is_overwritten(tmp_path, bundle_path, library):
    (tmp_path / "report").mkdir()
    with pytest.raises(Exception, match="exists already and is not overwritten"):
        evaluated(tmp_path, bundle_path, library)
    assert list((tmp_path / "report").iterdir()) == []


def test_bundles_of_one_name_are_refused(tmp_path, bundle_path, library):
    with pytest.raises(EvaluationError, match="two of the bundles are called 'toy'"):
        evaluated(tmp_path, bundle_path, library, "--baseline", str(bundle_path))


@pytest.mark.parametrize(("option", "value"), [("--scale", "0"), ("--scale", "nan"), ("--seed", "-1")])
def test_numbers_out_of_bounds_are_refused(tmp_path, bundle_path, library, option, value):
    with pytest.raises(EvaluationError, match=f"{option}="):
        main([str(bundle_path), str(library), "-o", str(tmp_path / "report"), option, value])


def test_a_library_that_is_not_there_leaves_nothing_behind(tmp_path, bundle_path):
    with pytest.raises(LibraryError, match="does not exist"):
        evaluated(tmp_path, bundle_path, tmp_path / "nowhere")
    assert not (tmp_path / "report").exists()


def test_a_library_for_testing_only_is_refused(tmp_path, bundle_path, library):
    folder = tmp_path / "tests only"
    folder.mkdir()
    shutil.copy(next((library / "kick").glob("*.wav")), folder / "a.wav")
    (folder / "samples.csv").write_text("file,split\na.wav,test\n")
    with pytest.raises(EvaluationError, match="all of its sounds are for testing"):
        evaluated(tmp_path, bundle_path, folder)


def test_a_bundle_that_knows_the_library_is_compared_sound_by_sound(tmp_path, bundle, library, quick):
    known = sorted(path.relative_to(library).as_posix() for path in library.rglob("*.wav"))
    names = np.array([*known, "another", "and another"])
    layout = replace(bundle.map, names=names[:32])
    path = tmp_path / "knows.latentpad"
    save_bundle(replace(bundle, name="knows", map=layout), path)
    found, _ = evaluated(tmp_path, path, library)
    everything = found["figures"]["time"]["knows"]["all"]
    assert everything["sounds"] > 4
    assert 0 < everything["texture"] < 1
    assert load_bundle(path).map.unseen is None
