"""A library with everything that a folder of others may contain: what can be used is used, all else is named."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from latentpad.bundle.bundle import load_bundle
from latentpad.player.library_audio import LibraryAudio

pytest.importorskip("umap", reason="needs the extra [map]")

RATE = 8_000

UNPRIVILEGED = """
import ctypes, os, sys
try:
    for capability in (1, 2):  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: root may read everything
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)
except (OSError, TypeError, AttributeError):
    pass
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
"""Run Python without what lets root open closed folders, in a process that others do not share."""


def sound(number: int) -> np.ndarray:
    time = np.arange(RATE // 4) / RATE
    return 0.5 * np.sin(2 * np.pi * (200 + 70 * number) * time) * np.exp(-time / 0.05)


def write(path: Path, number: int, level: float = 1.0, subtype: str = "PCM_16", **options: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        soundfile.write(file, level * sound(number), RATE, subtype, **({"format": "WAV"} | options))
    return path


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a command as a user who is not root."""
    command = [sys.executable, "-c", UNPRIVILEGED, "-m", "latentpad", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", errors="surrogateescape", timeout=300, check=False
    )


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Write a library with sounds that can be used, all called ``used``, and much else."""
    folder = tmp_path / "lib"
    for number in range(6):
        write(folder / "kick" / f"used {number}.wav", number)
    write(folder / "kick" / "used integers.wav", 6, 26_214 / 0.5, "FLOAT")
    write(folder / "kick" / "used.caf", 7, format="CAF")
    crashed = write(folder / "kick" / "used crashed.wav", 8)
    content = crashed.read_bytes()
    crashed.write_bytes(content.replace(b"data" + content[40:44], b"data\0\0\0\0"))
    for name, level in (("huge", 1e12), ("denormal", 1e-30)):
        write(folder / "snare" / f"{name}.wav", 9, level, "FLOAT")
    for name, value in (("nan", np.nan), ("inf", -np.inf)):
        soundfile.write(folder / "snare" / f"{name}.wav", np.where(sound(9) > 0.3, value, sound(9)), RATE, "FLOAT")
    write(folder / "snare" / "copy.wav", 0)
    (folder / "snare" / "empty.wav").touch()
    (folder / "snare" / "text.wav").write_text("not a sound")
    (folder / "snare" / "zip.wav").write_bytes(b"PK\x03\x04" + bytes(50))
    (folder / "snare" / "song.m4a").write_bytes(b"\0\0\0\x20ftypM4A ")
    for name in (".DS_Store", "kick/._used 0.wav", "kick/used 0.wav.asd", "Thumbs.db", "__MACOSX/kick/x.wav"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"\x00\x05\x16\x07")
    return folder


REASONS = {
    "snare/nan.wav": "contains NaN or infinite values",
    "snare/inf.wav": "contains NaN or infinite values",
    "snare/huge.wav": "has sample values up to 5e+11 (full scale is 1)",
    "snare/denormal.wav": "is silent (peak -240 dBFS; minimum -80)",
    "snare/copy.wav": "is the same sound as kick/used 0.wav",
    "snare/empty.wav": "is empty",
    "snare/text.wav": "is text, not audio",
    "snare/zip.wav": "is a zip archive, not audio",
}


def named(stderr: str) -> dict[str, str]:
    """Return the files that are named as not used, with the reasons."""
    known = (*REASONS, "hat/inner", "hat/", "gone", "up", "pipe.wav")
    lines = [line.strip() for line in stderr.splitlines() if line.startswith("  ")]
    return {next(name for name in known if line.startswith(f"{name} ")): line.partition(" ")[2] for line in lines}


@pytest.mark.skipif(sys.platform == "win32", reason="needs links, pipes and permissions of POSIX")
def test_a_map_uses_what_can_be_used_and_names_all_else(library: Path, bundle_path: Path, tmp_path: Path) -> None:
    write(tmp_path / "elsewhere" / "used linked.wav", 10)
    (library / "Linked").symlink_to("../elsewhere")
    (library / "again").symlink_to("../elsewhere")
    (library / "kick" / "round").symlink_to(library)
    (library / "gone").symlink_to("/nowhere/at all")
    (library / "up").symlink_to(tmp_path)
    os.mkfifo(library / "pipe.wav")
    write(library / "hat" / "closed.wav", 11)
    write(library / "hat" / "inner" / "closed.wav", 11)
    (library / "hat").chmod(0o444)
    odd = {"used\nnew line\t\x1b[2J.wav"}
    if sys.platform != "darwin":
        odd.add(os.fsdecode(b"used gr\xfcn.wav"))
    for number, name in enumerate(odd, 12):
        write(library / "kick" / name, number)
    output = tmp_path / "a.latentpad"
    try:
        done = run("map", library, "--model", bundle_path, "-o", output, "--cache", tmp_path / "cache")
    finally:
        (library / "hat").chmod(0o755)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert all(line.isprintable() for line in done.stderr.splitlines())
    assert "1 .m4a file cannot be read; convert it to wav" in done.stderr
    assert named(done.stderr) == REASONS | {
        "hat/inner": "cannot be read (Permission denied)",
        "hat/": "cannot be read (Permission denied)",
        "gone": "is a link to /nowhere/at all, which does not exist",
        "up": "is a link to a folder that contains this one, and is not followed",
        "pipe.wav": "is a pipe or a device, not a file",
    }
    bundle = load_bundle(output)
    assert len(bundle.map.names) == len(set(bundle.map.names)) == 10 + len(odd)
    assert all("used" in name and name.encode() for name in bundle.map.names)
    audio = LibraryAudio((library,), bundle.map.names, follows_links=True)
    for index in range(len(bundle.map.names)):
        assert audio.find(index) is not None
        assert audio.read(index) is not None


@pytest.mark.skipif(sys.platform == "win32", reason="needs permissions of POSIX")
def test_what_nobody_may_look_at_is_not_called_missing(tmp_path: Path) -> None:
    closed, unreadable = tmp_path / "closed", tmp_path / "unreadable.latentpad"
    write(closed / "a.wav", 0)
    unreadable.write_bytes(b"PK\x03\x04")
    unreadable.chmod(0)
    closed.chmod(0)
    try:
        for command, path in (("info", closed / "a.wav"), ("info", closed / "a.latentpad"), ("info", unreadable)):
            done = run(command, path)
            assert (done.returncode, done.stderr) == (1, f"latentpad: {path} cannot be read (permission denied)\n")
    finally:
        closed.chmod(0o755)
