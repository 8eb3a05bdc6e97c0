"""Trained vocoders in the table of representations, and the table alone."""

import json

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [export]")
pytest.importorskip("librosa", reason="needs the extra [export]")
pytest.importorskip("acoustid", reason="needs the extra [export]")

import torch

from latentpad_export.commands.research import main
from latentpad_export.data.library import scan
from latentpad_export.errors import EvaluationError
from latentpad_export.evaluate import run
from latentpad_export.evaluate.reconstruction.loss_curve import LossCurve, Point
from latentpad_export.evaluate.reconstruction.networks.melgan import MelGAN, MelGANConfig
from latentpad_export.evaluate.reconstruction.vocoder_file import About, load_vocoder, save_vocoder, unheard
from latentpad_export.evaluate.sections import fidelity, representations
from latentpad_export.evaluate.sections.vocoders import loss_curves, vocoder_figures, vocoder_methods
from latentpad_export.evaluate.subjects.analysis_synthesis import fixed_methods


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write a vocoder that has been trained on some sounds."""
    monkeypatch.setattr(MelGAN, "to_onnx", lambda self: None)

    def write_file(name="melgan.vocoder", heard=()):
        torch.manual_seed(0)
        vocoder = MelGAN(MelGANConfig(width=16, discriminator_width=4), torch.device("cpu"))
        points = [Point(20 * (i + 1), i / 10, 20, {"spectral": 3 - i / 10}) for i in range(12)]
        about = About(240, 1.2, 0, {"library": "drums"}, tuple(heard), LossCurve(points), {"torch": "2"})
        save_vocoder(tmp_path / name, vocoder, about)
        return tmp_path / name

    return write_file


@pytest.fixture
def few_methods(monkeypatch):
    """Leave out the programs, the plots, and all methods but ours and the vocoders."""
    monkeypatch.setattr(representations, "_spectrograms", lambda _: b"png")
    monkeypatch.setattr(representations, "fixed_methods", lambda: fixed_methods()[-1:])
    monkeypatch.setattr("latentpad_export.evaluate.metrics.peaq.available", lambda: False)
    monkeypatch.setattr("latentpad_export.evaluate.metrics.visqol.available", lambda: False)
    monkeypatch.setattr(fidelity, "fingerprint_similarity", lambda *_: 50.0)
    monkeypatch.setattr(fidelity, "mean_opinion_score", lambda *_: 4.0)
    monkeypatch.setattr(fidelity, "MIN_TOLD", 6)


def test_a_vocoder_is_a_method_with_its_training(write, rng):
    trained = load_vocoder(write())
    (method,) = vocoder_methods([trained])
    assert (method.name, method.sample_rate, method.joined) == ("MelGAN / Mel", 16_000, False)
    assert (method.steps, method.minutes, method.runs_in) == (240, 1.2, "PyTorch")
    sound = rng.uniform(-1, 1, 1_000).astype(np.float32)
    (made,) = method([sound], rng)
    assert np.array_equal(made, trained.vocoder.reconstruct(sound, rng)[:1_000])
    figures = vocoder_figures([trained])["vocoders"]["MelGAN / Mel"]
    assert figures["last_losses"] == {"spectral": pytest.approx(1.9)}


def test_two_vocoders_of_one_network_are_told_apart(write):
    vocoders = [load_vocoder(write(name)) for name in ("short.vocoder", "long.vocoder")]
    assert [method.reconstruction for method in vocoder_methods(vocoders)] == ["MelGAN (short)", "MelGAN (long)"]


def test_a_vocoder_of_two_spectrograms_is_two_methods(write, monkeypatch):
    trained = load_vocoder(write())
    monkeypatch.setattr(MelGAN, "ways", lambda self: {"Mel": self.reconstruct, "other": lambda sound, rng: 0 * sound})
    first, second = vocoder_methods([trained])
    assert (first.name, second.name) == ("MelGAN / Mel", "MelGAN / other")
    assert second.steps == 240
    assert not second([np.ones(100, dtype=np.float32)], np.random.default_rng(0))[0].any()
    assert list(vocoder_figures([trained])["vocoders"]) == ["MelGAN / Mel"]
    assert len(loss_curves([trained])) == 1


def test_loss_curves_are_drawn_where_there_are_any(write):
    (picture,) = loss_curves([load_vocoder(write())])
    assert picture.png.startswith(b"\x89PNG")
    assert loss_curves([]) == ()
    assert vocoder_figures([]) == {}


def test_the_table_alone_is_measured_on_sounds_that_were_held_out_and_not_heard(
    own_library, write, few_methods, few_trees, tmp_path, capsys
):
    names = sorted(path.relative_to(own_library).as_posix() for path in own_library.rglob("*.wav"))
    lines = [f"{name},{('train', 'test')[i % 2]}" for i, name in enumerate(names)]
    (own_library / "samples.csv").write_text("\n".join(["file,split", *lines]) + "\n", encoding="utf-8")
    vocoder, output = write(heard=names[::2] + names[1:3]), tmp_path / "table"
    argv = ["reconstruction", str(own_library), "-o", str(output), "--sounds", "6", "--notes", "1"]
    assert main([*argv, "--vocoder", str(vocoder)]) == 0
    document = json.loads((output / "reconstruction.json").read_text(encoding="utf-8"))
    assert len(document["sounds"]) == 6
    assert set(document["sounds"]) <= set(names[3::2])
    rows = document["figures"]["drums"]
    assert set(rows) == {"latentpad / warped bands", "MelGAN / Mel"}
    assert rows["latentpad / warped bands"]["distance_44k"] < rows["MelGAN / Mel"]["distance_44k"]
    assert 0 <= rows["MelGAN / Mel"]["told"] <= 1
    assert "| MelGAN | Mel | " in (output / "tables.md").read_text(encoding="utf-8")
    assert (output / "losses-of-the-vocoders-in-training.png").exists()
    assert str(output / "tables.md") in capsys.readouterr().out
    with pytest.raises(EvaluationError, match=r"table already exists; choose another name with -o$"):
        main(argv)


def test_an_evaluation_reconstructs_sounds_of_known_labels_that_no_vocoder_has_heard(reference, write):
    names = [sound.name for sound in reference.sounds]
    trained = load_vocoder(write(heard=names[1:]))
    assert run._drums(reference, (), (trained,)) == [0]
    assert run._drums(reference, (reference.labels[0],), (trained,)) == [0]
    assert run._drums(reference, (), ()) == reference.train.tolist()
    with pytest.raises(EvaluationError, match=r"^the vocoders were trained on all sounds of the library; leave out"):
        run._drums(reference, (), (load_vocoder(write(heard=names)),))


def test_sounds_that_a_vocoder_has_heard_are_not_offered(own_library, write, tmp_path):
    sounds = scan(own_library).sounds
    trained = load_vocoder(write(heard=[sound.name for sound in sounds[1:]]))
    assert unheard(sounds, [trained]) == [0]
    every = write("every.vocoder", heard=[sound.name for sound in sounds])
    with pytest.raises(
        EvaluationError, match=r"has no held-out sound that the vocoders have not heard; mark some as val or test"
    ):
        main(["reconstruction", str(own_library), "-o", str(tmp_path / "no"), "--vocoder", str(every)])
