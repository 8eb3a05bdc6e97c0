"""Take the screenshots of the page in the guides, with the default bundle: a few samples, and a kit on its pads."""

import io
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from latentpad.bundle.bundle import load_bundle
from latentpad.daemon.daemon import Daemon
from latentpad.daemon.options import DaemonOptions
from latentpad.paths import default_bundle
from latentpad.player.library_audio import LibraryAudio
from latentpad.player.player import Player
from latentpad.player.preview import preview_of
from latentpad.samples.folder import Folder
from latentpad.web.imports.folders import ImportFolders
from latentpad.web.imports.importer import Importer
from latentpad.web.server import PageServer

DOCS = Path(__file__).parent.parent / "docs"
CLICKS = ((0.27, 0.72), (0.36, 0.34), (0.64, 0.13), (0.86, 0.79), (0.75, 0.61), (0.765, 0.315))
KIT = "latentpad.tools.batch({ verb: 'kit', title: 'Kit', of: 16, columns: 4 }, 'electronic', 3)"


def main() -> None:
    """Write docs/page.png and docs/page-kit.png."""
    with opened() as page:
        for x, y in CLICKS:
            page.mouse.click(*on_screen(page, x, y))
            page.wait_for_timeout(500)
        page.evaluate("document.querySelector('#folder').textContent = 'In ~/Music/latentpad'")
        found = page.evaluate("latentpad.map.soundNear(...latentpad.map.view.toScreen(0.2, 0.36), 99)")
        x, y = page.evaluate(f"[latentpad.map.points.xs[{found}], latentpad.map.points.ys[{found}]]")
        page.mouse.move(*on_screen(page, x, y))
        page.wait_for_timeout(500)
        save(page, DOCS / "page.png")
    with opened() as page:
        page.keyboard.press("Shift")
        page.evaluate("document.querySelector('#kit-recipe').value = 'electronic'")
        page.evaluate(KIT)
        while not page.evaluate("latentpad.kit.family?.state === 'finished'"):
            page.wait_for_timeout(20)
        page.evaluate("latentpad.kit.lock(0)")
        page.locator("#pads [data-pad='3']").click()
        page.wait_for_timeout(800)
        page.evaluate("latentpad.status.setMessage('The kit is in ~/Music/latentpad/kits/Electronic 1.')")
        save(page, DOCS / "page-kit.png")


class Shelf:
    """A shelf that is offered, and opened by nobody."""

    def is_available(self) -> bool:
        """Return whether there is one."""
        return True

    def open(self, port: int) -> None:
        """Open none."""


@contextmanager
def opened() -> Iterator[Page]:
    """Yield the page of a daemon with an empty drop folder."""
    bundle = load_bundle(default_bundle())
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        (samples := Path(temporary) / "samples").mkdir()
        player = Player(bundle, Folder(samples), library=LibraryAudio((), bundle.map.names))
        player.warm_up()
        folders = ImportFolders(Path(temporary) / "data", Path(temporary) / "cache")
        server = PageServer(preview_of, 0, lambda switch: Importer(folders, switch), Shelf())
        daemon = Daemon(player, DaemonOptions(port=0), server)
        daemon.start()
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="dark")
        page.add_init_script("localStorage['latentpad.tour'] = 'seen'")
        page.goto(server.address)
        while not page.evaluate("Boolean(window.latentpad?.map.points && latentpad.map.confidence.cells)"):
            page.wait_for_timeout(20)
        yield page
        browser.close()
        daemon.stop()


def on_screen(page: Page, x: float, y: float) -> tuple[float, float]:
    """Return where a point of the map is in the window."""
    box = page.locator("#map").bounding_box() or {"x": 0.0, "y": 0.0}
    left, top = page.evaluate(f"latentpad.map.view.toScreen({x}, {y})")
    return box["x"] + left, box["y"] + top


def save(page: Page, path: Path) -> None:
    """Write a screenshot in as few colours as it needs."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(192, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()
