"""Features on disk: values, skipped files, and resuming after an interrupt."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("librosa", reason="needs the extra [export]")
pytest.importorskip("soundfile", reason="needs the extra [export]")

import soundfile

from latentpad.bundle.representation import Representation
from latentpad_export.data import features as reading
from latentpad_export.data.features import FeatureSet, extract, log_magnitude
from latentpad_export.data.filter_banks import filter_bank
from latentpad_export.data.library import Sound, scan
from latentpad_export.errors import LibraryError
from latentpad_export.factory import LABELS, make_drum
from latentpad_export.presets import STUDIO, THESIS, Preset

BOTH = pytest.mark.parametrize("preset", [STUDIO, THESIS], ids=lambda preset: preset.name)
SMALL = Representation(8_000, n_fft=128, hop_length=32, n_bands=16, n_frames=16, top_db=80.0)


def library(folder: Path, n_sounds: int = 7) -> tuple[Sound, ...]:
    """Write short noises, all different."""
    folder.mkdir()
    rng = np.random.default_rng(1)
    for i in range(n_sounds):
        soundfile.write(folder / f"{i:02d}.wav", rng.uniform(-0.5, 0.5, 300 + 20 * i), SMALL.sample_rate)
    return scan(folder).sounds


def read(sounds: tuple[Sound, ...], work: Path) -> FeatureSet:
    """Read sounds with the small representation."""
    work.mkdir(exist_ok=True)
    return extract(sounds, SMALL, filter_bank(SMALL, "warped")[0], work)


@BOTH
@pytest.mark.parametrize("label", LABELS[::4])
def test_the_loudest_band_of_a_drum_is_1_and_no_band_is_below_0(preset: Preset, label: str) -> None:
    drum = make_drum(label, np.random.default_rng(3))
    feature = log_magnitude(drum, preset.representation, filter_bank(preset.representation, preset.warp)[0])
    assert feature.shape == (preset.representation.n_bands, preset.representation.n_frames)
    assert feature.dtype == np.float32
    assert feature.max() == 1
    assert feature.min() >= 0


def test_a_click_lands_in_its_frame_and_silence_is_0() -> None:
    signal = np.zeros(SMALL.n_samples, dtype=np.float32)
    signal[6 * SMALL.hop_length] = 1
    feature = log_magnitude(signal, SMALL, filter_bank(SMALL, "warped")[0])
    assert feature.mean(axis=0).argmax() == 6
    assert not feature[:, :4].any()
    assert not feature[:, 9:].any()
    np.testing.assert_allclose(feature[:, 6], 1, atol=1e-5)


def test_a_batch_contains_the_features_of_the_usable_sounds(tmp_path: Path) -> None:
    sounds = library(tmp_path / "drums")
    soundfile.write(sounds[2].path, np.zeros(400), SMALL.sample_rate)
    found = read(sounds, tmp_path / "work")
    assert [sound.name for sound in found.sounds] == ["00.wav", "01.wav", "03.wav", "04.wav", "05.wav", "06.wav"]
    batch = found.batch(np.array([2, 2, 0]))
    assert batch.dtype == np.float32
    np.testing.assert_array_equal(batch * 255, found.features[[3, 3, 0]])
    np.testing.assert_allclose(found.seconds[:3] * SMALL.sample_rate, [300, 320, 360], atol=12)
    np.testing.assert_allclose(found.peaks, 0.5, atol=0.02)
    assert found.batch(np.arange(6)).max(axis=(1, 2)) == pytest.approx(1)


def test_a_duplicate_is_skipped_with_the_name_of_the_first(tmp_path: Path) -> None:
    sounds = library(tmp_path / "drums")
    samples, _ = soundfile.read(sounds[1].path)
    soundfile.write(sounds[4].path, np.concatenate([np.zeros(50), samples]), SMALL.sample_rate)
    shutil.copy(sounds[1].path, sounds[6].path)
    found = read(sounds, tmp_path / "work")
    assert ("06.wav", "is the same sound as 01.wav") in {(skipped.name, skipped.reason) for skipped in found.skipped}
    assert "01.wav" in {sound.name for sound in found.sounds}


@pytest.mark.parametrize("cut", [0, 1, 60, 300, 900, 10_000])
def test_reading_resumes_from_a_journal_that_was_cut_off_anywhere(tmp_path: Path, cut: int) -> None:
    sounds, work = library(tmp_path / "drums"), tmp_path / "work"
    at_once = read(sounds, work)
    journal = work / "features.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole[:cut])
    features = np.lib.format.open_memmap(work / "features.npy", mode="r+")
    features[whole[:cut].count(b"\n") :] = 7
    resumed = read(sounds, work)
    np.testing.assert_array_equal(resumed.features, at_once.features)
    np.testing.assert_array_equal(resumed.peaks, at_once.peaks)
    assert resumed.sounds == at_once.sounds
    assert journal.read_bytes() == whole


def test_reading_resumes_after_an_interrupt_and_reads_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sounds = library(tmp_path / "drums")
    opened: list[str] = []
    interrupted = True

    def read_one_shot(path: Path, sample_rate: int, n_samples: int) -> object:
        if interrupted and path.name == "05.wav":
            raise KeyboardInterrupt
        opened.append(path.name)
        return original(path, sample_rate, n_samples)

    original = reading.read_one_shot
    monkeypatch.setattr(reading, "read_one_shot", read_one_shot)
    monkeypatch.setattr(reading, "CHUNK", 2)
    with pytest.raises(KeyboardInterrupt):
        read(sounds, tmp_path / "work")
    opened.clear()
    interrupted = False
    resumed = read(sounds, tmp_path / "work")
    assert sorted(opened) == ["04.wav", "05.wav", "06.wav"]
    np.testing.assert_array_equal(resumed.features, read(sounds, tmp_path / "at once").features)


def test_damaged_features_are_computed_again(tmp_path: Path) -> None:
    sounds, work = library(tmp_path / "drums"), tmp_path / "work"
    expected = np.array(read(sounds, work).features)
    (work / "features.npy").write_bytes((work / "features.npy").read_bytes()[:500])
    np.testing.assert_array_equal(read(sounds, work).features, expected)


def test_the_features_of_another_library_are_refused(tmp_path: Path) -> None:
    sounds, work = library(tmp_path / "drums"), tmp_path / "work"
    read(sounds, work)
    with pytest.raises(
        LibraryError, match=r"features\.npy: contains \(7, 16, 16\), but \(5, 16, 16\) is needed; remove"
    ):
        read(sounds[:5], work)


def test_a_library_without_a_usable_sound_is_refused_with_the_first_reasons(tmp_path: Path) -> None:
    sounds = library(tmp_path / "drums")
    for sound in sounds:
        sound.path.write_bytes(b"")
    with pytest.raises(LibraryError, match=r"^none of 7 files can be used: 00\.wav is empty; 01\.wav is empty; 02"):
        read(sounds, tmp_path / "work")


def test_features_that_do_not_fit_on_the_disk_are_refused(tmp_path: Path) -> None:
    endless = replace(SMALL, n_frames=10**13)
    with pytest.raises(LibraryError, match=r": 1120000\.0 GB needed, \d+\.\d GB free$"):
        extract(library(tmp_path / "drums"), endless, filter_bank(SMALL, "warped")[0], tmp_path)
