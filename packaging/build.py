"""Build the app: icon, PyInstaller's folder, and the loops compiled into it.

Run with a Python in which latentpad and PyInstaller are installed: ``pip install ".[app,map,shelf]"``. The app is a
folder ``latentpad`` on Linux and Windows, ``latentpad.app`` on macOS.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

from icon import write_icons

HERE = Path(__file__).parent


def main() -> int:
    """Build the app; return the exit status."""
    parser = argparse.ArgumentParser(description="Build the app.")
    parser.add_argument("output", type=Path, help="folder for the app")
    parser.add_argument("--work", type=Path, default=Path("build"), help="folder for intermediate files")
    parser.add_argument(
        "--without-loops", action="store_true", help="leave out compiled loops, to measure what they save"
    )
    arguments = parser.parse_args()
    output, work = arguments.output.absolute(), arguments.work.absolute()
    started = time.monotonic()
    freeze(output, work)
    print(f"frozen in {time.monotonic() - started:.0f} s", flush=True)
    if not arguments.without_loops:
        started = time.monotonic()
        n_bytes = compile_into(internal(output), work)
        print(f"{n_bytes / 1e6:.1f} MB of loops compiled in {time.monotonic() - started:.0f} s", flush=True)
    shutil.copy(work / "latentpad" / "icons" / "latentpad.png", output)
    return 0


def freeze(output: Path, work: Path) -> None:
    """Write the icon, and run PyInstaller (raises CalledProcessError)."""
    write_icons(work / "latentpad" / "icons")
    options = ["--noconfirm", "--log-level", "WARN", "--distpath", str(output), "--workpath", str(work)]
    subprocess.run([sys.executable, "-m", "PyInstaller", *options, str(HERE / "latentpad.spec")], check=True)


def compile_into(folder: Path, work: Path) -> int:
    """Have the app compile all loops into its own folder; return their size in bytes (raises CalledProcessError)."""
    kernels = folder / "latentpad" / "data" / "kernels"
    shutil.rmtree(kernels, ignore_errors=True)
    kernels.mkdir()  # from now on, the app compiles for the baseline
    home = work / "home"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_CACHE_HOME"):
        environment[name] = str(home)
    environment["NUMBA_CACHE_DIR"] = str(kernels)
    app = program(folder)
    subprocess.run([app, "-P", "-m", "latentpad.player.compilation"], env=environment, check=True)
    if find_spec("umap"):  # what maps folders
        sounds, bundle = home / "one-shots", home / "mapped.latentpad"
        subprocess.run([app, "factory", str(sounds), "--per-label", "2"], env=environment, check=True)
        subprocess.run([app, "map", str(sounds), "-o", str(bundle)], env=environment, check=True)
    for lock in kernels.glob("*.lock"):
        lock.unlink()
    (mark,) = kernels.glob("complete-*")
    version = kernels / mark.name.removeprefix("complete-").rpartition("-")[0]
    found = [*kernels.iterdir()]
    version.mkdir()
    for path in found:
        path.rename(version / path.name)
    return sum(file.stat().st_size for file in version.rglob("*") if file.is_file())


def internal(output: Path) -> Path:
    """Return the folder of the app's own files."""
    if sys.platform == "darwin":
        return output / "latentpad.app" / "Contents" / "Frameworks"
    return output / "latentpad" / "_internal"


def program(folder: Path) -> str:
    """Return the program beside the folder of the app's own files."""
    if sys.platform == "darwin":
        return str(folder.parent / "MacOS" / "latentpad")
    return str(folder.parent / ("latentpad.exe" if sys.platform == "win32" else "latentpad"))


if __name__ == "__main__":
    sys.exit(main())
