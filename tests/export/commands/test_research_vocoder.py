"""The command ``latentpad research vocoder``, with a network that takes no time."""

import pytest

pytest.importorskip("torch", reason="needs the extra [export]")
pytest.importorskip("librosa", reason="needs the extra [export]")

from latentpad_export.commands.research import main
from latentpad_export.data.library import scan
from latentpad_export.errors import EvaluationError, TrainingError
from latentpad_export.evaluate.reconstruction import vocoder_file
from latentpad_export.evaluate.reconstruction.networks.melgan import MelGAN, MelGANConfig
from latentpad_export.evaluate.reconstruction.training_sounds import read_training_sounds


class TinyConfig(MelGANConfig):
    """One with hardly any weights."""

    def __init__(self, batch_size=2, segment_frames=16, width=16, discriminator_width=4, **others):
        super().__init__(
            batch_size=batch_size,
            segment_frames=segment_frames,
            width=width,
            discriminator_width=discriminator_width,
            **others,
        )


@pytest.fixture
def train(own_library, tmp_path, monkeypatch):
    """Run the command for some steps and return the file's path."""
    monkeypatch.setattr(MelGAN, "config_type", TinyConfig)
    monkeypatch.setattr(MelGAN, "to_onnx", lambda self: None)
    path = tmp_path / "out.vocoder"

    def run(*options):
        argv = ["vocoder", "melgan", str(own_library), "-o", str(path), "--notes", "1", *map(str, options)]
        assert main(argv) == 0
        return path

    return run


def test_a_vocoder_is_trained_and_written_with_what_it_heard(train, capsys):
    path = train("--steps", 2)
    about = vocoder_file.load_vocoder(path).about
    assert (about.steps, about.data["notes"], about.seed) == (2, 1, 0)
    assert 0 < about.data["sounds"] == len(about.trained_on) < 32
    assert about.curve.points[-1].step == 2
    assert 0 < about.minutes < 1
    assert "out.vocoder: step 2, spectral" in capsys.readouterr().out
    assert not path.with_name("out.vocoder.work").exists()


def test_a_file_is_not_replaced_but_a_kept_run_goes_on(train):
    path = train("--steps", 2, "--keep-work")
    train("--steps", 3, "--keep-work")
    assert vocoder_file.load_vocoder(path).about.steps == 3
    with pytest.raises(
        TrainingError, match=r"out\.vocoder\.work belongs to a run with other settings \(seed: 0, now 1\)"
    ):
        train("--steps", 4, "--seed", 1)
    train("--steps", 4)
    with pytest.raises(EvaluationError, match=r"out\.vocoder already exists; move it away, or .* with -o$"):
        train("--steps", 5)


def test_a_file_that_the_kept_run_has_not_written_is_not_replaced(train):
    path = train("--steps", 2, "--keep-work")
    path.write_bytes(b"another one")
    with pytest.raises(EvaluationError, match=r"out\.vocoder already exists; move it away"):
        train("--steps", 3)
    assert path.read_bytes() == b"another one"
    path.unlink()
    assert vocoder_file.load_vocoder(train("--steps", 3)).about.steps == 3


def test_a_folder_named_as_the_work_folder_with_other_files_is_left_alone(train, tmp_path):
    folder = tmp_path / "out.vocoder.work"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    with pytest.raises(TrainingError, match=r"out\.vocoder\.work contains other files, such as mine\.txt; choose"):
        train("--steps", 2)
    assert [file.name for file in folder.iterdir()] == ["mine.txt"]


def test_held_out_sounds_stay_unheard(own_library):
    names = sorted(path.relative_to(own_library).as_posix() for path in own_library.rglob("*.wav"))
    lines = [f"{name},{('train', 'val', 'test')[i % 3]}" for i, name in enumerate(names)]
    (own_library / "samples.csv").write_text("\n".join(["file,split", *lines]) + "\n", encoding="utf-8")
    sounds = read_training_sounds(scan(own_library), 16_000, 0, n_notes=2)
    assert sounds.names == tuple(names[::3])
    assert len(sounds.signals) == len(sounds.names) + 2
    assert sounds.weights.sum() == pytest.approx(1)
