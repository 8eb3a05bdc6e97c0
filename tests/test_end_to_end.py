"""From a folder of sounds to a bundle, and from the bundle through the daemon to a sample."""

import io
import logging
import shutil
import socket
from pathlib import Path

import numpy as np
import pytest
import soundfile

pytest.importorskip("torch")

from latentpad.bundle.bundle import Bundle, load_bundle
from latentpad.cli.main import main
from latentpad.daemon.daemon import Daemon
from latentpad.daemon.options import DaemonOptions
from latentpad.onnx_session import open_session
from latentpad.osc.wire import decode, encode
from latentpad.paths import default_bundle
from latentpad.player.library_audio import LibraryAudio, remembered_library
from latentpad.player.player import Player
from latentpad.samples.folder import Folder
from latentpad.samples.recipe import read_recipe
from latentpad.synth.finish import LOUDNESS, MAX_PEAK
from latentpad.synth.loudness import momentary_loudness, true_peak
from latentpad_export.factory import LABELS, write_library

pytestmark = pytest.mark.usefixtures("cached_umap")

TIMEOUT = 30.0
PER_LABEL = 3


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library") / "drums"
    write_library(folder, PER_LABEL, seed=5)
    (folder / "samples.csv").unlink()  # like a producer's folder: labels by names, no kits, no splits
    return folder


@pytest.fixture(scope="module", params=["studio", "thesis"])
def trained(request: pytest.FixtureRequest, library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train both presets, with fewer flows than they have; `continued` exports the full size."""
    output = tmp_path_factory.mktemp(request.param) / "tiny.latentpad"
    size = {"studio": ["--flows", "1", "--seconds", "0.3", "--latent-dim", "8"], "thesis": ["--flows", "2"]}
    steps = ["--steps", "4", "--batch-size", "4", "--seed", "3", "--device", "cpu"]
    assert (
        main(["train", str(library), "--preset", request.param, *size[request.param], *steps, "-o", str(output)]) == 0
    )
    return output


def replies(client: socket.socket, until: str) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    while not found or found[-1][0] != until:
        found += [(message.address, *message.args) for message in decode(client.recv(65536))]
    return found


def generate(bundle: Bundle, folder: Path, x: float, y: float) -> tuple[object, ...]:
    daemon = Daemon(Player(bundle, Folder(folder)), DaemonOptions(port=0))
    daemon.start()
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.settimeout(TIMEOUT)
            client.sendto(encode("/latentpad/generate", 7, x, y), ("127.0.0.1", daemon.port))
            return replies(client, "/latentpad/done")[-1]
    finally:
        daemon.stop()


def test_a_trained_bundle_plays_through_the_daemon(trained: Path, tmp_path: Path) -> None:
    bundle = load_bundle(trained)
    x, y = (float(v) for v in bundle.map.points[0])
    _, id, path, *_, sample_rate, n_samples, confidence, _, _ = generate(bundle, tmp_path, x, y)
    signal, rate = soundfile.read(str(path), dtype="float32")
    assert (id, sample_rate, n_samples) == (7, rate, len(signal))
    assert rate == bundle.representation.sample_rate
    loud = momentary_loudness(signal, rate) - LOUDNESS
    high = 20 * np.log10(true_peak(signal, rate, np.abs(signal).max()) / MAX_PEAK)
    assert max(loud, high) == pytest.approx(0.0, abs=0.01)
    assert confidence == 1.0
    assert read_recipe(Path(str(path))).digest == bundle.digest


def test_a_bundle_lists_every_sound_of_its_library(trained: Path, library: Path) -> None:
    bundle = load_bundle(trained)
    assert sorted(bundle.map.names) == sorted(p.relative_to(library).as_posix() for p in library.rglob("*.wav"))
    folders = [str(name).split("/")[0] for name in bundle.map.names]
    assert set(folders) == set(LABELS)
    other = {"mallet_drum": {"mallet"}, "tone": {"synth", "keys", "chord"}, "wooden": {"wooden", "rim"}}
    labels = [bundle.labels[i] for i in bundle.map.labels]
    assert all(label in other.get(folder, {folder}) for label, folder in zip(labels, folders, strict=True))
    assert "latentpad factory" in bundle.attribution


def test_a_bundle_records_which_sounds_were_held_out(trained: Path) -> None:
    bundle = load_bundle(trained)
    assert bundle.map.unseen is not None
    assert bundle.map.unseen.sum() == bundle.training["held_out"] == 4


def test_the_work_folder_is_removed_and_the_bundle_is_not_overwritten(
    trained: Path, library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [path.name for path in trained.parent.iterdir()] == ["tiny.latentpad"]
    assert main(["train", str(library), "--steps", "1", "-o", str(trained)]) == 1
    assert "already exists; choose another name" in capsys.readouterr().err


def test_another_library_is_mapped_without_training(trained: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    write_library(other, 2, seed=9, labels=("kick", "hihat"))
    output = tmp_path / "other.latentpad"
    assert main(["map", str(other), "--model", str(trained), "-o", str(output), "--refine"]) == 0
    before, after = load_bundle(trained), load_bundle(output)
    assert (before.decoder, before.encoder) == (after.decoder, after.encoder)
    assert after.labels == ("hihat", "kick")
    assert len(after.map.points) == 4
    assert after.map.unseen is not None
    plain = tmp_path / "plain.latentpad"
    assert main(["map", str(other), "--model", str(trained), "-o", str(plain)]) == 0
    encoded = load_bundle(plain).map
    assert encoded.names == after.map.names
    assert (np.abs(encoded.latents - after.map.latents).max(axis=1) > 0).all()
    assert np.square(after.map.latents).sum() < 10 * np.square(encoded.latents).sum()
    assert after.map.unseen.all()
    audio = LibraryAudio(remembered_library(after.digest), after.map.names)
    for index, name in enumerate(after.map.names):
        found = audio.read(index)
        assert found is not None
        assert found[0].tolist() == soundfile.read(other / name, dtype="float32")[0].tolist()


def test_the_training_library_is_not_unseen_when_it_is_mapped_again(
    trained: Path, library: Path, tmp_path: Path
) -> None:
    again, more = tmp_path / "again.latentpad", tmp_path / "more.latentpad"
    assert main(["map", str(library), "--model", str(trained), "-o", str(again)]) == 0
    first = load_bundle(again).map.unseen
    assert first is not None
    assert not first.any()
    other = tmp_path / "other"
    write_library(other, 2, seed=9, labels=("kick", "hihat"))
    assert main(["map", str(other), "--model", str(again), "-o", str(more)]) == 0
    # The map of that bundle no longer has the sounds that its networks were trained on.
    second = load_bundle(more).map.unseen
    assert second is not None
    assert not second.any()


@pytest.fixture(scope="module")
def continued(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bundle, str]:
    """Continue the training of the package's bundle with twenty files; return the result and the log."""
    folder = tmp_path_factory.mktemp("continued")
    library, output = folder / "small", folder / "small.latentpad"
    write_library(library, 14, seed=2, labels=("snare",))
    (library / "samples.csv").unlink()
    files = sorted(library.rglob("*.wav"))
    for n in range(3):
        shutil.copy(files[0], library / f"copy {n}.wav")
    for n in range(2):
        soundfile.write(library / f"silent {n}.wav", np.zeros(4410), 44100)
    (library / "broken.wav").write_bytes(b"RIFF\x00\x00")
    hertz = 600 * np.exp(-np.arange(8_820) / 3_000)
    soundfile.write(library / "integers.wav", 26_214 * np.sin(np.cumsum(2 * np.pi * hertz / 44_100)), 44_100, "FLOAT")
    log = logging.StreamHandler(io.StringIO())
    logging.getLogger("latentpad_export").addHandler(log)
    few = ["--steps", "1", "--batch-size", "4", "--device", "cpu", "--licence", "CC0-1.0", "--embed"]
    assert main(["train", str(library), "--from", str(default_bundle()), *few, "-o", str(output)]) == 0
    logging.getLogger("latentpad_export").removeHandler(log)
    return load_bundle(output), log.stream.getvalue()


def test_twenty_files_with_copies_and_silence_are_enough(continued: tuple[Bundle, str]) -> None:
    bundle, log = continued
    assert len(bundle.map.points) == 15
    assert bundle.map.peaks.max() <= 1  # also of integers kept as floats
    assert log.count("is the same sound as") == 3
    assert log.count("is silent") == 2
    assert "broken.wav is in no format that can be read" in log


def test_a_training_embeds_the_sounds_on_its_map(continued: tuple[Bundle, str]) -> None:
    bundle, _ = continued
    assert bundle.detail_seconds == 4.0
    assert bundle.palette is not None
    assert bundle.palette.n_recordings == 15
    assert "## Recordings" in bundle.model_card
    assert "it also contains recordings" in bundle.model_card


def test_training_starts_from_the_weights_of_a_bundle(continued: tuple[Bundle, str]) -> None:
    before, (after, _) = load_bundle(default_bundle()), continued
    assert (after.preset, after.representation) == (before.preset, before.representation)
    assert after.training["began_with"] == f"{before.name} {before.digest[:12]}"
    assert after.licence == f"{before.licence}; fine-tuned on: CC0-1.0"
    assert before.attribution in after.attribution
    assert "seed 2" in after.attribution
    feature = np.random.default_rng(0).random((1, after.representation.n_bands, after.representation.n_frames))
    latents = [
        open_session(bundle.encoder, "encoder.onnx").run(None, {"feature": feature.astype(np.float32)})[0]
        for bundle in (before, after)
    ]
    assert np.abs(latents[0] - latents[1]).max() < 0.2 * np.abs(latents[0]).max()  # one training step apart


def test_a_folder_without_audio_is_refused_with_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert main(["train", str(tmp_path / "empty"), "-o", str(tmp_path / "no.latentpad")]) == 1
    lines = capsys.readouterr().err.strip().split("\n")
    assert len(lines) == 1
    assert "no audio in it" in lines[0]
