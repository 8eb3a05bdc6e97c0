import asyncio
import threading
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile

from latentpad.osc.protocol import IN, reply, signatures
from latentpad.request import Request
from latentpad.synth.synth import Synth
from latentpad.web.session import MOST_UNSAID, PageSession

SETTINGS = {"seed": 0, "variation": 0.0, "length": 1.0, "pitch": 0.0, "decay": 1.0, "tone": 0.0, "trigger": "manual"}


def test_a_page_is_greeted_with_all_it_has_to_know(open_page, stand, controller):
    controller.send("set", "seed", 3)
    controller.send("xy", 0.25, 0.75)
    assert controller.heard_before_pong() == [("value", "seed", 3)]
    page = open_page(stand, greeted=False)
    heard = page.hear_until("/page/samples")
    assert heard[0][0] == "/latentpad/welcome"
    assert heard[0][2:] == ["toy", stand.drop.as_posix(), 32, 8000]
    assert heard[1] == ["/latentpad/point", 0.25, 0.75]
    assert {key: value for _, key, value in heard[2:9]} == SETTINGS | {"seed": 3}
    assert heard[9:] == [["/page/ports", stand.daemon.port, 9311], ["/page/ready"], ["/page/samples", []]]


def test_what_osc_makes_is_told_to_the_page_with_its_recipe(page, stand, controller):
    controller.send("generate", 7, 0.125, 0.125, 5, 0.0, 1.0, 12.0, 0.5, -3.0)
    point, busy, done = page.hear_until("/latentpad/done")
    assert point == ["/latentpad/point", 0.125, 0.125]
    assert busy == ["/latentpad/busy", 7]
    *facts, sample = done[1:]
    name = "kick_x0.125_y0.125_s5.wav"
    assert facts[:5] == [7, (stand.drop / name).as_posix(), 0.125, 0.125, 5]
    assert sample == {
        **{"name": name, "path": str(stand.drop / name), "kept": None, "keptName": None, "undone": False},
        **{"x": 0.125, "y": 0.125, "seed": 5, "variation": 0, "length": 1, "pitch": 12, "decay": 0.5, "tone": -3},
        **{"sampleRate": 8000, "nSamples": facts[6], "confidence": 1.0},
    }


def test_what_the_page_does_is_told_over_osc(page, controller):
    controller.send("hello")
    assert controller.hear()[0] == "welcome"
    page.say("/latentpad/xy", 0.875, 0.125)
    page.say("/latentpad/set", "tone", 3)
    assert [controller.hear(), controller.hear()] == [("point", 0.875, 0.125), ("value", "tone", 3.0)]
    page.say("/latentpad/generate", 7)
    assert [message[0] for message in controller.hear_until("done")] == ["busy", "done"]


def test_whoever_moves_the_point_is_not_told_so(page, controller):
    controller.send("hello")
    assert controller.hear()[0] == "welcome"
    controller.send("xy", 0.25, 0.75)
    assert controller.heard_before_pong() == []
    assert page.hear() == ["/latentpad/point", 0.25, 0.75]
    page.say("/latentpad/xy", 0.25, 0.75)  # where it is already
    page.say("/page/samples")
    assert page.hear()[0] == "/page/samples"
    assert controller.heard_before_pong() == []


def test_a_page_and_osc_make_the_same_bytes(page, stand, controller):
    page.say("/latentpad/generate", 1, 0.13, 0.87)
    first = page.hear_until("/latentpad/done")[-1][2]
    controller.send("generate", 2, 0.13, 0.87)
    second = page.hear_until("/latentpad/done")[-1][2]
    assert first != second
    with open(first, "rb") as one, open(second, "rb") as other:
        assert one.read() == other.read()


def test_undo_steps_back_to_the_point_and_settings_of_the_sample_before(page, stand, controller):
    page.say("/latentpad/generate", 1, 0.125, 0.125)
    page.say("/latentpad/set", "pitch", 12)
    page.hear_until("/latentpad/done")
    page.say("/latentpad/generate", 2, 0.875, 0.125)
    page.hear_until("/latentpad/done")
    files = {path: path.read_bytes() for path in stand.drop.iterdir()}
    controller.send("undo", 3)
    moved = page.hear_until("/latentpad/done")
    assert ["/latentpad/value", "pitch", 0.0] in moved
    assert ["/latentpad/point", 0.125, 0.125] in moved
    assert moved[-1][1:5] == [3, str(stand.drop / "kick_x0.125_y0.125_s0.wav"), 0.125, 0.125]
    assert controller.hear_until("done")[-1][:2] == ("done", 3)
    controller.send("undo", 4)
    assert controller.hear() == ("error", 4, "history", "there is no earlier sample")
    page.say("/page/samples")
    samples = page.hear_until("/page/samples")[-1][1]
    assert [sample["undone"] for sample in samples] == [False, True]
    assert {path: path.read_bytes() for path in stand.drop.iterdir()} == files


def test_undo_goes_past_a_sample_that_somebody_has_taken_away(page, stand):
    for number, x in enumerate((0.125, 0.126, 0.127)):
        page.say("/latentpad/generate", number, x, 0.125)
        page.hear_until("/latentpad/done")
    (stand.drop / "kick_x0.126_y0.125_s0.wav").unlink()
    page.say("/latentpad/undo", 9)
    assert page.hear_until("/latentpad/done")[-1][-1]["name"] == "kick_x0.125_y0.125_s0.wav"


def test_after_undo_the_sample_before_is_the_one_that_is_kept(page, stand):
    for number, x in enumerate((0.125, 0.875)):
        page.say("/latentpad/generate", number, x, 0.125)
        page.hear_until("/latentpad/done")
    page.say("/latentpad/undo", 8)
    page.say("/latentpad/keep", 9)
    assert page.hear_until("/latentpad/kept")[-1] == [
        "/latentpad/kept",
        9,
        (stand.drop / "kept" / "kick_x0.125_y0.125_s0.wav").as_posix(),
    ]


def test_a_sample_is_kept_under_a_name(page, stand):
    page.say("/latentpad/generate", 7, 0.125, 0.125)
    name = page.hear_until("/latentpad/done")[-1][-1]["name"]
    page.say("/latentpad/keep", 8, name, "Dröhner: 1.wav")
    kept = stand.drop / "kept" / "Dröhner- 1.wav"
    assert page.hear() == ["/latentpad/kept", 8, kept.as_posix()]
    assert kept.read_bytes() == (stand.drop / name).read_bytes()
    page.say("/page/samples")
    (sample,) = page.hear()[1]
    assert (sample["kept"], sample["keptName"]) == (str(kept), "Dröhner- 1")


def test_a_place_is_heard_without_a_file(page, stand, bundle, controller):
    page.say("/latentpad/set", "seed", 5)
    page.say("/page/hear", 7, "place", 0.125, 0.875)
    id, sample_rate, signal = page.hear_sound()
    assert (id, sample_rate) == (7, 8000)
    assert signal.tolist() == Synth(bundle).render(Request(0.125, 0.875, 5)).tolist()
    assert list(stand.drop.iterdir()) == []
    controller.send("generate", 1)  # the point has not moved either
    assert controller.hear_until("done")[-1][3:5] == (0.5, 0.5)


def test_a_sound_of_the_library_is_made_where_its_file_is_not_at_hand(page, bundle):
    page.say("/page/hear", 7, "sound", 9)
    _, sample_rate, signal = page.hear_sound()
    own = Synth(bundle).render_latent(bundle.map.latents[9], np.random.default_rng(0))
    assert (sample_rate, signal.tolist()) == (8000, own.tolist())


def test_a_sound_of_the_library_plays_its_file(make_stand, open_page, tmp_path):
    library = tmp_path / "library"
    (library / "snare").mkdir(parents=True)
    stereo = np.stack([np.linspace(-0.5, 0.5, 100), np.zeros(100)], axis=1)
    soundfile.write(library / "snare" / "1.wav", stereo, 11025, "FLOAT")
    page = open_page(make_stand(library=[library]).start())
    page.say("/page/hear", 7, "sound", 9)  # the toy's sounds 8 to 15 are snare/0.wav to snare/7.wav
    _, sample_rate, signal = page.hear_sound()
    assert sample_rate == 11025
    assert signal == pytest.approx(stereo.mean(axis=1))


def test_a_sample_is_heard_as_it_lies_in_the_folder(page, stand):
    page.say("/latentpad/generate", 7, 0.125, 0.125)
    name = page.hear_until("/latentpad/done")[-1][-1]["name"]
    page.say("/page/hear", 8, "sample", name)
    _, sample_rate, signal = page.hear_sound()
    written, _ = soundfile.read(stand.drop / name, dtype="float32")
    assert (sample_rate, signal.tolist()) == (8000, written.tolist())
    (stand.drop / name).unlink()
    page.say("/page/hear", 9, "sample", name)
    assert page.hear() == ["/page/silent", 9, f"{name} is no longer in the folder, or cannot be read"]


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (("sound", 32), "there is no sound 32; there are 32"),
        (("sound", -1), "there is no sound -1; there are 32"),
        (("sound", 0.5), "index must be an integer, not 0.5"),
        (("place", 0.5), "nothing can be heard of 'place' with 1 such arguments"),
        (("place", "x", 0.5), "a coordinate must be a number, not 'x'"),
        (("place", 0.875, 0.875), "silent"),
        (("sample", "../mine.wav"), "'../mine.wav' is no sample of ours"),
        (("song", 1), "nothing can be heard of 'song' with 1 such arguments"),
    ],
)
def test_why_nothing_is_heard_is_said(page, wish, words):
    page.say("/page/hear", 7, *wish)
    address, id, said = page.hear()
    assert (address, id) == ("/page/silent", 7)
    assert words in said


@pytest.mark.parametrize(
    ("said", "code"),
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
def test_a_page_that_says_something_wrong_is_told_and_stays(page, said, code):
    page.say_raw(said)
    assert page.hear()[0:3:2] == ["/latentpad/error", code]
    page.say("/page/samples")
    assert page.hear() == ["/page/samples", []]


FILLED = {"i": 1, "f": 0.125, "s": "seed", "any": 1}
"""A value for each kind of argument."""


@pytest.mark.parametrize("row", IN, ids=lambda row: row.verb)
def test_a_page_can_say_all_that_osc_can(page, row):
    """Hello, ping and bye are no business of a page, which is connected as it is; they are passed over."""
    if row.verb not in ("generate", "keep"):  # these with all of their arguments are in tests of their own
        form = signatures(row.arguments)[-1]
        page.say(f"/latentpad/{row.verb}", *(FILLED[kind] for kind, _ in form))
    page.say("/latentpad/get", "tone")
    heard = page.hear_until("/latentpad/value")
    while heard[-1][1] != "tone":
        heard += page.hear_until("/latentpad/value")
    errors = [message for message in heard if message[0] == "/latentpad/error"]
    assert [message[2] for message in errors] == (["history"] if row.verb == "undo" else [])


def test_a_generate_of_a_page_may_have_settings_of_its_own_and_undo_leaves_them_its_own(page):
    page.say("/latentpad/generate", 1, 0.125, 0.125, 5, 0, 1, 12, 0.5, 0)
    assert page.hear_until("/latentpad/done")[-1][-1]["pitch"] == 12
    page.say("/latentpad/generate", 2, 0.875, 0.125)
    assert page.hear_until("/latentpad/done")[-1][-1]["pitch"] == 0
    page.say("/latentpad/undo", 3)
    heard = page.hear_until("/latentpad/done")
    assert [message[0] for message in heard] == ["/latentpad/done"]  # no setting has changed
    assert heard[-1][-1]["pitch"] == 12
    assert heard[-1][9] == 0  # nothing was made


def test_what_is_to_be_kept_is_what_was_there_when_it_was_said(page, stand):
    page.say("/latentpad/generate", 1, 0.125, 0.125)
    page.hear_until("/latentpad/done")
    page.say("/latentpad/generate", 2, 0.875, 0.125)
    page.say("/latentpad/keep", 3)
    assert page.hear_until("/latentpad/kept")[-1][2].endswith("kept/kick_x0.125_y0.125_s0.wav")


def test_who_only_sends_from_other_ports_does_not_hear_itself(connect, stand):
    """As shell tools do: hello from one port, all else from others; their ear is the reply port."""
    ear, hello, finger = (connect(stand.daemon.port) for _ in range(3))
    stand.daemon._dispatcher._reply_port = ear.port
    hello.send("hello", ear.port)
    assert ear.hear()[0] == "welcome"
    finger.send("xy", 0.25, 0.75)
    finger.send("get", "seed")
    assert ear.hear()[0] == "value"


def test_an_ear_of_several_hears_what_one_of_them_does(connect, stand):
    ear, one, other = (connect(stand.daemon.port) for _ in range(3))
    for client in (one, other):
        client.send("hello", ear.port)
        assert ear.hear()[0] == "welcome"
    one.send("xy", 0.25, 0.75)
    assert ear.hear() == ("point", 0.25, 0.75)


def test_a_number_that_nothing_can_hold_is_refused(page):
    page.say_raw('["/latentpad/set", "seed", 1' + "0" * 400 + "]")
    assert page.hear()[0:3:2] == ["/latentpad/error", "number"]
    page.say("/page/samples")
    assert page.hear() == ["/page/samples", []]


def test_a_fault_in_serving_a_page_is_told_and_logged(page, stand, caplog, monkeypatch):
    monkeypatch.setattr(stand.daemon._dispatcher, "serve", lambda *_: 1 / 0)
    page.say("/latentpad/get", "seed")
    assert page.hear() == ["/latentpad/error", -1, "internal", "latentpad has a fault; its log says more"]
    assert "A page's message could not be served" in caplog.text


def test_a_sample_is_heard_whatever_else_is_wished_meanwhile(page):
    page.say("/latentpad/generate", 1, 0.125, 0.125)
    name = page.hear_until("/latentpad/done")[-1][-1]["name"]
    page.say("/page/hear", 1, "place", 0.125, 0.125)
    page.say("/page/hear", 2, "sample", name)
    for number in range(3, 30):
        page.say("/page/hear", number, "sound", 1)
    heard = {page.hear_sound()[0]}
    while 29 not in heard:
        heard.add(page.hear_sound()[0])
    assert 2 in heard


def test_the_page_is_served_while_a_file_manager_takes_its_time(page, stand, monkeypatch):
    go = threading.Event()
    monkeypatch.setattr("latentpad.web.session.reveal", lambda _path: go.wait(10))
    page.say("/latentpad/generate", 7, 0.125, 0.125)
    name = page.hear_until("/latentpad/done")[-1][-1]["name"]
    page.say("/page/show", name)
    page.say("/page/samples")
    assert page.hear()[0] == "/page/samples"
    go.set()


def test_of_the_wishes_to_hear_the_newest_comes_true(page):
    for number in range(200):
        page.say("/page/hear", number, "place", 0.125, 0.125)
    heard = [page.hear_sound()[0]]
    while heard[-1] < 199:
        heard.append(page.hear_sound()[0])
    assert heard == sorted(set(heard))
    assert len(heard) < 200


def test_the_monitor_tells_what_goes_over_osc(page, open_page, stand, controller):
    controller.send("xy", 0.25, 0.75)
    controller.send("nothing")
    controller.send_raw(b"junk")
    assert controller.heard_before_pong()[0][:3] == ("error", -1, "address")
    page.say("/page/monitor", 1)
    lines = page.hear_until("/page/monitor")[-1][1]
    me = f"127.0.0.1 port {controller.port}"
    assert [line[1:] for line in lines] == [
        [True, me, "/latentpad/xy", [0.25, 0.75]],
        [True, me, "/latentpad/nothing", []],
        [False, me, "/latentpad/error", lines[2][4]],
        [False, me, "/latentpad/error", [-1, "wire", lines[3][4][2]]],
        [True, me, "/latentpad/ping", [999]],
        [False, me, "/latentpad/pong", [999]],
    ]
    page.say("/page/monitor", 0)
    page.say("/page/samples")
    page.hear_until("/page/samples")
    controller.send("xy", 0.5, 0.5)
    controller.heard_before_pong()
    page.say("/page/monitor", 1)
    assert [line[3] for line in page.hear_until("/page/monitor")[-1][1]] == [
        *("/latentpad/xy", "/latentpad/ping", "/latentpad/pong")
    ]


def test_what_is_wanted_before_the_daemon_is_ready_waits(make_stand, open_page):
    stand = make_stand().start(prepared=False)
    page = open_page(stand, greeted=False)
    page.hear_until("/page/ports")
    page.say("/page/hear", 7, "place", 0.125, 0.125)
    page.say("/latentpad/generate", 8, 0.125, 0.125)
    page.say("/page/samples")
    assert page.hear() == ["/page/samples", []]
    stand.daemon.ready()
    heard = [page.hear() for _ in range(5)]
    assert {message[0] for message in heard} == {
        "/page/ready",
        7,
        "/latentpad/busy",
        "/latentpad/done",
        "/page/samples",
    }


def test_the_samples_of_earlier_days_are_there(make_stand, open_page, stand, page):
    for number, (x, y) in enumerate(((0.125, 0.125), (0.875, 0.125))):
        page.say("/latentpad/generate", number, x, y)
        page.hear_until("/latentpad/done")
    page.say("/latentpad/keep", 3, "kick_x0.125_y0.125_s0.wav", "boom")
    page.hear_until("/latentpad/kept")
    stand.daemon.stop()
    (stand.drop / "hat_x0.500_y0.500_s0.wav").write_bytes(b"no wav")
    (stand.drop / "mine.wav").write_bytes(b"mine")
    later = open_page(make_stand().start(), greeted=False)
    first, second = later.hear_until("/page/samples")[-1][1]
    assert (first["name"], first["keptName"], first["confidence"]) == ("kick_x0.125_y0.125_s0.wav", "boom", 1.0)
    assert (second["name"], second["kept"]) == ("snare_x0.875_y0.125_s0.wav", None)
    later.say("/latentpad/undo", 9)
    assert later.hear() == ["/latentpad/error", 9, "history", "there is no earlier sample"]


def test_a_page_that_sleeps_is_let_go():
    let_go = []
    connection = SimpleNamespace(transport=SimpleNamespace(abort=lambda: let_go.append(True)))

    async def told(number):
        visitor = PageSession(connection, instrument=None)
        for _ in range(number):
            visitor.send(reply("pong", 7))
        await asyncio.sleep(0)
        return len(let_go)

    assert asyncio.run(told(MOST_UNSAID)) == 0
    assert asyncio.run(told(MOST_UNSAID + 1)) == 1


def test_a_fault_does_not_end_the_line(page, stand, caplog, monkeypatch):
    monkeypatch.setattr(stand.site._hears, "render", lambda _request: 1 / 0)
    page.say("/page/hear", 7, "place", 0.5, 0.5)
    assert page.hear() == ["/page/silent", 7, "latentpad has a fault; its log says more"]
    assert "could not be served" in caplog.text
    page.say("/page/samples")
    assert page.hear() == ["/page/samples", []]
