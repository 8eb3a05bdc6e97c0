"""A page's session: what it sends and receives, the same as over OSC, and what is its own."""

import asyncio
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from latentpad.osc.address import signatures
from latentpad.osc.protocol import IN, reply
from latentpad.web.outbox import MAX_UNSENT
from latentpad.web.session import PageSession

SETTINGS = {
    **{"seed": 0, "variation": 0.0, "length": 1.0, "pitch": 0.0, "decay": 1.0, "tone": 0.0},
    **{"detail": 1.0, "dynamics": 0.0, "attack": 0.0, "tail": 0.0, "drive": 0.0, "reverse": 0, "stereo": 0.0},
    **{"tune": "off", "trigger": "manual"},
}


def test_a_page_receives_the_whole_state_first(open_page, app, controller):
    controller.send("set", "seed", 3)
    controller.send("xy", 0.25, 0.75)
    assert controller.replies_before_pong() == [("value", "seed", 3)]
    page = open_page(app, skip_start=False)
    received = page.receive_until("/page/samples")
    assert received[0][0] == "/latentpad/welcome"
    assert received[0][2:] == ["toy", app.drop.as_posix(), 32, 8000]
    assert received[1:3] == [["/latentpad/bundle", "toy", 32, ""], ["/latentpad/point", 0.25, 0.75]]
    assert {key: value for _, key, value in received[3 : 3 + len(SETTINGS)]} == SETTINGS | {"seed": 3}
    rest = received[3 + len(SETTINGS) :]
    assert rest == [["/page/ports", app.daemon.port, 9311], ["/page/ready"], ["/page/samples", []]]


def test_samples_made_over_osc_reach_the_page_with_their_recipe(page, app, controller):
    controller.send("generate", 7, 0.125, 0.125, 5, 0.0, 1.0, 12.0, 0.5, -3.0)
    point, busy, done = page.receive_until("/latentpad/done")
    assert point == ["/latentpad/point", 0.125, 0.125]
    assert busy == ["/latentpad/busy", 7]
    *facts, sample = done[1:]
    name = "kick_x0.125_y0.125_s5.wav"
    assert facts[:5] == [7, (app.drop / name).as_posix(), 0.125, 0.125, 5]
    assert sample == {
        **{"name": name, "path": str(app.drop / name), "kept": None, "keptName": None, "undone": False},
        **{"bundle": app.player.digest, "batch": 0, "kit": "", "note": 0, "source": None},
        **{"x": 0.125, "y": 0.125, "seed": 5, "variation": 0, "length": 1, "pitch": 12, "decay": 0.5, "tone": -3},
        **{"detail": 1, "dynamics": 0, "attack": 0, "tail": 0, "drive": 0, "reverse": 0, "stereo": 0, "tune": "off"},
        **{"sampleRate": 8000, "nSamples": facts[6], "confidence": 1.0},
        **{"pitchHz": 0.0, "parents": []},
    }


def test_samples_of_a_kit_come_with_their_folder_and_note_and_can_be_fetched(page, app):
    page.send("/latentpad/kit", 7, "acoustic", 3)
    received = page.receive_until("/latentpad/finished")
    first = next(message for message in received if message[0] == "/latentpad/done")
    sample = first[-1]
    assert (sample["name"], sample["kit"], sample["note"]) == ("Acoustic 1/01 Kick.wav", "Acoustic 1", 36)
    assert sample["path"] == str(app.drop / "kits" / "Acoustic 1" / "01 Kick.wav")
    page.send("/page/hear", 8, "sample", sample["name"])
    assert len(page.receive_sound()[2]) == sample["nSamples"]
    with urlopen(f"{app.url}/samples/{quote(sample['name'], safe='')}") as response:
        assert response.read() == Path(sample["path"]).read_bytes()
    page.send("/page/samples")
    assert page.receive() == ["/page/samples", []]


def test_notices_reach_a_page_when_they_come_and_when_it_opens(page, app, open_page):
    app.daemon._replies.notify("the library is gone")
    assert page.receive() == ["/latentpad/notice", "the library is gone"]
    late = open_page(app, skip_start=False).receive_until("/page/samples")
    assert late[-4] == ["/latentpad/notice", "the library is gone"]


def test_what_the_page_does_is_sent_over_osc(page, controller):
    controller.send("hello")
    assert controller.receive_until("bundle")[0][0] == "welcome"
    page.send("/latentpad/xy", 0.875, 0.125)
    page.send("/latentpad/set", "tone", 3)
    assert [controller.receive(), controller.receive()] == [("point", 0.875, 0.125), ("value", "tone", 3.0)]
    page.send("/latentpad/generate", 7)
    assert [message[0] for message in controller.receive_until("done")] == ["busy", "done"]


def test_a_move_is_not_sent_back_to_its_sender(page, controller):
    controller.send("hello")
    assert controller.receive_until("bundle")[0][0] == "welcome"
    controller.send("xy", 0.25, 0.75)
    assert controller.replies_before_pong() == []
    assert page.receive() == ["/latentpad/point", 0.25, 0.75]
    page.send("/latentpad/xy", 0.25, 0.75)  # where it is already
    page.send("/page/samples")
    assert page.receive()[0] == "/page/samples"
    assert controller.replies_before_pong() == []


def test_the_page_and_osc_make_the_same_bytes(page, app, controller):
    page.send("/latentpad/generate", 1, 0.13, 0.87)
    first = page.receive_until("/latentpad/done")[-1][2]
    controller.send("generate", 2, 0.13, 0.87)
    second = page.receive_until("/latentpad/done")[-1][2]
    assert first != second
    with open(first, "rb") as one, open(second, "rb") as other:
        assert one.read() == other.read()


def test_undo_restores_the_point_and_settings_of_the_previous_sample(page, app, controller):
    page.send("/latentpad/generate", 1, 0.125, 0.125)
    page.send("/latentpad/set", "pitch", 12)
    page.receive_until("/latentpad/done")
    page.send("/latentpad/generate", 2, 0.875, 0.125)
    page.receive_until("/latentpad/done")
    files = {path: path.read_bytes() for path in app.drop.iterdir()}
    controller.send("undo", 3)
    moved = page.receive_until("/latentpad/done")
    assert ["/latentpad/value", "pitch", 0.0] in moved
    assert ["/latentpad/point", 0.125, 0.125] in moved
    assert moved[-1][1:5] == [3, str(app.drop / "kick_x0.125_y0.125_s0.wav"), 0.125, 0.125]
    assert controller.receive_until("done")[-1][:2] == ("done", 3)
    controller.send("undo", 4)
    assert controller.receive() == ("error", 4, "history", "there is no earlier sample")
    page.send("/page/samples")
    samples = page.receive_until("/page/samples")[-1][1]
    assert [sample["undone"] for sample in samples] == [False, True]
    assert {path: path.read_bytes() for path in app.drop.iterdir()} == files


def test_undo_skips_a_sample_whose_file_is_gone(page, app):
    for number, x in enumerate((0.125, 0.126, 0.127)):
        page.send("/latentpad/generate", number, x, 0.125)
        page.receive_until("/latentpad/done")
    (app.drop / "kick_x0.126_y0.125_s0.wav").unlink()
    page.send("/latentpad/undo", 9)
    assert page.receive_until("/latentpad/done")[-1][-1]["name"] == "kick_x0.125_y0.125_s0.wav"


def test_after_undo_keep_copies_the_previous_sample(page, app):
    for number, x in enumerate((0.125, 0.875)):
        page.send("/latentpad/generate", number, x, 0.125)
        page.receive_until("/latentpad/done")
    page.send("/latentpad/undo", 8)
    page.send("/latentpad/keep", 9)
    assert page.receive_until("/latentpad/kept")[-1] == [
        "/latentpad/kept",
        9,
        (app.drop / "kept" / "kick_x0.125_y0.125_s0.wav").as_posix(),
    ]


def test_a_sample_is_kept_under_a_name(page, app):
    page.send("/latentpad/generate", 7, 0.125, 0.125)
    name = page.receive_until("/latentpad/done")[-1][-1]["name"]
    page.send("/latentpad/keep", 8, name, "Dröhner: 1.wav")
    kept = app.drop / "kept" / "Dröhner- 1.wav"
    assert page.receive() == ["/latentpad/kept", 8, kept.as_posix()]
    assert kept.read_bytes() == (app.drop / name).read_bytes()
    page.send("/page/samples")
    (sample,) = page.receive()[1]
    assert (sample["kept"], sample["keptName"]) == (str(kept), "Dröhner- 1")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("hm", "wire"),
        ('["/page/nothing"]', "arguments"),
        ('["/page/show", "mine.wav"]', "folder"),
        ('["/page/hear"]', "arguments"),
        ('["/latentpad/nothing"]', "address"),
        ('["/latentpad/set", "seed", 0.5]', "number"),
        ('["/latentpad/xy", NaN, 0.5]', "number"),
    ],
)
def test_an_invalid_message_is_answered_and_the_page_stays_connected(page, text, code):
    page.send_raw(text)
    assert page.receive()[0:3:2] == ["/latentpad/error", code]
    page.send("/page/samples")
    assert page.receive() == ["/page/samples", []]


EXAMPLES = {"i": 1, "f": 0.125, "s": "seed", "any": 1}
"""A value for each kind of argument."""


@pytest.mark.parametrize("row", IN, ids=lambda row: row.verb)
def test_a_page_can_send_every_osc_message(page, row):
    """Hello, ping and bye are ignored: a page is connected anyway."""
    if row.verb not in (
        "generate",
        "random",
        "kind",
        "vary",
        "keep",
        "again",
        "kit",
        "locate",
        "morph",
        "bundle",
    ):  # other tests send these with all of their arguments
        form = [*signatures(row.arguments)[-1], *signatures(row.group)[0] * row.times[0]]
        page.send(f"/latentpad/{row.verb.replace('KEY', 'pitch')}", *(EXAMPLES[kind] for kind, _ in form))
    page.send("/latentpad/get", "tone")
    received = page.receive_until("/latentpad/value")
    while received[-1][1] != "tone":
        received += page.receive_until("/latentpad/value")
    errors = [message for message in received if message[0] == "/latentpad/error"]
    assert [message[2] for message in errors] == (["history"] if row.verb == "undo" else [])


def test_a_page_can_play_a_kind_and_a_random_place_of_it(page):
    for verb, *args in (("kind", 1, "snare", 0), ("random", 2, "snare")):
        page.send(f"/latentpad/{verb}", *args)
        _, id, path, x, y, *_, sample = page.receive_until("/latentpad/done")[-1]
        assert (id, abs(x - 0.875) < 0.02, abs(y - 0.125) < 0.02) == (args[0], True, True)
        assert (sample["name"].startswith("snare_"), sample["path"]) == (True, path)


def test_a_page_can_ask_what_is_near_a_point(page):
    page.send("/latentpad/nearest", 3, 0.135, 0.125, 2)
    first, second = (page.receive_until("/latentpad/neighbour")[-1] for _ in range(2))
    assert first[1:5] == [3, 0, "kick/0.wav", "kick"]
    assert second[1:5] == [3, 1, "kick/1.wav", "kick"]


def test_undo_does_not_restore_settings_that_a_message_carried(page):
    page.send("/latentpad/generate", 1, 0.125, 0.125, 5, 0, 1, 12, 0.5, 0)
    assert page.receive_until("/latentpad/done")[-1][-1]["pitch"] == 12
    page.send("/latentpad/generate", 2, 0.875, 0.125)
    assert page.receive_until("/latentpad/done")[-1][-1]["pitch"] == 0
    page.send("/latentpad/undo", 3)
    received = page.receive_until("/latentpad/done")
    assert [message[0] for message in received] == ["/latentpad/done"]  # and no /latentpad/value
    assert received[-1][-1]["pitch"] == 12
    assert received[-1][9] == 0  # nothing was rendered


def test_keep_copies_the_sample_that_was_current_when_it_was_sent(page, app):
    page.send("/latentpad/generate", 1, 0.125, 0.125)
    page.receive_until("/latentpad/done")
    page.send("/latentpad/generate", 2, 0.875, 0.125)
    page.send("/latentpad/keep", 3)
    assert page.receive_until("/latentpad/kept")[-1][2].endswith("kept/kick_x0.125_y0.125_s0.wav")


def test_a_sender_on_other_ports_gets_no_echo_at_its_reply_port(connect, app):
    """Shell tools send each message from another port, and listen at the reply port only."""
    receiver, hello, sender = (connect(app.daemon.port) for _ in range(3))
    app.daemon._dispatcher._rendering._reply_port = receiver.port
    hello.send("hello", receiver.port)
    assert receiver.receive_until("bundle")[0][0] == "welcome"
    sender.send("xy", 0.25, 0.75)
    sender.send("get", "seed")
    assert receiver.receive()[0] == "value"


def test_a_shared_reply_port_receives_what_each_sender_does(connect, app):
    receiver, one, other = (connect(app.daemon.port) for _ in range(3))
    for client in (one, other):
        client.send("hello", receiver.port)
        assert receiver.receive_until("bundle")[0][0] == "welcome"
    one.send("xy", 0.25, 0.75)
    assert receiver.receive() == ("point", 0.25, 0.75)


def test_an_integer_beyond_64_bits_is_rejected(page):
    page.send_raw('["/latentpad/set", "seed", 1' + "0" * 400 + "]")
    assert page.receive()[0:3:2] == ["/latentpad/error", "number"]
    page.send("/page/samples")
    assert page.receive() == ["/page/samples", []]


def test_an_internal_error_is_reported_and_logged(page, app, caplog, monkeypatch):
    monkeypatch.setattr(app.daemon._dispatcher, "serve", lambda *_: 1 / 0)
    page.send("/latentpad/get", "seed")
    assert page.receive() == ["/latentpad/error", -1, "internal", "internal error in latentpad; see its log"]
    assert "A page's message could not be served" in caplog.text


def test_a_slow_file_manager_does_not_block_the_page(page, app, monkeypatch):
    go = threading.Event()
    monkeypatch.setattr("latentpad.web.show_requests.reveal", lambda _path: go.wait(10))
    page.send("/latentpad/generate", 7, 0.125, 0.125)
    name = page.receive_until("/latentpad/done")[-1][-1]["name"]
    page.send("/page/show", name)
    page.send("/page/samples")
    assert page.receive()[0] == "/page/samples"
    go.set()


def test_the_folder_that_is_opened_is_the_daemons_and_no_page_can_name_one(page, app, monkeypatch):
    opened = []
    monkeypatch.setattr("latentpad.web.show_requests.open_folder", opened.append)
    page.send("/page/show/folder", "/")
    page.send("/page/show/other")
    for _ in range(2):
        assert page.receive()[:3] == ["/latentpad/error", -1, "arguments"]
    page.send("/page/show/folder")
    end = time.monotonic() + 10
    while not opened and time.monotonic() < end:
        time.sleep(0.01)
    assert opened == [app.drop]


def test_a_folder_that_cannot_be_opened_is_told_to_the_page(page, app):
    app.drop.rename(app.drop.parent / "moved away")
    page.send("/page/show/folder")
    assert page.receive_until("/page/wrong")[-1] == ["/page/wrong", f"{app.drop} no longer exists"]


def test_the_monitor_shows_what_goes_over_osc(page, open_page, app, controller):
    controller.send("xy", 0.25, 0.75)
    controller.send("nothing")
    controller.send_raw(b"junk")
    assert controller.replies_before_pong()[0][:3] == ("error", -1, "address")
    page.send("/page/monitor", 1)
    lines = page.receive_until("/page/monitor")[-1][1]
    me = f"127.0.0.1 port {controller.port}"
    assert [line[1:] for line in lines] == [
        [True, me, "/latentpad/xy", [0.25, 0.75]],
        [True, me, "/latentpad/nothing", []],
        [False, me, "/latentpad/error", lines[2][4]],
        [False, me, "/latentpad/error", [-1, "wire", lines[3][4][2]]],
        [True, me, "/latentpad/ping", [999]],
        [False, me, "/latentpad/pong", [999]],
    ]
    page.send("/page/monitor", 0)
    page.send("/page/samples")
    page.receive_until("/page/samples")
    controller.send("xy", 0.5, 0.5)
    controller.replies_before_pong()
    page.send("/page/monitor", 1)
    assert [line[3] for line in page.receive_until("/page/monitor")[-1][1]] == [
        *("/latentpad/xy", "/latentpad/ping", "/latentpad/pong")
    ]


def test_requests_wait_until_the_daemon_is_ready(make_app, open_page):
    app = make_app().start(prepared=False)
    page = open_page(app, skip_start=False)
    page.receive_until("/page/ports")
    page.send("/page/hear", 7, "place", 0.125, 0.125)
    page.send("/latentpad/generate", 8, 0.125, 0.125)
    page.send("/page/samples")
    assert page.receive() == ["/page/samples", []]
    app.daemon.ready()
    received = [page.receive() for _ in range(5)]
    assert {message[0] for message in received} == {
        "/page/ready",
        7,
        "/latentpad/busy",
        "/latentpad/done",
        "/page/samples",
    }


def test_samples_of_earlier_sessions_are_in_the_history(make_app, open_page, app, page):
    for number, (x, y) in enumerate(((0.125, 0.125), (0.875, 0.125))):
        page.send("/latentpad/generate", number, x, y)
        page.receive_until("/latentpad/done")
    page.send("/latentpad/keep", 3, "kick_x0.125_y0.125_s0.wav", "boom")
    page.receive_until("/latentpad/kept")
    app.daemon.stop()
    (app.drop / "hat_x0.500_y0.500_s0.wav").write_bytes(b"no wav")
    (app.drop / "mine.wav").write_bytes(b"mine")
    later = open_page(make_app().start(), skip_start=False)
    first, second = later.receive_until("/page/samples")[-1][1]
    assert (first["name"], first["keptName"], first["confidence"]) == ("kick_x0.125_y0.125_s0.wav", "boom", 1.0)
    assert (second["name"], second["kept"]) == ("snare_x0.875_y0.125_s0.wav", None)
    later.send("/latentpad/undo", 9)
    assert later.receive() == ["/latentpad/error", 9, "history", "there is no earlier sample"]


def test_a_page_that_stops_reading_is_disconnected():
    aborted = []
    connection = SimpleNamespace(transport=SimpleNamespace(abort=lambda: aborted.append(True)))

    async def aborts_after(number):
        session = PageSession(connection, context=None)
        for _ in range(number):
            session.send(reply("pong", 7))
        await asyncio.sleep(0)
        return len(aborted)

    assert asyncio.run(aborts_after(MAX_UNSENT)) == 0
    assert asyncio.run(aborts_after(MAX_UNSENT + 1)) == 1
