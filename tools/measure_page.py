"""Measure how smoothly the page draws: frames per second while the map moves, for libraries of several sizes.

Maps of any size are chosen at random from the sounds of the default bundle, with a little jitter. A headless Chromium
without a graphics processor pans and zooms the map for three seconds, and draws what a user's browser would.
"""

import argparse
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

from latentpad.bundle.bundle import Bundle, load_bundle
from latentpad.daemon.daemon import Daemon
from latentpad.daemon.options import DaemonOptions
from latentpad.paths import default_bundle
from latentpad.player.library_audio import LibraryAudio
from latentpad.player.player import Player
from latentpad.player.preview import preview_of
from latentpad.samples.folder import Folder
from latentpad.web.server import PageServer
from latentpad_export.data.triangles import triangulate

MOVE = """async () => {
    const { map } = latentpad, waits = [], draws = []
    const draw = map.frame.bind(map)
    map.frame = () => { const from = performance.now(); draw(); draws.push(performance.now() - from) }
    let last = await new Promise(requestAnimationFrame)
    const end = last + 3000
    for (let step = 0; last < end; step++) {
        map.view.zoom(step % 120 < 60 ? 1.02 : 1 / 1.02, 300, 300)
        map.view.pan(step % 40 < 20 ? 4 : -4, 2)
        map.move()
        const now = await new Promise(requestAnimationFrame)
        waits.push(now - last)
        last = now
    }
    const middle = (values) => values.sort((a, b) => a - b)[values.length >> 1]
    const late = waits.filter((wait) => wait > 25).length / waits.length
    return { frames: 1000 * waits.length / waits.reduce((a, b) => a + b), late, draw: middle(draws) }
}"""


def resized(bundle: Bundle, count: int) -> Bundle:
    """Return a bundle with a map of ``count`` sounds."""
    rng = np.random.default_rng(0)
    chosen = rng.integers(len(bundle.map.points), size=count)
    arrays = {name: array[chosen] for name, array in vars(bundle.map).items() if array is not None}
    jitter = rng.normal(scale=0.01, size=(count, 2))
    arrays["points"] = np.clip(arrays["points"] + jitter, 0, 1).astype(np.float32)
    arrays["triangles"] = triangulate(arrays["points"])
    return replace(bundle, map=replace(bundle.map, **arrays), digest=f"{count:064d}")


STAGES = {
    "points": "map.points && latentpad.map.frames",
    "confidence": "map.confidence.cells",
    "names": "filter.sounds.count === latentpad.map.points?.count",
}
"""What the page shows one after the other, and how to tell."""

FILTER = """() => {
    const { filter } = latentpad, waits = []
    for (const words of ['s', 'snare', 'snare 12', 'drums/', 'no such name', '']) {
        filter.search.value = words
        const from = performance.now()
        filter.run()
        waits.push(performance.now() - from)
    }
    return Math.max(...waits)
}"""


def load_times(page: Page, url: str) -> dict[str, float]:
    """Open the page and return the seconds until each stage."""
    started = time.perf_counter()
    page.goto(url)
    seconds: dict[str, float] = {}
    while len(seconds) < len(STAGES):
        for stage, condition in STAGES.items():
            if stage not in seconds and page.evaluate(f"Boolean(window.latentpad?.{condition})"):
                seconds[stage] = time.perf_counter() - started
        page.wait_for_timeout(10)
    return seconds


def main() -> None:
    """Print one row per size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", type=int, nargs="*", default=[5_000, 100_000])
    arguments = parser.parse_args()
    bundle = load_bundle(default_bundle())
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        for count in arguments.counts:
            library = resized(bundle, count)
            player = Player(library, Folder(Path(folder)), library=LibraryAudio((), library.map.names))
            player.warm_up()
            server = PageServer(preview_of, 0)
            daemon = Daemon(player, DaemonOptions(port=0), server)
            daemon.start()
            for width, height in ((1280, 800), (1920, 1080)):
                page = browser.new_page(viewport={"width": width, "height": height})
                page.add_init_script("localStorage['latentpad.tour'] = 'seen'")
                seconds = ", ".join(f"{stage} {one:.1f} s" for stage, one in load_times(page, server.address).items())
                found, filtering = page.evaluate(MOVE), page.evaluate(FILTER)
                memory = page.context.new_cdp_session(page).send("Runtime.getHeapUsage")
                megabytes = (memory["usedSize"] + memory["backingStorageSize"]) / 1e6
                print(
                    f"{count:,} sounds, {width} x {height}: {found['frames']:.0f} frames per second, "
                    f"{100 * found['late']:.0f} % of them later than 25 ms, {found['draw']:.1f} ms of drawing each, "
                    f"{filtering:.0f} ms to filter, {megabytes:.0f} MB; after opening: {seconds}"
                )
                page.close()
            daemon.stop()
        browser.close()


if __name__ == "__main__":
    main()
