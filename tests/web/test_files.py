import json
import os
import urllib.error
import urllib.request
from urllib.parse import quote

import numpy as np
import pytest

from latentpad.request import CONTROLS, Rendered, Request
from latentpad.samples.history import History
from latentpad.web.files import PageFiles


def fetch(app, path):
    with urllib.request.urlopen(app.url + path, timeout=10) as response:
        return response.read(), response.headers


def fetch_status(app, path):
    with pytest.raises(urllib.error.HTTPError) as error:
        fetch(app, path)
    with error.value as response:
        return response.status


def test_the_page_and_its_parts_are_served(app):
    page, headers = fetch(app, "/")
    assert b"<title>latentpad</title>" in page
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    for path, kind in {"/main.js": "text/javascript", "/style.css": "text/css", "/icon.svg": "image/svg+xml"}.items():
        assert fetch(app, path)[1]["Content-Type"].startswith(kind)


def test_the_content_policy_allows_only_the_pages_own_server(app):
    headers = fetch(app, "/")[1]
    policy = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["connect-src"] == f"'self' ws://127.0.0.1:{app.page_server.port}"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_map_is_the_bundles(app, bundle):
    chart = json.loads(fetch(app, "/map.json")[0])
    assert chart["digest"] == bundle.digest
    arrays, headers = fetch(app, "/map.bin")
    assert headers["Content-Type"] == "application/octet-stream"
    x, y, rank, seconds = np.frombuffer(arrays, dtype="<f4").reshape(4, -1)
    assert np.array_equal(np.transpose([x, y]), bundle.map.points)
    assert rank.view("<i4").tolist() == [1] * 8 + [2] * 8 + [-1] * 8 + [0] * 8
    assert seconds.tolist() == [0.25] * 32
    names, headers = fetch(app, "/names/0")
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert names.decode().split("\n") == bundle.map.names.tolist()
    sounds = json.loads(fetch(app, "/sounds.json")[0])
    assert (sounds["audio"], sounds["library"]) == (False, [])


@pytest.mark.parametrize("number", ["1", "-1", "x", "", "0/0", "9999999999", "\u0661"])
def test_there_are_no_names_beyond_the_last_block(app, number):
    assert fetch_status(app, f"/names/{quote(number)}") == 404


def test_the_confidence_of_each_cell_is_served(app):
    cells = np.frombuffer(fetch(app, "/known.bin")[0], dtype=np.uint8).reshape(64, 64)
    assert cells[8, 8] == cells[8, 55] == cells[55, 8] == 255  # where the toy's sounds are
    assert cells[32, 32] < 20


def test_the_settings_are_the_same_as_over_osc(app):
    rows = {row["key"]: row for row in json.loads(fetch(app, "/settings.json")[0])}
    assert list(rows) == ["seed", *(control.key for control in CONTROLS), "tune"]
    for control in CONTROLS:
        row = rows[control.key]
        assert (row["low"], row["high"], row["default"]) == (control.low, control.high, control.default)
    assert [key for key, row in rows.items() if row.get("whole")] == ["seed", "reverse"]


def test_a_sample_is_served_under_its_name(app, page):
    page.send("/latentpad/generate", 7, 0.125, 0.125)
    sample = page.receive_until("/latentpad/done")[-1][-1]
    body, headers = fetch(app, f"/samples/{sample['name']}")
    assert body == (app.drop / sample["name"]).read_bytes()
    assert headers["Content-Type"] == "audio/wav"
    (app.drop / sample["name"]).unlink()
    assert fetch_status(app, f"/samples/{sample['name']}") == 404


@pytest.mark.parametrize(
    "path",
    [
        *("/samples/", "/samples/mine.wav", "/samples/kick_x0.125_y0.125_s7.wav", "/samples/../mine.wav"),
        *("/samples/%2e%2e%2fmine.wav", "/samples/..%5cmine.wav", "/samples//etc/passwd", "/../../etc/passwd"),
        *(
            "/server.py",
            "/../server.py",
            "/static/main.js",
            "/index.htm",
            "//main.js",
            "/main.js/",
            "/%00",
            "/main.js%00",
        ),
        *("//[", "//[::1", "//]", "//[v9.x]/", "/[", "/%", "/%zz", "/%ff", "/a?//[", "/a#//["),
    ],
)
def test_only_the_daemons_samples_are_served_from_the_folder(app, path):
    (app.drop / "mine.wav").write_bytes(b"mine")
    (app.drop.parent / "mine.wav").write_bytes(b"mine")
    (app.drop / "kick_x0.125_y0.125_s7.wav").write_bytes(b"not the daemon's, whatever its name says")
    assert fetch_status(app, path) == 404


def test_no_target_reaches_a_file_that_is_not_in_the_history(tmp_path):
    history = History()
    history.add(Rendered(Request(0.5, 0.5), tmp_path / "a.wav", 8000, 10, 1.0, 1.0))
    (tmp_path / "a.wav").write_bytes(b"ours")
    (tmp_path / "b.wav").write_bytes(b"mine")
    files = PageFiles(view=None, history=history)
    assert files.find("/samples/a.wav?x=1").body == b"ours"
    for name in (
        "b.wav",
        "./a.wav",
        "a.wav/",
        "A.WAV",
        str(tmp_path / "b.wav"),
        "../a.wav",
        "a.wav%00",
        "a%2Ewav/../b.wav",
    ):
        assert files.find(f"/samples/{name}") is None


@pytest.fixture
def shared(tmp_path):
    """The page's files, for a sample of the drop folder and one of a kit, and a file of the user's own."""
    drop, history = tmp_path / "drop", History()
    paths = [drop / "a.wav", drop / "kits" / "Kit 1" / "01 Kick.wav"]
    for path in (*paths, tmp_path / "private" / "Kit 1" / "01 Kick.wav"):
        path.parent.mkdir(parents=True)
        path.write_bytes(b"ours" if path in paths else b"secret")
    history.add(Rendered(Request(0.5, 0.5), paths[0], 8000, 10, 1.0, 1.0))
    history.add_to_kit(Rendered(Request(0.5, 0.5), paths[1], 8000, 10, 1.0, 1.0), 1)
    return PageFiles(view=None, history=history), drop, tmp_path / "private"


def content_of(files, name):
    found = files.find("/samples/" + quote(name))
    return found and found.body


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither FIFOs nor links for every user")
def test_no_link_that_somebody_has_planted_is_served(shared):
    files, drop, private = shared
    assert content_of(files, "a.wav") == content_of(files, "Kit 1/01 Kick.wav") == b"ours"
    secret = private / "Kit 1" / "01 Kick.wav"
    for plant in (os.symlink, os.link):
        (drop / "a.wav").unlink()
        plant(secret, drop / "a.wav")
        assert content_of(files, "a.wav") is None
    (drop / "a.wav").unlink()
    os.mkfifo(drop / "a.wav")
    assert content_of(files, "a.wav") is None
    (drop / "kits" / "Kit 1").rename(drop / "kits" / "moved")
    (drop / "kits" / "Kit 1").symlink_to(private / "Kit 1")
    assert content_of(files, "Kit 1/01 Kick.wav") is None
    (drop / "kits").rename(drop / "moved")
    (drop / "kits").symlink_to(private)
    assert content_of(files, "Kit 1/01 Kick.wav") is None


def test_a_sample_that_has_become_huge_is_not_served(shared):
    files, drop, _ = shared
    with (drop / "a.wav").open("wb") as file:
        file.truncate(1 << 30)
    assert content_of(files, "a.wav") is None
