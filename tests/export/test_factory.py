"""The synthesised drum library: requirements on every sound, and differences between the labels."""

import csv
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("scipy", reason="needs the extra [export]")
pytest.importorskip("soundfile", reason="needs the extra [export]")

import soundfile
from scipy.signal import find_peaks

from latentpad_export.commands import factory as command
from latentpad_export.factory import (
    LABELS,
    SAMPLE_RATE,
    FactoryError,
    make_drum,
    write_library,
)
from latentpad_export.factory.character import draw_character
from latentpad_export.factory.clap import CLAPS
from latentpad_export.factory.clock import times
from latentpad_export.factory.drums import Drum
from latentpad_export.factory.envelopes import bursts, decay
from latentpad_export.factory.filters import tilt
from latentpad_export.factory.library import library_drum
from latentpad_export.factory.mallet import struck
from latentpad_export.factory.oscillators import damped_sines, squares

N_SOUNDS = 40

Library = Mapping[str, list[Drum]]
Waveform = NDArray[np.float32] | NDArray[np.float64]


@pytest.fixture(scope="module")
def library() -> Library:
    """Forty sounds of every label."""
    return {label: [library_drum(label, 0, index) for index in range(N_SOUNDS)] for label in LABELS}


def centroid(samples: Waveform) -> float:
    """Return the mean frequency of a sound, in Hz, weighted by its power."""
    power = np.abs(np.fft.rfft(samples)) ** 2
    return float(np.sum(power * np.fft.rfftfreq(samples.size, 1.0 / SAMPLE_RATE)) / np.sum(power))


def effective_seconds(samples: Waveform) -> float:
    """Return the time after which one per cent of the energy remains."""
    energy = np.cumsum(np.square(samples, dtype=np.float64))
    return float(np.searchsorted(energy, 0.99 * energy[-1])) / SAMPLE_RATE


def loudness(samples: Waveform) -> NDArray[np.float64]:
    """Return the power of a sound, smoothed over 4 ms, relative to its maximum."""
    window = np.hanning(176)
    power = np.convolve(np.square(samples, dtype=np.float64), window)
    return np.asarray(power / power.max())


def strongest_frequency(samples: Waveform) -> float:
    """Return the frequency of the strongest partial, in Hz, interpolated between bins of a padded spectrum."""
    padded = np.abs(np.fft.rfft(samples * np.hanning(samples.size), 2**19))
    peak = int(np.argmax(padded))
    left, middle, right = np.log(padded[peak - 1 : peak + 2])
    return float((peak + 0.5 * (left - right) / (left - 2.0 * middle + right)) * SAMPLE_RATE / 2**19)


def cents(frequency: float, reference: float) -> float:
    """Return the interval from ``reference`` to ``frequency``."""
    return float(1200.0 * np.log2(frequency / reference))


@pytest.mark.parametrize("label", LABELS)
def test_every_sound_is_finite_and_peaks_in_the_range(library: Library, label: str) -> None:
    for drum in library[label]:
        assert drum.samples.dtype == np.float32
        assert np.isfinite(drum.samples).all()
        assert -6.01 <= 20.0 * np.log10(np.abs(drum.samples).max()) <= -0.29


@pytest.mark.parametrize("label", LABELS)
def test_every_sound_starts_immediately(library: Library, label: str) -> None:
    for drum in library[label]:
        level = np.abs(drum.samples)
        assert np.argmax(level > 0.01 * level.max()) <= SAMPLE_RATE / 1000


@pytest.mark.parametrize("label", LABELS)
def test_every_sound_ends_in_silence(library: Library, label: str) -> None:
    for drum in library[label]:
        level = np.abs(drum.samples)
        assert level[-SAMPLE_RATE // 1000 :].max() < 0.003 * level.max()
        assert 0.02 < level.size / SAMPLE_RATE <= 2.0


@pytest.mark.parametrize("label", LABELS)
def test_every_sound_is_audible_and_has_no_offset(library: Library, label: str) -> None:
    for drum in library[label]:
        level = np.abs(drum.samples)
        assert np.sqrt(np.mean(np.square(drum.samples))) > 0.01 * level.max()
        assert abs(drum.samples.mean()) < 0.002 * level.max()


@pytest.mark.parametrize("label", LABELS)
def test_the_sounds_of_a_label_differ(library: Library, label: str) -> None:
    brightness = [centroid(drum.samples) for drum in library[label]]
    seconds = [effective_seconds(drum.samples) for drum in library[label]]
    # At least a fourth between the quartiles of the centroids and a factor of 1.3 between those of the lengths.
    assert np.quantile(brightness, 0.75) / np.quantile(brightness, 0.25) > 4.0 / 3.0
    assert np.quantile(seconds, 0.75) / np.quantile(seconds, 0.25) > 1.3
    assert len({drum.variant for drum in library[label]}) >= 4


def test_drums_are_ordered_by_brightness(library: Library) -> None:
    order = ["kick", "tom", "snare", "hihat"]
    medians = [np.median([centroid(drum.samples) for drum in library[label]]) for label in order]
    assert medians == sorted(medians)
    assert medians[-1] > 20.0 * medians[0]


def test_open_hats_are_longer_than_closed_ones(library: Library) -> None:
    seconds = {
        opening: [effective_seconds(drum.samples) for drum in library["hihat"] if drum.variant.endswith(opening)]
        for opening in ("closed", "half", "open")
    }
    assert np.median(seconds["closed"]) < np.median(seconds["half"]) < np.median(seconds["open"])
    assert np.median(seconds["open"]) > 3.0 * np.median(seconds["closed"])


def test_a_train_of_bursts_restarts_at_every_onset() -> None:
    t = times(0.1)
    envelope = bursts(t, [0.0, 0.02, 0.04], [0.03, 0.03, 0.2], [1.0, 0.5, 0.8])
    starts = np.searchsorted(t, [0.0, 0.02, 0.04])
    np.testing.assert_allclose(envelope[starts], [1.0, 0.5, 0.8], rtol=0.01)
    np.testing.assert_allclose(envelope[starts[1:] - 1], [10.0**-2, 0.5 * 10.0**-2], rtol=0.02)


@pytest.mark.parametrize("variant", ["808", "909"])
def test_a_clap_has_several_bursts(variant: str) -> None:
    n_bursts = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        power = loudness(CLAPS[variant](rng, draw_character(rng)))
        peaks, _ = find_peaks(power, prominence=0.15, distance=220)
        n_bursts.append(len(peaks))
    assert np.median(n_bursts) >= 3
    assert np.quantile(n_bursts, 0.1) >= 2


@pytest.mark.parametrize("frequency", [110.0, 261.6256, 987.7666])
def test_a_struck_body_sounds_at_its_frequency(frequency: float) -> None:
    tone = struck(times(0.5), frequency, [(1.0, 1.0, 0.5), (3.93, 0.4, 0.2)])
    assert abs(cents(strongest_frequency(tone), frequency)) < 1.0


def test_every_mallet_is_on_a_note_of_the_tempered_scale(library: Library) -> None:
    for drum in library["mallet_drum"]:
        # The strongest partial may be the octave, twelfth or double octave of the note: those lie within 2 cents of it.
        midi = 69.0 + 12.0 * np.log2(strongest_frequency(drum.samples) / 440.0)
        assert abs(midi - round(midi)) < 0.05


def test_damped_sines_equal_their_formula() -> None:
    t = times(0.03)
    frequencies, amplitudes = np.array([441.0, 3000.0]), np.array([1.0, 0.5])
    seconds, phases = np.array([0.1, np.inf]), np.array([0.3, 1.2])
    expected = decay(t, 0.1) * np.sin(2.0 * np.pi * 441.0 * t + 0.3) + 0.5 * np.sin(2.0 * np.pi * 3000.0 * t + 1.2)
    np.testing.assert_allclose(damped_sines(t, frequencies, amplitudes, seconds, phases), expected, atol=1e-9)


def test_a_square_has_its_odd_harmonics_and_nothing_else() -> None:
    # 441 Hz over one second: every harmonic falls on a bin, and so would its alias, on another.
    spectrum = np.abs(np.fft.rfft(squares(times(1.0), [441.0], np.zeros(1)))) / (SAMPLE_RATE / 2)
    harmonics = np.arange(1, 20_000 / 441.0, 2)
    bins = np.round(441.0 * harmonics).astype(int)
    np.testing.assert_allclose(spectrum[bins], 4.0 / np.pi / harmonics, rtol=1e-6)
    assert np.delete(spectrum, bins).max() < 1e-9


def test_a_tilt_raises_the_treble_as_much_as_it_lowers_the_bass() -> None:
    gains = np.abs(np.fft.rfft(tilt(np.eye(1, 8192)[0], 6.0)))
    decibels = 20.0 * np.log10(gains)
    assert decibels[0] == pytest.approx(-6.0, abs=0.01)
    assert decibels[-1] == pytest.approx(6.0, abs=0.01)
    assert decibels[round(1000.0 * 8192 / SAMPLE_RATE)] == pytest.approx(0.0, abs=0.05)


def test_the_same_seed_gives_the_same_drum_and_another_seed_another() -> None:
    first, again, other = (make_drum("snare", np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first[:1000], other[:1000])


def test_a_sound_does_not_depend_on_the_size_of_the_library(tmp_path: Path) -> None:
    write_library(tmp_path / "few", 2, 3)
    write_library(tmp_path / "many", 4, 3, labels=["tom", "clap"])
    for label in ("tom", "clap"):
        few = sorted((tmp_path / "few" / label).iterdir())
        assert len(few) == 2
        for path in few:
            assert path.read_bytes() == (tmp_path / "many" / label / path.name).read_bytes()


def test_the_library_describes_itself(tmp_path: Path) -> None:
    assert write_library(tmp_path, 10, 0, labels=["clap", "wooden"]) == 20
    with (tmp_path / "samples.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["file", "label", "kit", "sublabel", "seconds", "split"]
    written = {str(path.relative_to(tmp_path).as_posix()) for path in tmp_path.rglob("*.wav")}
    assert {row["file"] for row in rows} == written
    for row in rows:
        assert row["file"].startswith(f"{row['label']}/{row['label']}_{row['sublabel']}_")
        assert float(row["seconds"]) == pytest.approx(soundfile.info(tmp_path / row["file"]).duration, abs=1e-4)
    attribution = (tmp_path / "ATTRIBUTION.txt").read_text()
    assert "seed 0" in attribution
    assert "CC0-1.0" in attribution


def test_a_tenth_of_the_kits_is_for_validation_and_no_kit_is_split(tmp_path: Path) -> None:
    write_library(tmp_path, 40, 0, labels=["clap", "wooden"])
    with (tmp_path / "samples.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    splits = {(row["kit"], row["split"]) for row in rows}
    assert len(splits) == len({kit for kit, _ in splits}) == 20
    assert sum(split == "val" for _, split in splits) == 2
    assert {row["label"] for row in rows if row["split"] == "val"} == {"clap", "wooden"}


@pytest.mark.parametrize("bits", [16, 24])
def test_a_file_reads_back_as_synthesised(tmp_path: Path, bits: int) -> None:
    write_library(tmp_path, 1, 7, labels=["hihat"], bits=bits)
    (path,) = (tmp_path / "hihat").iterdir()
    samples, sample_rate = soundfile.read(path, dtype="float64")
    assert (sample_rate, soundfile.info(path).subtype) == (44_100, f"PCM_{bits}")
    np.testing.assert_allclose(samples, library_drum("hihat", 7, 0).samples, atol=2.0 ** (1 - bits))


def test_a_folder_that_is_not_empty_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "song.txt").write_text("mine")
    with pytest.raises(FactoryError, match="is not empty"):
        command.main([str(tmp_path), "--per-label", "1"])
    assert [path.name for path in tmp_path.iterdir()] == ["song.txt"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "song.txt").write_text("mine")
    with pytest.raises(FactoryError, match="is a file"):
        command.main([str(tmp_path / "song.txt")])
    with pytest.raises(FactoryError, match="cannot write here"):
        command.main([str(tmp_path / "song.txt" / "below")])


@pytest.mark.parametrize("per_label", ["0", "-1", "10001"])
def test_a_number_out_of_range_is_refused_before_anything_is_written(tmp_path: Path, per_label: str) -> None:
    with pytest.raises(FactoryError, match="between 1 and 10000"):
        command.main([str(tmp_path / "new"), "--per-label", per_label])
    assert not (tmp_path / "new").exists()


def test_an_unknown_label_is_refused_with_a_list_of_the_labels(tmp_path: Path) -> None:
    with pytest.raises(FactoryError, match=r"'gong'.*choose from kick, snare"):
        command.main([str(tmp_path / "new"), "--labels", "gong"])
    with pytest.raises(FactoryError, match="'gong'"):
        make_drum("gong", np.random.default_rng(0))


def test_the_command_writes_the_requested_labels(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([str(tmp_path / "new"), "--per-label", "2", "--seed", "5", "--labels", "kick", "clap"]) == 0
    names = sorted(path.name for path in (tmp_path / "new").iterdir())
    assert names == ["ATTRIBUTION.txt", "clap", "kick", "samples.csv"]
    assert "4 sounds of 2 labels" in capsys.readouterr().out
