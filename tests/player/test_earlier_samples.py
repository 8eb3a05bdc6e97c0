"""The samples of earlier sessions, among files that others have left in the drop folder."""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from latentpad.errors import FolderError
from latentpad.player.library_audio import LibraryAudio
from latentpad.player.preview import Preview
from latentpad.player.sound_renderer import SoundRenderer
from latentpad.request import Controls, Request
from latentpad.samples.folder import Folder
from latentpad.samples.recipe import Recipe
from latentpad.samples.wav_file import encode_wav
from latentpad.sources import Morph
from latentpad.web.messages import encode, to_json

SIGNAL = np.sin(np.linspace(0, 99, 800)).astype(np.float32) / 2


@pytest.fixture
def folder(drop):
    return Folder(drop)


@pytest.fixture
def previews(bundle, folder):
    return Preview(SoundRenderer(bundle, LibraryAudio((), bundle.map.names)), folder)


@pytest.fixture
def recipe(bundle):
    return Recipe(Request(0.125, 0.125, 7), "toy", bundle.digest, "0.1.0", confidence=0.5)


@pytest.fixture
def write(folder, recipe):
    def write(seed, signal=SIGNAL, **changes):
        changed = replace(recipe, request=replace(recipe.request, seed=seed), **changes)
        return folder.write(signal, 8000, "kick", changed)

    return write


def seeds(previews):
    """Return the seeds of the samples that a page is shown."""
    found = [sample for sample in previews.earlier_samples() if sample]
    encode("/page/samples", [to_json(sample) for sample in found])  # they can be sent
    return sorted(sample.rendered.request.seed for sample in found)


def damaged(path):
    path.write_bytes(path.read_bytes()[:30])


def emptied(path):
    path.write_bytes(b"")


def made_a_folder(path):
    path.unlink()
    path.mkdir()


def made_a_fifo(path):
    path.unlink()
    os.mkfifo(path)


def made_a_link(path):
    path.rename(path.with_name("mine.wav"))
    path.symlink_to(path.with_name("mine.wav"))


def made_huge(path):
    with path.open("r+b") as file:
        file.truncate(1 << 40)


def made_a_terabyte_of_nothing(path):
    with path.open("wb") as file:
        file.truncate(1 << 40)


def made_another_format(path):
    signal, rate = soundfile.read(path)
    soundfile.write(path, signal, rate, format="FLAC")


def without_samples(path):
    with soundfile.SoundFile(path) as file:
        comment = file.comment
    with soundfile.SoundFile(path, "w", 8000, 1, "PCM_16") as file:
        file.comment = comment


def at_a_rate_that_cannot_be(path):
    content = path.read_bytes()
    place = content.index(b"fmt ") + 12
    path.write_bytes(content[:place] + (2**31 - 1).to_bytes(4, "little") + content[place + 4 :])


@pytest.mark.parametrize(
    "spoil",
    [
        *(damaged, emptied, made_a_folder, made_huge, without_samples, at_a_rate_that_cannot_be),
        *(made_a_terabyte_of_nothing, made_another_format),
        *(() if os.name == "nt" else (made_a_fifo, made_a_link)),
    ],
)
def test_a_bad_file_costs_itself_only(previews, write, spoil):
    paths = [write(seed) for seed in range(5)]
    spoil(paths[2])
    assert seeds(previews) == [0, 1, 3, 4]


def test_a_recipe_that_cannot_be_rendered_costs_itself_only(previews, write, folder):
    write(1)
    write(2, version=5)
    write(3, bundle="x" * 3000)
    for place in ("x", "seed", "digest"):
        path = write(4)
        path.write_bytes(path.read_bytes().replace(f'"{place}": '.encode(), f'"{place}":['.encode()))
    assert seeds(previews) == [1, 3]


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
@pytest.mark.parametrize("name", [b"caf\xe9.wav", b"\xff\xfe.wav", b"a\nb\x1b[2J.wav"])
def test_a_name_that_is_no_text_hides_nothing(previews, write, folder, name):
    paths = [write(seed) for seed in range(5)]
    (folder.path / "kept").mkdir()
    odd = os.path.join(os.fsencode(folder.path), b"kept", name)
    Path(os.fsdecode(odd)).write_bytes(paths[3].read_bytes())
    for place in (b"", b"kits"):
        Path(os.fsdecode(os.path.join(os.fsencode(folder.path), place, b"b" + name))).parent.mkdir(exist_ok=True)
        Path(os.fsdecode(os.path.join(os.fsencode(folder.path), place, b"b" + name))).write_bytes(b"")
    assert seeds(previews) == [0, 1, 2, 3, 4]
    (kept,) = [sample.kept for sample in previews.earlier_samples() if sample and sample.kept]
    assert os.fsencode(kept) == odd


def test_what_is_in_kept_hides_nothing(previews, write, folder):
    sample = write(1)
    kept = folder.keep(sample.name, "boom")
    for name in ("empty.wav", "._boom.wav", "text.wav"):
        (folder.path / "kept" / name).write_bytes(b"" if name == "empty.wav" else b"\0\5\26\7")
    (folder.path / "kept" / "folder.wav").mkdir()
    assert [sample.kept for sample in previews.earlier_samples() if sample] == [kept]


def test_a_file_in_the_place_of_kept_hides_nothing(previews, write, folder):
    write(1)
    (folder.path / "kept").write_bytes(b"")
    assert seeds(previews) == [1]
    with pytest.raises(FolderError, match=r"cannot be kept \(kept is not a folder\)"):
        folder.keep(write(2).name)


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need a privilege there")
def test_a_link_in_the_place_of_kept_is_not_searched(previews, write, folder, tmp_path):
    private = tmp_path / "private"
    private.mkdir()
    sample = write(1)
    (private / "mine.wav").write_bytes(sample.read_bytes())
    (folder.path / "kept").symlink_to(private)
    assert [sample.kept for sample in previews.earlier_samples() if sample] == [None]


def test_no_file_is_read_that_the_recipe_of_a_stranger_names(previews, write, recipe, folder, tmp_path, monkeypatch):
    mine = tmp_path / "mine.wav"
    soundfile.write(mine, SIGNAL, 8000)
    source = Morph(str(mine), 0.0, "0" * 64)
    strange = replace(recipe, request=replace(recipe.request, seed=5, source=source), confidence=None)
    (folder.path / "kick_x0.125_y0.125_s5.wav").write_bytes(encode_wav(SIGNAL, 8000, strange))
    read = []
    monkeypatch.setattr(previews._renderer.own.files, "read", lambda path: read.append(path))
    write(1)
    assert seeds(previews) == [1, 5]
    assert read == []


def test_a_sample_that_an_editor_saved_in_stereo_is_as_long_as_its_file(previews, write):
    path = write(1)
    with soundfile.SoundFile(path) as file:
        comment, signal = file.comment, file.read()
    with soundfile.SoundFile(path, "w", 8000, 2, "PCM_16") as file:
        file.comment = comment
        file.write(np.stack([signal, signal], axis=1))
    (sample,) = filter(None, previews.earlier_samples())
    heard, sample_rate = previews.sample(path)
    assert heard.shape == (sample.rendered.n_samples,)
    assert (heard, sample_rate) == (pytest.approx(signal, abs=1e-4), 8000)


def test_a_sample_that_was_rendered_in_stereo_is_heard_in_stereo(previews, write, recipe):
    both = np.stack([SIGNAL, -SIGNAL], axis=1)
    wide = replace(recipe.request, seed=1, controls=Controls(stereo=1.0))
    path = previews._folder.write(both, 8000, "kick", replace(recipe, request=wide))
    assert previews.sample(path)[0] == pytest.approx(both, abs=1e-6)


def test_a_sample_that_was_saved_as_floats_is_heard_within_full_scale(previews, write):
    path = write(1)
    soundfile.write(path, 32_767 * SIGNAL, 8000, "FLOAT")
    assert np.abs(previews.sample(path)[0]).max() == 1


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need a privilege there")
def test_a_sample_that_has_become_a_link_is_not_heard(previews, write, tmp_path):
    path = write(1)
    path.rename(tmp_path / "mine.wav")
    path.symlink_to(tmp_path / "mine.wav")
    with pytest.raises(FolderError, match="is no longer in the folder, or cannot be read"):
        previews.sample(path)
