"""Take the screenshot of the page in the guides: the default bundle, a few samples, the pointer on a sound."""

import io
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from latentpad.bundle.bundle import load_bundle
from latentpad.daemon.daemon import Daemon
from latentpad.daemon.options import DaemonOptions
from latentpad.paths import default_bundle
from latentpad.player.library_audio import LibraryAudio
from latentpad.player.player import Player
from latentpad.player.preview import Preview
from latentpad.samples.folder import Folder
from latentpad.web.server import PageServer

OUTPUT = Path(__file__).parent.parent / "docs" / "page.png"
CLICKS = ((0.27, 0.72), (0.36, 0.34), (0.64, 0.13), (0.86, 0.79), (0.75, 0.61), (0.765, 0.315))


def main() -> None:
    """Write docs/page.png."""
    bundle = load_bundle(default_bundle())
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Folder(Path(temporary))
        player = Player(bundle, folder, library=LibraryAudio((), bundle.map.names))
        player.warm_up()
        server = PageServer(Preview(player.renderer, folder), 0)
        daemon = Daemon(player, DaemonOptions(port=0), server)
        daemon.start()
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="dark")
        page.goto(server.address)
        while not page.evaluate("Boolean(window.latentpad?.map.points && latentpad.map.confidence.cells)"):
            page.wait_for_timeout(20)
        box = page.locator("#map").bounding_box() or {"x": 0.0, "y": 0.0}

        def on_screen(x: float, y: float) -> tuple[float, float]:
            left, top = page.evaluate(f"latentpad.map.view.toScreen({x}, {y})")
            return box["x"] + left, box["y"] + top

        for x, y in CLICKS:
            page.mouse.click(*on_screen(x, y))
            page.wait_for_timeout(500)
        page.evaluate("document.querySelector('#folder').textContent = 'In ~/Music/latentpad'")
        found = page.evaluate("latentpad.map.soundNear(...latentpad.map.view.toScreen(0.2, 0.36), 99)")
        x, y = page.evaluate(f"[latentpad.map.points.xs[{found}], latentpad.map.points.ys[{found}]]")
        page.mouse.move(*on_screen(x, y))
        page.wait_for_timeout(500)
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        picture.quantize(192, dither=Image.Dither.NONE).save(OUTPUT, optimize=True)
        browser.close()
        daemon.stop()


if __name__ == "__main__":
    main()
