"""Kills: the daemon, a render and a map are ended with SIGKILL at random moments; what they wrote must be whole."""

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from latentpad.bundle.bundle import load_bundle
from latentpad.errors import LatentpadError
from torture_daemon import AttackedDaemon, CountingClient, wav_fault
from torture_tally import Tally

MAX_FILES = 400
"""Samples that stay in the drop folder, so that checking them stays quick."""

SHARES = {"serve": 0.7, "render": 0.22, "map": 0.08}

RENDER_SECONDS, MAP_SECONDS = 1.5, 8.0


def kill(folder: Path, tally: Tally, total: int) -> Iterator[None]:
    """Kill programs, at moments that follow from the number of the kill."""
    library = folder / "library"
    if not library.exists():
        command = [sys.executable, "-m", "latentpad", "factory", str(library), "--per-label", "4"]
        subprocess.run(command, check=True, capture_output=True)
    n_wavs = 0
    while tally.done < total:
        rng = random.Random(tally.done)
        (kind,) = rng.choices([*SHARES], [*SHARES.values()])
        if kind == "serve":
            n_wavs += _kill_daemon(folder, tally, rng)
        elif kind == "render":
            _kill_command(folder, tally, rng, RENDER_SECONDS, "render", "0.4", "0.6", "-o", str(folder / "out.wav"))
            _check_wav(folder / "out.wav", tally)
            (folder / "out.wav").unlink(missing_ok=True)
        else:
            output = folder / "mapped.latentpad"
            _kill_command(folder, tally, rng, MAP_SECONDS, "map", str(library), "-o", str(output))
            _check_bundle(output, tally)
        tally.done += 1
        tally.measured["wavs checked"] = str(int(tally.measured.get("wavs checked", "0")) + n_wavs)
        n_wavs = 0
        yield


def _kill_daemon(folder: Path, tally: Tally, rng: random.Random) -> int:
    """Kill a daemon while it starts or writes; return how many wavs were checked."""
    daemon = AttackedDaemon(folder, "--no-web", wait=False)
    announced = list[str]()
    if rng.random() < 0.15:
        time.sleep(rng.uniform(0.0, 1.5))
        daemon.kill()
    else:
        try:
            daemon.wait()
        except TimeoutError as error:
            tally.note("crashes", str(error))
            daemon.kill()
            return 0
        _check_litter(daemon.drop, tally)
        client = CountingClient(daemon.port)
        client.send("grid", 1, 16, 16)
        deadline = time.monotonic() + rng.uniform(0.0, 0.6)
        while (left := deadline - time.monotonic()) > 0:
            reply = client.receive(left)
            if reply and reply.address == "/latentpad/done":
                announced.append(str(reply.args[1]))
        daemon.kill()
        client.close()
    for name in announced:
        if not Path(name).exists():
            tally.note("losses", f"{name} was announced and is not there")
    wavs = sorted(daemon.drop.glob("*.wav"), key=lambda path: path.stat().st_mtime)
    for path in wavs:
        _check_wav(path, tally)
    for path in wavs[:-MAX_FILES]:
        path.unlink()
    return len(wavs)


def _kill_command(folder: Path, tally: Tally, rng: random.Random, seconds: float, *arguments: str) -> None:
    """Kill a command; one that ends before by itself must have succeeded."""
    with (folder / "command.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", "latentpad", *arguments], stdout=log, stderr=log)
        try:
            process.wait(rng.uniform(0.0, seconds))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        else:
            if process.returncode:
                said = (folder / "command.log").read_text("utf-8", "replace")
                tally.note("crashes", f"{' '.join(arguments)}: status {process.returncode}: {said[-300:]}")


def _check_wav(path: Path, tally: Tally) -> None:
    """Count a wav that is not whole."""
    if path.exists() and (fault := wav_fault(path)):
        tally.note("half_files", fault)


def _check_bundle(path: Path, tally: Tally) -> None:
    """Count a bundle that cannot be loaded, and clear the way for the next."""
    if not path.exists():
        return
    try:
        load_bundle(path)
    except LatentpadError as error:
        tally.note("half_files", str(error))
    shutil.rmtree(path)


def _check_litter(drop: Path, tally: Tally) -> None:
    """Count the temporary files of killed daemons that a daemon has left when it is ready."""
    if left := [path for path in drop.iterdir() if path.name.startswith(".")]:
        tally.note("half_files", f"left over after a start: {', '.join(path.name for path in left[:4])}")
        for path in left:
            path.unlink()
