"""Features on disk: values, skipped files, and resuming after an interrupt."""

import shutil
from dataclasses import replace
from io import BytesIO
from math import ceil
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("librosa", reason="needs the extra [export]")
pytest.importorskip("soundfile", reason="needs the extra [export]")

import soundfile

from latentpad.bundle.representation import Representation
from latentpad.samples.one_shot import read_one_shot
from latentpad.samples.sketch import sketch
from latentpad.synth.attack import measure_attack
from latentpad.synth.periodicity import measure_partials
from latentpad_export.data import chunks
from latentpad_export.data.blocks import Blocks
from latentpad_export.data.feature_set import FeatureSet
from latentpad_export.data.features import extract, log_magnitude
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


def read(sounds: tuple[Sound, ...], work: Path, detail_seconds: float | None = None) -> FeatureSet:
    """Read sounds with the small representation."""
    work.mkdir(exist_ok=True)
    return extract(sounds, SMALL, filter_bank(SMALL, "warped")[0], work, detail_seconds)


def tones(folder: Path) -> tuple[Sound, ...]:
    """Write tones of 440 Hz, of 0.03, 0.5 and 2 seconds, the last one decaying by 10 dB per second."""
    folder.mkdir()
    for i, seconds in enumerate((0.03, 0.5, 2.0)):
        time = np.arange(round(seconds * SMALL.sample_rate)) / SMALL.sample_rate
        decay = 10 ** (-time / 2) if seconds == 2 else 1
        soundfile.write(folder / f"{i}.wav", 0.5 * decay * np.cos(2 * np.pi * 440 * time), SMALL.sample_rate)
    return scan(folder).sounds


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
    np.testing.assert_array_equal(batch * 255, found.stored(np.array([2, 2, 0])).transpose(0, 2, 1))
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


def test_a_sound_takes_as_many_frames_on_disk_as_it_has(tmp_path: Path) -> None:
    found = read(library(tmp_path / "drums"), tmp_path / "work")
    whole = found.stored(np.arange(7))
    assert whole.shape == (7, SMALL.n_frames, SMALL.n_bands)
    lengths = [int(np.flatnonzero(feature.any(axis=1))[-1]) + 1 for feature in whole]
    assert lengths == [ceil((300 + 20 * i + SMALL.n_fft // 2) / SMALL.hop_length) for i in range(7)]
    np.testing.assert_array_equal(found.stored(np.array([6, 0]), 5), whole[[6, 0], :5])
    packed = sum(path.stat().st_size for path in (tmp_path / "work").glob("*.bytes"))
    assert packed < sum(lengths) * SMALL.n_bands + 7 * 20


def test_reading_resumes_after_an_interrupt_and_measures_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sounds = library(tmp_path / "drums")
    interrupting = sounds[5].path.read_bytes()
    n_measured = 0

    def measured(source: BytesIO, *lengths: int) -> object:
        nonlocal n_measured
        if source.getvalue() == interrupting:
            raise KeyboardInterrupt
        n_measured += 1
        return read_one_shot(source, *lengths)

    monkeypatch.setattr("latentpad_export.data.measure.read_one_shot", measured)
    monkeypatch.setattr(chunks, "CHUNK", 2)
    with pytest.raises(KeyboardInterrupt):
        read(sounds, tmp_path / "work")
    n_measured, interrupting = 0, b""
    n_kept = len(Blocks(tmp_path / "work").find())
    resumed = read(sounds, tmp_path / "work")
    assert n_measured == 7 - n_kept
    at_once = read(sounds, tmp_path / "at once")
    np.testing.assert_array_equal(resumed.stored(np.arange(7)), at_once.stored(np.arange(7)))
    n_measured = 0
    assert read(sounds, tmp_path / "work").sounds == resumed.sounds
    assert n_measured == 0


def test_details_are_those_of_the_sounds_cut_at_their_own_length(tmp_path: Path) -> None:
    found = read(tones(tmp_path / "tones"), tmp_path / "work", detail_seconds=1.0)
    assert found.details is not None
    np.testing.assert_allclose(found.details.pitches[1:], 440, rtol=1e-3)
    assert (found.details.pitch_certainties[1:] > 0.9).all()
    np.testing.assert_allclose(found.details.seconds, [0.03, 0.5, 1.0], atol=2e-3)
    np.testing.assert_allclose(found.details.whole_seconds, [0.03, 0.5, 2.0], atol=2e-3)
    assert found.details.cut_db[:2].tolist() == [-np.inf] * 2
    assert found.details.cut_db[2] == pytest.approx(-9.5, abs=0.3)
    read_again = read_one_shot(found.sounds[2].path, SMALL.sample_rate, SMALL.sample_rate)
    np.testing.assert_array_equal(found.details.sketches[2], sketch(read_again.signal))
    np.testing.assert_array_equal(found.details.attacks[2], measure_attack(read_again.signal, SMALL.sample_rate))
    partials = measure_partials(read_again.signal, SMALL.sample_rate, float(found.details.pitches[2]))
    np.testing.assert_array_equal(found.details.partials[2, :, 0], partials[:, 0])
    assert partials.tolist()[1] == [255] + 7 * [0]  # a sine


@pytest.mark.parametrize("detail_seconds", [0.02, 0.06, 1.0])
def test_the_features_are_those_of_the_model_whatever_the_length_of_the_detail(
    tmp_path: Path, detail_seconds: float
) -> None:
    sounds = tones(tmp_path / "tones")
    without, found = read(sounds, tmp_path / "without"), read(sounds, tmp_path / "with", detail_seconds)
    np.testing.assert_array_equal(found.stored(np.arange(3)), without.stored(np.arange(3)))
    assert without.details is None
    assert found.details is not None
    assert found.details.seconds.max() <= detail_seconds
    np.testing.assert_allclose(without.seconds, [0.03, SMALL.seconds, SMALL.seconds], atol=2e-3)


def test_sounds_that_differ_only_beyond_the_length_of_the_model_are_no_duplicates(tmp_path: Path) -> None:
    sounds = tones(tmp_path / "tones")
    samples, rate = soundfile.read(sounds[2].path)
    samples[-4_000:] *= 0.5
    soundfile.write(tmp_path / "tones" / "3.wav", samples, rate)
    both = scan(tmp_path / "tones").sounds
    assert len(read(both, tmp_path / "short").sounds) == 3
    assert len(read(both, tmp_path / "long", detail_seconds=2.0).sounds) == 4


@pytest.mark.parametrize("suffix", [".npz", ".bytes"])
@pytest.mark.parametrize("cut", [0, 300])
def test_a_block_that_was_cut_off_is_computed_again(tmp_path: Path, suffix: str, cut: int) -> None:
    sounds, work = library(tmp_path / "drums"), tmp_path / "work"
    expected = read(sounds, work).stored(np.arange(7))
    (block,) = work.glob(f"*{suffix}")
    block.write_bytes(block.read_bytes()[:cut])
    np.testing.assert_array_equal(read(sounds, work).stored(np.arange(7)), expected)


def test_what_was_read_for_one_library_serves_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sounds, work = library(tmp_path / "drums"), tmp_path / "work"
    read(sounds, work)
    shutil.copytree(tmp_path / "drums", tmp_path / "copied")

    def refuse(*_: object) -> None:
        raise AssertionError("a sound was measured again")

    monkeypatch.setattr("latentpad_export.data.measure.read_one_shot", refuse)
    moved = read(scan(tmp_path / "copied").sounds[2:5], work)
    assert [sound.path.parent.name for sound in moved.sounds] == ["copied"] * 3


def test_a_library_without_a_usable_sound_is_refused_with_the_first_reasons(tmp_path: Path) -> None:
    sounds = library(tmp_path / "drums")
    for sound in sounds:
        sound.path.write_bytes(b"")
    with pytest.raises(LibraryError, match=r"^none of 7 files can be used: 00\.wav is empty; 01\.wav is empty; 02"):
        read(sounds, tmp_path / "work")


def test_features_that_do_not_fit_on_the_disk_are_refused(tmp_path: Path) -> None:
    endless = replace(SMALL, n_frames=10**13)
    with pytest.raises(LibraryError, match=r"GB needed, \d+\.\d GB free; free some space, or choose another folder"):
        extract(library(tmp_path / "drums"), endless, filter_bank(SMALL, "warped")[0], tmp_path)
