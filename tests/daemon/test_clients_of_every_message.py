"""Pure Data and SuperCollider ask for everything that renders or finds sounds; skipped where a program is missing.

Their examples send the same messages, with ids from 1 to 12, and a batch 99 that they cancel.
"""

import re
import socket
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest
from programs import PD, free_port, program, run_sclang, running

from latentpad.daemon.daemon import Daemon
from latentpad.daemon.options import DaemonOptions
from latentpad.player.library_audio import LibraryAudio
from latentpad.player.player import Player
from latentpad.samples.folder import Folder
from latentpad.samples.recipe import read_recipe
from latentpad.sources import Blend, Morph

pytestmark = pytest.mark.clients

EXAMPLES = Path(__file__).parents[2] / "max_patch" / "examples"

ENDS = {"random": "done 1", "kind": "done 2", "vary": "finished 3", "blend": "done 4", "path": "finished 5"}
ENDS |= {"grid": "finished 6", "kit": "finished 7", "nearest": "neighbour 8 2", "again": "done 9"}
ENDS |= {"locate": "located 10", "morph": "done 11", "generate": "done 12", "big": "busy 99", "cancel": "dropped 99"}
"""The buttons of the patch, and the last reply to each."""

BUTTONS = (
    "random",
    "kind",
    "vary",
    "blend",
    "path",
    "grid",
    "kit",
    "nearest",
    "again",
    "locate",
    "morph",
    "big",
    "cancel",
)

DRIVER = r"""#N canvas 0 0 400 200 10;
#X obj 20 20 netreceive -u PORT;
#X msg 20 60 \; \$1 bang;
#X connect 0 0 1 0;
"""
"""A patch that clicks on what another patch receives by a name."""

DONE = re.compile(r"done (\d+) (.*\.wav) (\S+) (\S+) \S+ 8000 \d+ \S+ \S+ (\d+)")


@pytest.fixture
def daemon(detailed_bundle, own_library, drop, tmp_path):
    library = LibraryAudio((own_library,), detailed_bundle.map.names)
    player = Player(detailed_bundle, Folder(drop), tmp_path / "cache", library)
    player.warm_up()
    daemon = Daemon(player, DaemonOptions(port=0))
    daemon.start()
    yield daemon
    daemon.stop()


def test_supercollider_asks_for_everything(daemon, drop, tmp_path):
    printed = run_sclang(tmp_path / "home", EXAMPLES / "supercollider" / "sounds.scd", daemon.port)
    check(printed.splitlines(), drop)


def test_pure_data_asks_for_everything(daemon, drop, tmp_path):
    pd = program("pd", "puredata-core")
    port, driver = free_port(), tmp_path / "driver.pd"
    driver.write_text(DRIVER.replace("PORT", port))
    files = ["-open", EXAMPLES / "puredata" / "sounds.pd", "-open", driver]
    lines = []
    with (
        running([pd, *PD, "-send", f"latentpad-port {daemon.port}", *files], {}) as process,
        socket.socket(type=socket.SOCK_DGRAM) as mouse,
    ):
        wait_for("welcome", process, lines)
        for button, end in ENDS.items():
            mouse.sendto(f"list latentpad-{button};\n".encode(), ("127.0.0.1", int(port)))
            wait_for(end, process, lines)
    check(lines, drop)


def wait_for(start, process, lines):
    """Collect lines until one that begins with some words."""
    for line in process.stdout:
        lines.append(line.strip().removeprefix("latentpad: ").replace("\\ ", " "))
        if lines[-1].startswith(start):
            return
    raise AssertionError(f"{start!r} is not in {lines[-20:]}")


def check(lines, drop):
    """Check all replies of an example."""
    assert not [line for line in lines if line.startswith("error")]
    samples = [(int(id), Path(path), (float(x), float(y)), int(index)) for id, path, x, y, index in found(DONE, lines)]
    n_samples = Counter(id for id, *_ in samples)
    assert n_samples.pop(99, 0) < 256
    assert n_samples == {1: 1, 2: 1, 3: 4, 4: 1, 5: 5, 6: 6, 7: 16, 9: 1, 11: 1, 12: 1}
    by_id = {id: list(rows) for id, rows in groupby(samples, lambda row: row[0])}
    check_batches(by_id, lines, drop)
    points = {id: [point for _, _, point, _ in rows] for id, rows in by_id.items()}
    paths = {id: [path for _, path, _, _ in rows] for id, rows in by_id.items()}
    assert points[2][0] == pytest.approx((0.875, 0.125), abs=0.02)
    assert (points[5][0], points[5][-1]) == ((0.125, 0.125), (0.875, 0.125))
    assert [(round(6 * x, 1), y) for x, y in points[6]] == [(x, y) for y in (0.75, 0.25) for x in (1, 3, 5)]
    assert paths[9][0].read_bytes() == paths[7][-1].read_bytes()
    request = read_recipe(paths[12][0]).request
    assert (*points[12], request.seed, request.controls.variation) == ((0.3, 0.6), 42, 0.5)
    source = read_recipe(paths[4][0]).request.source
    assert source == Blend.of([(0.125, 0.125, 0.5), (0.875, 0.125, 0.5)])
    morph = read_recipe(paths[11][0]).request
    assert isinstance(morph.source, Morph)
    assert (Path(morph.source.path), morph.source.amount, morph.x, morph.y) == (paths[9][0], 0.5, 0.875, 0.125)
    assert [row[0] for row in found(r"neighbour 8 (\d) \w+/\d\.wav", lines)] == ["0", "1", "2"]
    assert [Path(path) for (path,) in found(r"located 10 (.*\.wav) ", lines)] == paths[9]
    assert "dropped 99" in lines


def check_batches(by_id, lines, drop):
    """Check index, progress and end of all batches."""
    kit = drop / "kits" / "Acoustic 1"
    for id, folder in ((3, drop), (5, drop), (6, drop), (7, kit)):
        n = len(by_id[id])
        assert [index for *_, index in by_id[id]] == list(range(n))
        assert {path.parent for _, path, _, _ in by_id[id]} == {folder}
        assert found(rf"progress {id} (\d+) (\d+)", lines) == [(str(done), str(n)) for done in range(1, n + 1)]
        assert lines.count(f"finished {id} {folder}") == 1


def found(pattern, lines):
    """Return the groups of every line that matches."""
    return [match.groups() for line in lines if (match := re.match(pattern, line))]
