"""From a folder of sounds to a map with what its detail needs, with the toy's networks."""

import errno
import logging
import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

pytest.importorskip("torch", reason="needs the extra [export]")

from latentpad.bundle.bundle import Bundle, load_bundle
from latentpad.bundle.map import BOUNDS
from latentpad.errors import BundleError
from latentpad.player.library_audio import find_library
from latentpad.player.parents import ParentSounds
from latentpad.player.player import Player
from latentpad.request import Request
from latentpad.samples.folder import Folder
from latentpad.samples.one_shot import read_one_shot, shorten
from latentpad.samples.sketch import sketch
from latentpad.synth.attack import measure_attack
from latentpad.synth.periodicity import measure_partials
from latentpad_export.data import contents
from latentpad_export.data.labelling import Labelling
from latentpad_export.errors import LibraryError, TrainingError
from latentpad_export.pipeline import map as mapping
from latentpad_export.pipeline.map import map_library
from latentpad_export.pipeline.options import MapOptions
from latentpad_export.pipeline.progress import Silent

RATE = 8_000


def mapped(options: MapOptions) -> Bundle:
    map_library(options)
    return load_bundle(options.output)


def test_a_map_has_what_the_detail_of_its_sounds_needs(
    options: MapOptions, library: Path, hertz: tuple[int, ...]
) -> None:
    found = mapped(options)
    assert found.detail_seconds == 2.0
    assert found.palette is None
    layout = found.map
    assert layout.pitches is not None
    assert layout.pitch_certainties is not None
    assert layout.triangles is not None
    assert layout.sketches is not None
    np.testing.assert_allclose(layout.pitches[:5], hertz[:5], rtol=2e-3)
    assert (layout.pitch_certainties[:5] > 0.9).all()
    assert layout.pitch_certainties[5] < 0.5
    assert set(layout.triangles.reshape(-1)) <= set(range(6))
    np.testing.assert_allclose(layout.seconds, [0.5, 1, 1.5, 2, 2, 2], atol=2e-3)
    assert layout.attacks is not None
    assert layout.partials is not None
    kept = zip(layout.names, layout.sketches, layout.attacks, layout.partials, layout.pitches, strict=True)
    for name, levels, attack, partials, pitch in kept:
        signal = read_one_shot(library / name, RATE, 2 * RATE).signal
        np.testing.assert_array_equal(sketch(signal), levels)
        heard = shorten(signal, RATE, found.representation.n_samples)  # the loudest part may come later
        np.testing.assert_array_equal(measure_attack(heard, RATE), attack)
        np.testing.assert_array_equal(measure_partials(heard, RATE, float(pitch)), partials)


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege there")
def test_a_linked_file_that_is_mapped_is_played_here_but_not_with_a_bundle_from_elsewhere(
    options: MapOptions, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere.wav"
    (library / "2.wav").rename(elsewhere)
    (library / "2.wav").symlink_to(elsewhere)
    bundle = mapped(options)
    (linked,) = bundle.map.names.find("2.wav").tolist()
    np.testing.assert_array_equal(ParentSounds(bundle)(linked), read_one_shot(elsewhere, RATE, 2 * RATE).signal)
    monkeypatch.setattr("latentpad.player.library_audio.libraries_folder", lambda: tmp_path / "another computer")
    sounds = ParentSounds(bundle, find_library(bundle, (library,)))
    assert [sounds(index) is None for index in range(6)] == [index == linked for index in range(6)]


def test_sounds_that_are_cut_are_named(options: MapOptions, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    map_library(options)
    lines = [record.message for record in caplog.records]
    assert lines[:2] == [
        "6 of 6 sounds are longer than the 0.25 s that the model hears",
        "2 sounds are longer than 2 s and cut there (--seconds), the loudest first:",
    ]
    assert [line.split()[0] for line in lines[2:4]] == ["4.wav", "5.wav"]


def test_a_model_that_cannot_be_refined_is_refused_before_anything_is_read(options: MapOptions) -> None:
    with pytest.raises(TrainingError, match="its networks lack encoder"):
        map_library(replace(options, refine=True))
    assert not options.cache.exists()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return the files that are read, as they are read."""
    found: list[Path] = []
    read_content = contents.read_content

    def noted(path: Path) -> bytes:
        found.append(path)
        return read_content(path)

    monkeypatch.setattr(contents, "read_content", noted)
    return found


def test_an_interrupted_map_goes_on_without_reading_a_file_again(
    options: MapOptions, monkeypatch: pytest.MonkeyPatch, read: list[Path]
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(mapping, "lay_out_sounds", interrupt)
        with pytest.raises(KeyboardInterrupt):
            map_library(options)
    assert len(read) == 6
    assert len(mapped(options).map.points) == 6
    assert len(read) == 6


def test_only_files_that_were_added_or_changed_are_read(
    options: MapOptions, library: Path, tmp_path: Path, read: list[Path]
) -> None:
    map_library(options)
    read.clear()
    (library / "more").mkdir()
    (library / "1.wav").rename(library / "more" / "renamed.wav")
    (library / "2.wav").unlink()
    time = np.arange(RATE) / RATE
    soundfile.write(library / "3.wav", 0.3 * np.cos(2 * np.pi * 700 * time), RATE)
    soundfile.write(library / "new.wav", 0.3 * np.cos(2 * np.pi * 900 * time), RATE)
    found = mapped(replace(options, output=tmp_path / "again.latentpad"))
    assert list(found.map.names) == ["0.wav", "3.wav", "4.wav", "5.wav", "more/renamed.wav", "new.wav"]
    assert {path.name for path in read} <= {"3.wav", "new.wav", "renamed.wav"}


def test_the_same_library_gives_the_same_bundle_whatever_was_known(options: MapOptions, tmp_path: Path) -> None:
    first = mapped(options)
    known = mapped(replace(options, output=tmp_path / "known" / "new.latentpad"))
    unknown = mapped(replace(options, output=tmp_path / "unknown" / "new.latentpad", cache=tmp_path / "other cache"))
    assert first.digest == known.digest == unknown.digest


def test_an_update_keeps_the_places_of_known_sounds_also_if_they_were_renamed(
    options: MapOptions, library: Path, tmp_path: Path, read: list[Path], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    before = mapped(options)
    read.clear()
    (library / "1.wav").rename(library / "9.wav")
    (library / "0.wav").unlink()
    soundfile.write(library / "new.wav", np.random.default_rng(9).uniform(-0.4, 0.4, RATE), RATE)
    update = replace(options, model=options.output, update=True, output=tmp_path / "updated.latentpad")
    after = mapped(update)
    assert {path.name for path in read} == {"9.wav", "new.wav"}
    places = dict(zip(before.map.names, before.map.points.tolist(), strict=True))
    found = dict(zip(after.map.names, after.map.points.tolist(), strict=True))
    assert {name: found[name] for name in ("2.wav", "3.wav", "4.wav", "5.wav")} == {
        name: places[name] for name in ("2.wav", "3.wav", "4.wav", "5.wav")
    }
    assert found["9.wav"] == places["1.wav"]
    assert set(found) == {"2.wav", "3.wav", "4.wav", "5.wav", "9.wav", "new.wav"}
    assert "5 sounds keep their places, 1 is new, 1 is gone" in caplog.messages
    assert after.training["mapped_with"] == before.training["mapped_with"]


def test_an_update_tells_sounds_of_the_same_name_and_peak_apart(
    options: MapOptions, library: Path, tmp_path: Path
) -> None:
    before = mapped(options)
    (tmp_path / "other").mkdir()
    for file in library.iterdir():
        signal, rate = soundfile.read(file)
        soundfile.write(tmp_path / "other" / file.name, signal[::-1] * np.linspace(0.2, 1, len(signal)), rate)
    normalise([*library.iterdir(), *(tmp_path / "other").iterdir()])
    before = mapped(replace(options, output=tmp_path / "normalised.latentpad"))
    update = replace(options, model=tmp_path / "normalised.latentpad", update=True, output=tmp_path / "both.latentpad")
    both = mapped(replace(update, libraries=(library, tmp_path / "other")))
    places = dict(zip(both.map.names, both.map.points.tolist(), strict=True))
    for name, place in zip(before.map.names, before.map.points.tolist(), strict=True):
        assert places[f"sounds/{name}"] == place
        assert places[f"other/{name}"] != place


def normalise(files: list[Path]) -> None:
    for file in files:
        signal, rate = soundfile.read(file)
        soundfile.write(file, 0.5 * signal / np.abs(signal).max(), rate)


def test_a_file_that_was_overwritten_with_another_sound_is_new_in_an_update(
    options: MapOptions, library: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    mapped(options)
    signal, rate = soundfile.read(library / "5.wav")
    soundfile.write(library / "5.wav", signal[::-1] * np.linspace(0.1, 1, len(signal)), rate)
    normalise([library / "5.wav"])
    mapped(replace(options, model=options.output, update=True, output=tmp_path / "updated.latentpad"))
    assert "5 sounds keep their places, 1 is new, 1 is gone" in caplog.messages


def test_samples_that_latentpad_has_rendered_are_left_out(
    options: MapOptions, library: Path, bundle: Bundle, caplog: pytest.LogCaptureFixture
) -> None:
    player = Player(bundle, Folder(library))
    name = player.play(Request(0.5, 0.5)).path.name
    assert name not in mapped(options).map.names
    assert f"  {name} was rendered by latentpad" in caplog.messages


def test_more_files_than_a_map_has_room_for_are_refused_before_they_are_read(
    options: MapOptions, monkeypatch: pytest.MonkeyPatch, read: list[Path]
) -> None:
    monkeypatch.setattr("latentpad_export.data.dataset.MAX_POINTS", 5)
    with pytest.raises(
        LibraryError, match=r"^6 files; a map has room for 5: map the folders in the library one by one"
    ):
        map_library(options)
    assert read == []


@pytest.mark.parametrize("option", ["output", "first", "cache"])
def test_nothing_is_written_into_the_library(options: MapOptions, library: Path, option: str) -> None:
    changed = replace(options, **{option: library / "sub" / "new.latentpad"})
    with pytest.raises(BundleError, match=r"would be inside the library .*; choose another place with -"):
        map_library(changed)
    assert not (library / "sub").exists()


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("file/new.latentpad", "file is not a folder; choose another place with -o"),
        ("file", "file already exists; choose another name with -o"),
        (f"{'n' * 245}.latentpad", r"the name has 255 bytes \(maximum 220\); choose a shorter one with -o"),
        (f"{'n' * 300}.latentpad", r"the name has 310 bytes \(maximum 220\)"),
    ],
)
def test_an_output_that_cannot_be_written_is_refused_before_anything_is_read(
    options: MapOptions, tmp_path: Path, output: str, reason: str
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BundleError, match=reason):
        map_library(replace(options, output=tmp_path / output))
    assert not options.cache.exists()


def test_first_bundles_that_cannot_be_written_are_refused(options: MapOptions, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BundleError, match="file is not a folder; choose another place with --first"):
        map_library(replace(options, first=tmp_path / "file"))


def test_a_damaged_block_is_computed_again(options: MapOptions, tmp_path: Path) -> None:
    whole = mapped(options)
    (block,) = options.cache.glob("embeddings-*/*.npz")
    content = bytearray(block.read_bytes())
    content[len(content) // 2] ^= 0xFF
    block.write_bytes(content)
    assert mapped(replace(options, output=tmp_path / "again" / "new.latentpad")).digest == whole.digest


def test_a_full_disk_is_one_line_and_what_was_read_is_kept(
    options: MapOptions, monkeypatch: pytest.MonkeyPatch, read: list[Path]
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("latentpad_export.data.blocks.replace_file", full)
        with pytest.raises(LibraryError, match=r"cannot be written \(No space left on device\); what was read is kept"):
            map_library(options)
    free = shutil.disk_usage(options.cache)._replace(free=1_000)
    with monkeypatch.context() as patch:
        patch.setattr("shutil.disk_usage", lambda _: free)
        with pytest.raises(LibraryError, match=r"0\.2 GB needed, 0\.0 GB free; free some space"):
            map_library(options)
    assert len(mapped(options).map.points) == 6


def test_first_bundles_are_playable_and_grow(options: MapOptions, tmp_path: Path) -> None:
    events: list[tuple[str, dict[str, object]]] = []

    class Noting(Silent):
        def event(self, event: str, **values: object) -> None:
            events.append((event, values))

    map_library(replace(options, first=tmp_path / "first"), Noting())
    (playable,) = [values for event, values in events if event == "playable"]
    first = load_bundle(Path(str(playable["bundle"])))
    assert playable["sounds"] == len(first.map.points) == 6
    assert len(np.unique(first.map.points, axis=0)) == 6
    assert find_library(first).is_available()
    assert [event for event, _ in events][-1] == "finished"


def test_too_few_sounds_make_no_first_bundle(options: MapOptions, library: Path, tmp_path: Path) -> None:
    for i in range(3):
        (library / f"{i}.wav").unlink()
    with pytest.raises(LibraryError, match=r"^3 sounds can be used, at least 4 are needed$"):
        map_library(replace(options, first=tmp_path / "first"))
    assert not (tmp_path / "first").exists()


def test_sounds_are_labelled_by_their_kinds_or_by_their_folders(
    options: MapOptions, library: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    for i, name in enumerate(
        ("Kick Samples/1.wav", "24bit/BD2.wav", "24bit/Snr.wav", "x/SD.wav", "HH/a.wav", "x/y.wav")
    ):
        (library / name).parent.mkdir(exist_ok=True)
        (library / f"{i}.wav").rename(library / name)
    found = mapped(options)
    labels = dict(zip(found.map.names.tolist(), found.map.labels.tolist(), strict=True))
    assert found.labels == ("hihat", "kick", "snare")
    assert [labels[name] for name in ("Kick Samples/1.wav", "24bit/Snr.wav", "HH/a.wav", "x/y.wav")] == [1, 2, 0, -1]
    assert "5 sounds of 3 kinds, judging by the names; 1 has none (--labels, --kinds)" in caplog.messages
    output = tmp_path / "folders.latentpad"
    assert mapped(replace(options, output=output, labelling=Labelling("folders"))).labels == (
        *("24bit", "HH"),
        *("Kick Samples", "x"),
    )


def tone(hertz: float, level: float = 0.5) -> np.ndarray:
    time = np.arange(RATE // 2) / RATE
    return (level * np.cos(2 * np.pi * hertz * time) * np.exp(-8 * time)).astype(np.float32)


def skipped(messages: list[str]) -> dict[str, str]:
    """Return the files that were named as not used, with the reasons."""
    return dict(message.strip().split(" ", 1) for message in messages if message.startswith("  "))


@pytest.mark.parametrize("level", [26_214.0, 6.5e6, 1e9])
def test_integers_kept_as_floats_are_used(options: MapOptions, library: Path, level: float) -> None:
    soundfile.write(library / "integers.wav", tone(700, level), RATE, "FLOAT")
    layout = mapped(options).map
    (place,) = layout.names.find("integers.wav").tolist()
    assert layout.peaks[place] <= 1


def test_files_that_no_map_could_hold_are_named_before_the_map_is_made(
    options: MapOptions, library: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = {"nan": np.nan, "inf": np.inf, "huge": 1e10, "denormal": 1e-30, "rate": 0.5}
    for name, level in broken.items():
        soundfile.write(library / f"{name}.wav", tone(700, level), 1 if name == "rate" else RATE, "FLOAT")
    monkeypatch.setitem(BOUNDS, "peaks", (0.0, 2.0))
    soundfile.write(library / "loud.wav", tone(900, 3.0), RATE, "FLOAT")
    names = set(mapped(options).map.names)
    reasons = skipped([message for message in caplog.messages if " is cut at " not in message])
    assert set(reasons) == {"loud.wav", *(f"{name}.wav" for name in broken)}
    assert reasons["loud.wav"] == "has peaks of up to 3, must be 0 to 2"
    assert names == {f"{i}.wav" for i in range(6)}


def test_a_bundle_that_could_not_be_read_is_not_written(
    options: MapOptions, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("latentpad_export.data.usable.BOUNDS", {})
    monkeypatch.setitem(BOUNDS, "peaks", (0.0, 2.0))
    soundfile.write(library / "loud.wav", tone(900, 3.0), RATE, "FLOAT")
    with pytest.raises(BundleError, match=r"new\.latentpad is not written, since .* peaks has values outside 0 to 2"):
        map_library(options)
    assert not options.output.exists()
    assert [path.name for path in options.output.parent.glob("*new*")] == []


@pytest.mark.parametrize("n", [2, 3])
def test_libraries_whose_folders_have_the_same_name_keep_their_sounds_apart_also_in_updates(
    options: MapOptions, library: Path, tmp_path: Path, n: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    folders = tuple(tmp_path / place / "Drums" for place in "abc"[:n])
    for place, folder in enumerate(folders):
        folder.mkdir(parents=True)
        for i in range(4):
            soundfile.write(folder / f"{i}.wav", tone(300 + 150 * i + 40 * place), RATE)
    layout = mapped(replace(options, libraries=folders)).map
    assert len(set(layout.names)) == 4 * n
    audio = find_library(load_bundle(options.output))
    assert [audio.find(layout.names.find(f"Drums 2/{i}.wav")[0]) for i in range(4)] == [
        folders[1] / f"{i}.wav" for i in range(4)
    ]
    for index in range(4 * n):
        read = audio.read(index)
        assert read is not None
        np.testing.assert_array_equal(read[0], soundfile.read(audio.find(index), dtype="float32")[0])
    update = replace(options, libraries=folders[::-1], model=options.output, update=True, output=tmp_path / "again")
    after = mapped(update)
    assert f"{4 * n} sounds keep their places, 0 are new, 0 are gone" in caplog.messages
    assert find_library(after).find(after.map.names.find("Drums/1.wav")[0]) == folders[-1] / "1.wav"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are Unicode there")
def test_a_file_whose_name_is_not_utf_8_is_found_again(options: MapOptions, library: Path, tmp_path: Path) -> None:
    latin = library / os.fsdecode(b"gr\xfcn\n.wav")
    (library / "2.wav").rename(latin)
    bundle = mapped(options)
    (place,) = bundle.map.names.find("gr\\xfcn\n.wav").tolist()
    assert "".join(bundle.map.names).encode()
    np.testing.assert_array_equal(ParentSounds(bundle)(place), read_one_shot(latin, RATE, 2 * RATE).signal)
    read = find_library(bundle).read(place)
    assert read is not None
    np.testing.assert_array_equal(read[0], soundfile.read(os.fsencode(latin), dtype="float32")[0])
    update = replace(options, model=options.output, update=True, output=tmp_path / "again.latentpad")
    assert mapped(update).map.points[place].tolist() == bundle.map.points[place].tolist()


@pytest.mark.parametrize(("embed", "option"), [(False, "-o"), (True, "-o")])
def test_a_disk_that_is_too_full_is_refused_before_anything_is_read(
    options: MapOptions, monkeypatch: pytest.MonkeyPatch, read: list[Path], embed: bool, option: str
) -> None:
    usage = shutil.disk_usage(options.output.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=210_000_000))
    with pytest.raises(LibraryError, match=rf"0\.2 GB needed, 0\.2 GB free; .* another folder with {option}$"):
        map_library(replace(options, embed=embed, licence="CC0-1.0"))
    assert read == []


def test_what_is_known_takes_no_space(options: MapOptions, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("latentpad_export.pipeline.listening.BYTES_PER_SOUND", 10**12)
    with pytest.raises(LibraryError, match=r"6000\.2 GB needed, .* another folder with --cache$"):
        map_library(options)
    with monkeypatch.context() as patch:
        patch.setattr("latentpad_export.pipeline.listening.BYTES_PER_SOUND", 1)
        map_library(options)
    map_library(replace(options, output=tmp_path / "again.latentpad"))
