"""A folder of 300 sounds on the page, with the real process and the real player: from the drop to the final map."""

import re
import time

import numpy as np
import pytest
import soundfile
from playwright.sync_api import expect

from latentpad.bundle.bundle import load_bundle
from latentpad.bundle.shelf import Shelf
from latentpad.daemon.daemon import Daemon
from latentpad.daemon.options import DaemonOptions
from latentpad.paths import default_bundle
from latentpad.player.library_audio import LibraryAudio, remembered_library
from latentpad.player.player import Player
from latentpad.player.preview import preview_of
from latentpad.player.shelf_players import ShelfPlayers
from latentpad.samples.folder import Folder
from latentpad.web.imports.folders import ImportFolders
from latentpad.web.imports.importer import Importer
from latentpad.web.imports.plan import plan_command
from latentpad.web.server import PageServer

pytestmark = pytest.mark.clients

SAMPLE_RATE = 44_100
PLAYABLE_SECONDS, WHOLE_SECONDS = 30, 240


@pytest.fixture(scope="module")
def drums(tmp_path_factory):
    """300 short kicks, snares and hats, and a silent one."""
    folder = tmp_path_factory.mktemp("library") / "My Drums"
    rng, seconds = np.random.default_rng(1), np.arange(SAMPLE_RATE // 5) / SAMPLE_RATE
    for index in range(300):
        kind, low, high, noise = (("Kick", 40, 90, 0.05), ("Snare", 150, 260, 0.6), ("Hat", 4000, 9000, 0.9))[index % 3]
        tone = np.sin(2 * np.pi * rng.uniform(low, high) * seconds) * np.exp(-seconds * rng.uniform(8, 30))
        hiss = rng.normal(scale=0.3, size=len(seconds)) * np.exp(-seconds * rng.uniform(15, 60))
        path = folder / f"{kind}s" / f"{kind} {index:03d}.wav"
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(path, 0.5 * ((1 - noise) * tone + noise * hiss), SAMPLE_RATE)
    soundfile.write(folder / "Kicks/Kick silent.wav", np.zeros(SAMPLE_RATE), SAMPLE_RATE)
    return folder


class WholeApp:
    """A daemon as ``latentpad serve`` starts it, with folders of the test's own."""

    def __init__(self, drop, folders, cache, registry):
        folder = Folder(drop)

        def make_player(bundle):
            library = LibraryAudio(remembered_library(bundle.digest, registry), bundle.map.names)
            return Player(bundle, folder, library=library)

        bundles = ShelfPlayers(Shelf(folders.data), make_player)
        path = default_bundle()
        self.page_server = PageServer(
            preview_of,
            0,
            lambda switch: Importer(
                folders, switch, lambda plan, first: [*plan_command(plan, first), "--cache", str(cache)]
            ),
        )
        first = bundles.look(path)
        self.daemon = Daemon(bundles.open(path), DaemonOptions(port=0), self.page_server, None, bundles, first)
        self.daemon.start()

    @property
    def url(self):
        return self.page_server.address


@pytest.fixture
def whole(drop, tmp_path, data_folder):
    folders = ImportFolders(tmp_path / "data", tmp_path / "cache")
    app = WholeApp(drop, folders, tmp_path / "known", data_folder / "libraries")
    yield app, folders
    app.daemon.stop()


def test_a_folder_of_300_sounds_is_playable_within_half_a_minute_and_then_mapped(whole, drums, look, drop, caplog):
    app, folders = whole
    page = look(at=app)
    page.locator("#open-import").click()
    page.locator("#folder-input").set_input_files(drums)
    started = time.monotonic()
    expect(page.locator("#import-result")).to_contain_text("You can play", timeout=1000 * PLAYABLE_SECONDS)
    page.wait_until("latentpad.map.points.count < 400")
    expect(page.locator("#position")).to_have_text(re.compile("Kick|Snare|Hat"))
    assert page.evaluate("latentpad.map.labels.length") == 3  # the first sounds are of all kinds
    page.make_sample(0.5, 0.5)
    assert time.monotonic() - started < PLAYABLE_SECONDS
    expect(page.locator("#import-summary")).to_contain_text("kick\u00a0101, hihat\u00a0100, snare\u00a0100")
    expect(page.locator("#import-result")).to_have_text(
        "My Drums is ready: 300\u00a0sounds on the map.", timeout=1000 * WHOLE_SECONDS
    )
    expect(page.locator("#import-skipped-files")).to_contain_text("Kicks/Kick silent.wav is silent")
    output = folders.bundles / "My Drums.latentpad"
    page.wait_until(f"latentpad.import.state.opened === {str(output)!r}")
    page.wait_until("latentpad.map.points.count === 300")
    page.make_sample(0.4, 0.4)
    assert len([*drop.glob("*.wav")]) == 2
    assert sorted(load_bundle(output).map.names)[0].startswith("Hats/Hat")
    assert [*folders.first.iterdir()] == []
    assert "not known" not in caplog.text  # its sounds are read from the copy
