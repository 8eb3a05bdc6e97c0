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

MOVE = """async () => {
    const { map } = latentpad, waits = [], draws = []
    const draw = map.frame.bind(map)
    map.frame = () => { const from = performance.now(); draw(); draws.push(performance.now() - from) }
    let last = await new Promise(requestAnimationFrame)
    const end = last + 3000
    for (let step = 0; last < end; step++) {
        map.view.zoom(step % 120 < 60 ? 1.02 : 1 / 1.02, 300, 300)
        map.view.pan(step % 40 < 20 ? 4 : -4, 2)
        map.drawAll()
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
    return replace(bundle, map=replace(bundle.map, **arrays), digest=f"{count:064d}")


def load_time(page: Page, url: str) -> float:
    """Open the page and return the seconds until the map is complete."""
    started = time.perf_counter()
    page.goto(url)
    while not page.evaluate("Boolean(window.latentpad?.map.points && latentpad.map.confidence.cells)"):
        page.wait_for_timeout(10)
    return time.perf_counter() - started


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
                seconds = load_time(page, server.address)
                found = page.evaluate(MOVE)
                print(
                    f"{count:,} sounds, {width} x {height}: {found['frames']:.0f} frames per second, "
                    f"{100 * found['late']:.0f} % of them later than 25 ms, {found['draw']:.1f} ms of drawing each, "
                    f"map complete after {seconds:.1f} s"
                )
                page.close()
            daemon.stop()
        browser.close()


if __name__ == "__main__":
    main()
