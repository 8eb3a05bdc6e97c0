"""Sections of ``latentpad doctor`` about the program: versions, machine, environment, bundles, audio."""

import io
import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from latentpad import __version__
from latentpad.bundle.shelf import Shelf
from latentpad.bundle.summary import read_summary
from latentpad.cli.own_command import is_app, is_temporary
from latentpad.errors import BundleError
from latentpad.paths import default_bundle
from latentpad.shelf.system import why_not_here

REQUIRED = (
    *("numpy", "numba", "llvmlite", "rocket-fft", "onnxruntime", "soundfile", "soxr", "python-osc", "websockets"),
    *("platformdirs", "psutil"),
)
OPTIONAL = (
    *("scipy", "umap-learn", "scikit-learn", "torch", "librosa", "onnx", "zeroconf", "distributed"),
    *("tkinterdnd2", "sounddevice"),
)

VARIABLES = "NUMBA_", "OMP_", "DUCC0_", "OPENBLAS_", "MKL_", "XDG_", "PYTHON", "ORT_", "BROWSER"
"""Beginnings of the names of variables that change what latentpad does."""

SIMD = "sse4.2", "avx", "avx2", "fma", "f16c", "bmi2", "avx512f", "avx512vl", "neon", "sve"

FORMATS = "WAV", "AIFF", "FLAC", "OGG", "MP3"


def program(problems: list[str]) -> list[str]:
    """Return what runs."""
    kind = "the app" if is_app() else "a package"
    if is_app() and is_temporary(sys.executable):
        problems.append("the app runs from a read-only or temporary place; move it to your programs")
    return [
        f"latentpad {__version__}, {kind}",
        f"Python {platform.python_version()} ({platform.architecture()[0]}), {sys.executable}",
        f"{platform.platform()}, encodings {sys.getfilesystemencoding()} and {sys.stdout.encoding}",
    ]


def packages(problems: list[str]) -> list[str]:
    """Return the versions of what latentpad needs, and of what its extras do."""
    found = {name: _version(name) for name in (*REQUIRED, *OPTIONAL)}
    problems += [f"the package {name} is not installed" for name in REQUIRED if not found[name]]
    has_map = all(map(find_spec, ("umap", "scipy", "tqdm")))
    return [
        ", ".join(f"{name} {number}" for name, number in found.items() if number),
        f"mapping folders: {'yes' if has_map else 'no (extra map)'}; "
        f"training: {'yes' if find_spec('torch') else 'no (extra train)'}",
        f"shelf: {why_not_here() or 'yes'}",
    ]


def _version(name: str) -> str:
    """Return the version of a package, empty if it is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def machine(_problems: list[str]) -> list[str]:
    """Return the processor, as the compiler sees it, and the memory."""
    import psutil

    from latentpad.compiler import cpu_target

    triple, cpu, features = cpu_target.target_context.codegen().magic_tuple()
    has = [name for name in SIMD if f"+{name}" in features.split(",")]
    memory = psutil.virtual_memory()
    return [
        f"{platform.machine()}, {os.cpu_count()} cores, {psutil.getloadavg()[0]:.1f} busy",
        f"compiled for {cpu} ({triple}): {' '.join(has) or 'its own features'}",
        f"memory: {memory.total / 1e9:.1f} GB, {memory.available / 1e9:.1f} GB available",
    ]


def environment(_problems: list[str]) -> list[str]:
    """Return the variables that change what latentpad does."""
    found = {name: value for name, value in sorted(os.environ.items()) if name.startswith(VARIABLES)}
    return [f"{name}={value}" for name, value in found.items()] or ["no variables that matter"]


def bundles(problems: list[str]) -> list[str]:
    """Return whether the built-in bundle and the one that was played last can be read; their names are the user's."""
    shelf = Shelf()
    entries, last = shelf.entries(), shelf.last()
    missing = sum(entry.is_missing for entry in entries)
    lines = [f"{len(entries)} known, {missing} missing"]
    for title, path in (("built-in", default_bundle()), ("played last", last)):
        if path is None:
            lines.append(f"{title}: none")
            continue
        try:
            lines.append(f"{title}: {read_summary(path).n_sounds} sounds")
        except BundleError:
            lines.append(f"{title}: cannot be read")
            problems.append(f"the bundle that is {title} cannot be read")
    return lines


def audio(problems: list[str]) -> list[str]:
    """Return what the audio library can read, after a sound has been written and read."""
    import numpy as np
    import soundfile

    formats = soundfile.available_formats()
    has = [name for name in FORMATS if name in formats]
    if "VORBIS" not in soundfile.available_subtypes("OGG"):
        problems.append("the audio library reads no Ogg Vorbis, in which bundles carry their sounds")
    buffer, signal = io.BytesIO(), np.array([0.0, 0.5, -0.5], dtype=np.float32)
    soundfile.write(buffer, signal, 44_100, format="WAV", subtype="PCM_24")
    buffer.seek(0)
    is_same = bool(np.array_equal(soundfile.read(buffer, dtype="float32")[0], signal))
    if not is_same:
        problems.append("the audio library reads another sound than it has written")
    return [f"{soundfile.__libsndfile_version__}: {' '.join(has)}; a wav is {'' if is_same else 'not '}read as written"]
