"""Bundles that were changed at random, with hashes that fit: each is listed, described, loaded and played, or refused.

That is done by a process of its own, which is started again when it has ended, takes too long or too much memory.
"""

import queue
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path

from latentpad.bundle.bundle import save_bundle
from torture_generators import bundle_mutations, bundle_players, complete_toy
from torture_tally import Tally

SECONDS, MEGABYTES = 10.0, 1024
"""What one bundle may take."""

START_SECONDS = 120.0
BATCH = 200

REFUSED, PLAYED, FAULT = "refused", "played", "fault"


def mutate_bundles(folder: Path, tally: Tally, total: int) -> Iterator[None]:
    """Try so many bundles."""
    source = folder / "toy.latentpad"
    if not source.exists():
        save_bundle(complete_toy(folder / "sounds"), source)
    counts = {kind: int(tally.measured.get(kind, "0")) for kind in (REFUSED, PLAYED)}
    while tally.done < total:
        n = min(BATCH, total - tally.done)
        arguments = [sys.executable, str(Path(__file__)), str(folder), str(tally.done), str(n)]
        with (folder / "errors").open("wb") as errors:
            worker = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=errors, text=True, errors="replace")
        lines = queue.Queue[str | None]()
        threading.Thread(target=_read, args=(worker, lines), daemon=True).start()
        if lines.get(timeout=START_SECONDS) is None:  # else it is ready
            raise SystemExit((folder / "errors").read_text("utf-8"))
        for _ in range(n):
            try:
                line = lines.get(timeout=SECONDS)
            except queue.Empty:
                tally.note("hangs", f"a bundle takes more than {SECONDS:.0f} s")
                line = None
            tally.done += 1
            if line is None:  # it has ended, or hangs: go on after this bundle
                if not tally.notes or "hangs" not in tally.notes[-1]:
                    tally.note("crashes", f"the process has ended: {(folder / 'errors').read_text('utf-8')[-300:]}")
                break
            kind, _, text = line.partition(" ")
            if kind in counts:
                counts[kind] += 1
            else:
                tally.note("crashes", text)
        worker.kill()
        worker.wait()
        tally.measured.update({kind: str(count) for kind, count in counts.items()})
        yield


def _read(worker: "subprocess.Popen[str]", lines: "queue.Queue[str | None]") -> None:
    """Pass the lines of a process on, None after the last one."""
    assert worker.stdout is not None
    for line in worker.stdout:
        lines.put(line.rstrip("\n"))
    lines.put(None)


def try_bundles(folder: Path, first: int, n: int) -> None:
    """Try some bundles and print a line for each, after one when all is compiled."""
    refused = bundle_players.play(folder / "toy.latentpad", folder / "work")
    if refused:  # then every mutated one would be refused as well, for the same reason
        raise SystemExit(f"the bundle before it was changed: {refused}")
    print("ready", flush=True)
    for mutation in bundle_mutations.mutations(folder / "toy.latentpad", folder / "changed", 0, first):
        if mutation.number >= first + n:
            break
        try:
            said = bundle_players.play(mutation.path, folder / "work")
            kind, text = (REFUSED, said) if said else (PLAYED, "")
        except Exception as error:  # noqa: BLE001 - what is looked for
            where = traceback.extract_tb(error.__traceback__)[-1]
            kind = FAULT
            text = f"{mutation.number}, {mutation.name}: {error!r} in {Path(where.filename).name}:{where.lineno}"
        if (megabytes := _peak_megabytes()) > MEGABYTES:
            kind, text = FAULT, f"{mutation.number}, {mutation.name}: {megabytes:.0f} MB"
        print(kind, text.replace("\n", " | ")[:400].encode("ascii", "backslashreplace").decode(), flush=True)


def _peak_megabytes() -> float:
    """Return the highest resident memory of this process."""
    import resource  # not on Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    try_bundles(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
