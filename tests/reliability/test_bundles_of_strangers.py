"""Bundles of strangers: whatever they are, one line, soon, in little memory."""

import json
import os
import random
import socket
import threading
import time
import tracemalloc
import zipfile
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest

from latentpad.bundle import containers
from latentpad.bundle.bundle import load_bundle, save_bundle
from latentpad.bundle.file_sizes import MANIFEST
from latentpad.bundle.palette import make_palette
from latentpad.bundle.shelf import Shelf
from latentpad.bundle.stored_bytes import StoredBytes
from latentpad.bundle.summary import read_summary
from latentpad.cli.bundle_info import describe_bundle
from latentpad.cli.bundles import main as list_bundles
from latentpad.errors import BundleError
from latentpad.samples.vorbis import encode_vorbis

FILES = ("bundle.json", "decoder.onnx", "encoder.onnx", "map.npz", "mel.npz", "ATTRIBUTION.txt", "MODEL_CARD.md")
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has neither FIFOs nor links for every user")
SUMMARISED = ("bundle.json", "map.npz")


@contextmanager
def frugal(megabytes=16, seconds=1.0):
    """Check that a block takes little memory and time."""
    tracemalloc.start()
    begun = time.monotonic()
    yield
    elapsed, (_, most) = time.monotonic() - begun, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < megabytes * 1e6
    assert elapsed < seconds


def refused(path, complaint, load=load_bundle):
    """Check that a bundle is refused in one line, soon."""
    with frugal(), pytest.raises(BundleError, match=complaint) as caught:
        load(path)
    text = str(caught.value)
    assert text.startswith(str(path))
    assert text.isprintable()
    assert len(text.replace(str(path), "")) < 400
    return True


def rewrite(path, **changes):
    """Change the manifest."""
    manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    (path / MANIFEST).write_text(json.dumps({**manifest, **changes}))


@POSIX
@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("kind", ["zeros", "link", "fifo", "socket"])
def test_only_regular_files_of_a_folder_are_read(bundle_path, tmp_path, name, kind):
    inside = bundle_path / name
    inside.rename(tmp_path / name)
    if kind == "zeros":
        inside.symlink_to("/dev/zero")
    elif kind == "link":
        inside.symlink_to(tmp_path / name)
    elif kind == "fifo":
        os.mkfifo(inside)
    else:
        here = os.getcwd()
        os.chdir(bundle_path)  # the path of a socket is short
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(name)
        os.chdir(here)
    reason = "it is a symbolic link" if kind in ("zeros", "link") else "it is not a regular file"
    assert refused(bundle_path, rf"{name} cannot be read \({reason}\)$")
    if name in SUMMARISED:
        assert refused(bundle_path, f"{name}.*{reason}", read_summary)


@POSIX
def test_a_bundle_may_be_reached_by_a_link(bundle_path, tmp_path):
    wanted = load_bundle(bundle_path).digest
    archive = tmp_path / "toy.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for name in FILES:
            packed.write(bundle_path / name, name)
    for number, target in enumerate((bundle_path, archive)):
        link = tmp_path / f"link{number}"
        link.symlink_to(target)
        assert (load_bundle(link).digest, read_summary(link).n_sounds) == (wanted, 32)


@POSIX
@pytest.mark.parametrize("make", [lambda path: os.mkfifo(path), lambda path: path.symlink_to("/dev/zero")])
def test_a_path_that_is_no_file_is_no_bundle(tmp_path, make):
    make(tmp_path / "odd")
    for load in (load_bundle, read_summary, describe_bundle):
        assert refused(tmp_path / "odd", "is neither a bundle folder nor a zip of one", load)


@pytest.mark.parametrize(
    ("name", "size"), [("bundle.json", 200), ("ATTRIBUTION.txt", 500), ("MODEL_CARD.md", 500), ("decoder.onnx", 1000)]
)
def test_a_file_of_hundreds_of_megabytes_is_refused_before_it_is_read(bundle_path, name, size):
    with (bundle_path / name).open("r+b") as file:
        file.truncate(size * 1_000_000)
    assert refused(bundle_path, rf"{name} has {size}000000 bytes, at most \d+ are read$")


@POSIX
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_grows_while_it_is_read_is_refused(bundle_path, name, monkeypatch):
    opened, fstat = containers.open_regular, os.fstat

    def grow(path):
        file = opened(path)
        if path.name == name:
            with path.open("ab") as more:
                more.write(bytes(9))
        return file

    def stat(descriptor):
        found = fstat(descriptor)
        return os.stat_result((*found[:6], found.st_size - 9, *found[7:]))

    monkeypatch.setattr(containers, "open_regular", grow)
    with pytest.raises(BundleError, match=rf"{name} (has|does not match|is not JSON|changed while)"):
        load_bundle(bundle_path)
    monkeypatch.setattr(containers.os, "fstat", stat)
    with pytest.raises(BundleError, match="changed while it was read; try again"):
        containers.FolderContainer(bundle_path).read(name)


DEEP = '{"format": 2, "training": ' + '{"a": ' * 50 + "1" + "}" * 51


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[" * 1_000_000, "it is too deep"),
        ('{"a":' * 300_000, "it is too deep"),
        (DEEP, "it is too deep"),
        ("9" * 2_000_000, "an integer is too long"),
        ('{"format": 1' + "0" * 4000 + "}", "an integer is too long"),
        ('{"format": NaN}', "a number is not finite"),
        ('{"a": -Infinity}', "a number is not finite"),
        ('{"a": 1e999}', "a number is not finite"),
        ('{"a": 1, "a": 2}', "a name is there twice"),
        ('{"a": "\\ud800"}', "a text is not Unicode"),
        ('{"\\udfff": 1}', "a text is not Unicode"),
        ('{"a": "\x1b[2J"}', "Invalid control character"),
        ("\ufeff[", "Expecting value"),
    ],
    ids=range(13),
)
def test_a_manifest_that_others_would_read_differently_or_not_at_all_is_refused(bundle_path, text, reason):
    (bundle_path / MANIFEST).write_text(text, encoding="utf-8")
    with frugal(megabytes=100, seconds=2), pytest.raises(BundleError, match=rf"is not JSON \({reason}.*\); the bundle"):
        load_bundle(bundle_path)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"name": "x" * 1001}, "name has 1001 characters, at most 1000 are read"),
        ({"labels": ["x" * 1001] * 3}, "labels has one of 1001 characters, at most 1000"),
        ({"licence": "x" * 20_001}, "licence has 20001 characters, at most 20000 are read"),
    ],
)
def test_texts_that_are_too_long_are_refused(bundle_path, changes, complaint):
    rewrite(bundle_path, **changes)
    assert refused(bundle_path, complaint)


ODD = "\x1b[2J\x1b]0;owned\x07\r\n\u202e\u2028\u200b"


def test_nothing_that_a_terminal_acts_on_is_printed(bundle, tmp_path, data_folder, capsys):
    odd = replace(
        bundle,
        name=f"kit{ODD}",
        preset=ODD,
        labels=tuple(ODD + label for label in bundle.labels),
        licence=f"two\n{ODD}lines",
        versions={ODD: ODD},
        training={ODD: {ODD: [ODD]}, "mapped_with": ODD, "steps": ODD},
        attribution=ODD,
        model_card=ODD,
        map=replace(bundle.map, names=[f"a/{ODD}\udcff\ud800/{i}.wav" for i in range(32)]),
    )
    path = data_folder / "bundles" / "odd.latentpad"
    save_bundle(odd, path)
    described = describe_bundle(path)
    assert all(line.isprintable() for line in described.split("\n"))
    assert "kit\\x1b[2J\\x1b]0;owned\\x07" in described
    assert list_bundles([]) == 0
    printed = capsys.readouterr().out
    assert all(line.isprintable() for line in printed.split("\n"))
    assert "kit\\x1b[2J\\x1b]0;owned\\x07" in printed
    assert read_summary(path).name.isprintable()


def test_a_description_has_a_moderate_length(bundle, tmp_path):
    long = replace(
        bundle,
        licence="long " * 3_000,
        versions={f"package{i}": "1" * 9_000 for i in range(100)},
        training={f"figure{i}": ["x" * 500] * 9 for i in range(100)},
    )
    save_bundle(long, tmp_path / "long")
    assert len(describe_bundle(tmp_path / "long")) < 10_000


@POSIX
def test_a_list_of_bundles_is_not_held_up_by_strangers(data_folder, bundle_path):
    folder = data_folder / "bundles"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "fifo.latentpad")
    (folder / "zeros.zip").symlink_to("/dev/zero")
    (folder / "loop").symlink_to(folder / "loop")
    for number in range(3):
        large = folder / f"large{number}.latentpad"
        large.mkdir()
        for name in FILES:
            with (large / name).open("wb") as file:
                file.truncate(10**9)
        with zipfile.ZipFile(folder / f"bomb{number}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(bundle_path / MANIFEST, MANIFEST)
            archive.writestr("map.npz", bytes(30_000_000))
    bundle_path.rename(folder / "mine.latentpad")
    with frugal(megabytes=40, seconds=3):
        found = {entry.path.name: entry for entry in Shelf(data_folder).entries()}
    assert (found["mine.latentpad"].n_sounds, found["mine.latentpad"].is_missing) == (32, False)
    assert all(found[f"large{i}.latentpad"].is_missing for i in range(3))
    assert not {"fifo.latentpad", "zeros.zip", "loop"} & found.keys()


def test_the_summary_of_a_zip_does_not_unpack_its_map(bundle_path, tmp_path):
    path = tmp_path / "large.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(bundle_path / MANIFEST, MANIFEST)
        archive.writestr("map.npz", (bundle_path / "map.npz").read_bytes() + bytes(30_000_000))
    with frugal(megabytes=4):
        assert read_summary(path).n_sounds == 32


@POSIX
def test_recordings_that_are_replaced_by_a_link_or_cut_are_not_read(bundle, tmp_path):
    coded = encode_vorbis(np.sin(np.arange(4000, dtype=np.float32)), 8000)
    save_bundle(replace(bundle, palette=make_palette([coded] * 32)), tmp_path / "new")
    palette = load_bundle(tmp_path / "new").palette
    assert isinstance(palette.data, StoredBytes)
    assert palette.coded(3) == coded
    (tmp_path / "new" / "palette.npz").rename(tmp_path / "moved")
    (tmp_path / "new" / "palette.npz").symlink_to(tmp_path / "moved")
    with pytest.raises(OSError, match="it is a symbolic link"):
        palette.coded(3)


def test_many_threads_read_arrays_at_once(bundle_path):
    """Headers are no Python code that is parsed, which threads could not do at once."""
    digests = []
    threads = [threading.Thread(target=lambda: digests.append(load_bundle(bundle_path).digest)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(digests) == 8
    assert len(set(digests)) == 1


def test_a_random_zip_is_refused(tmp_path):
    rng = random.Random(0)
    for _ in range(30):
        (tmp_path / "a.zip").write_bytes(rng.randbytes(200) + b"PK\5\6" + rng.randbytes(18))
        with pytest.raises(BundleError, match=r"a\.zip"):
            load_bundle(tmp_path / "a.zip")
