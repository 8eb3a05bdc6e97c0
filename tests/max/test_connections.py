"""The path of a message along the cords of the built device, object by object, as in Max."""

import json
from pathlib import Path

import pytest

import validate as rules
from amxd import unpack
from bridge_messages import BUFFER, DAEMON, HAND_OVER, PAD, PANEL, PORTS, RACK, SAVED, VOICES, WIRES
from panel import DIALS

DEVICE = Path(rules.__file__).parent / "devices" / "latentpad.amxd"
PATCHER = json.loads(unpack(DEVICE.read_bytes()).files[0][1][:-1])["patcher"]


def number(word):
    """Parse a word of an object's text as Max does."""
    try:
        return float(word) if "." in word else int(word)
    except ValueError:
        return word


class Wires:
    """A patcher that passes messages on, and records those that reach a script, a voice or a signal object."""

    def __init__(self, patcher=PATCHER):
        self.boxes = {box["id"]: box for box in rules.boxes(patcher)}
        self.cords = [(line["patchline"]["source"], line["patchline"]["destination"]) for line in patcher["lines"]]
        self.stored = {}
        self.received = []

    def box(self, **wanted):
        (found,) = (box for box in self.boxes.values() if wanted.items() <= box.items())
        return found

    def send(self, box, outlet, *message):
        """Send a message from an outlet; return what was received because of it."""
        before = len(self.received)
        for source, (target, inlet) in self.cords:
            if source == [box["id"], outlet]:
                self.reach(self.boxes[target], inlet, message)
        return self.received[before:]

    def reach(self, box, inlet, message):
        kind, *words = box.get("text", "").split() if box["maxclass"] == "newobj" else [box["maxclass"]]
        words = [number(word) for word in words]
        stored = self.stored.setdefault(box["id"], list(words))
        if kind in OBJECTS:
            for outlet, sent in OBJECTS[kind](box, words, stored, inlet, message):
                self.send(box, outlet, *sent)
        elif kind == "message" and box["text"].startswith(";"):
            receiver, *content = box["text"][1:].split()
            given = [message[int(word[1:]) - 1] if word.startswith("$") else number(word) for word in content]
            self.received.append((f"; {receiver}", inlet, tuple(given)))
        elif kind == "message" and inlet == 0:
            self.send(box, 0, *map(number, box["text"].split()))
        else:
            self.received.append((self.name(box), inlet, message))

    def name(self, box):
        text = box.get("text", box["maxclass"])
        if text == "p voice":
            return (
                f"voice {[other['id'] for other in self.boxes.values() if other.get('text') == text].index(box['id'])}"
            )
        return box.get("varname") or text.split("_")[1 if text.startswith("js ") else 0]


def route(box, words, stored, inlet, message):
    if message[0] in words:
        yield words.index(message[0]), message[1:] or ("bang",)
    else:
        yield len(words), message


def unpacked(box, words, stored, inlet, message):
    for outlet in reversed(range(len(message))):
        yield outlet, (message[outlet],)


def packed(box, words, stored, inlet, message):
    stored[inlet : inlet + len(message)] = message
    if inlet == 0 or box["text"].startswith("pak"):
        yield 0, tuple(stored)


def prepend(box, words, stored, inlet, message):
    if message[0] == "set":
        stored[:] = message[1:]
    else:
        yield 0, (*stored, *message)


def trigger(box, words, stored, inlet, message):
    for outlet in reversed(range(len(words))):
        yield outlet, ("bang",) if words[outlet] == "b" else message


def gate(box, words, stored, inlet, message):
    if inlet == 0:
        stored[1] = message[0]
    elif stored[1]:
        yield 0, message


def counter(box, words, stored, inlet, message):
    _, low, high = words
    count = stored[3] if len(stored) > 3 else low
    stored[3:] = [low if count == high else count + 1]
    yield 0, (count,)


def stripnote(box, words, stored, inlet, message):
    if inlet == 1:
        stored[:] = message
    elif stored[0] > 0:
        yield 1, (stored[0],)
        yield 0, message


OBJECTS = {"route": route, "unpack": unpacked, "pack": packed, "pak": packed, "prepend": prepend, "t": trigger} | {
    "gate": gate,
    "counter": counter,
    "stripnote": stripnote,
    "-": lambda box, words, stored, inlet, message: [(0, (message[0] - words[0],))],
    "/": lambda box, words, stored, inlet, message: [(0, (message[0] / words[0],))],
    "expr": lambda box, words, stored, inlet, message: [(0, (2.0 ** (message[0] / 12.0),))],
    **dict.fromkeys(("live.dial", "live.numbox"), lambda box, words, stored, inlet, message: [(0, message)]),
}


@pytest.fixture
def wires():
    return Wires()


def control(wires, name):
    return wires.box(varname=name)


def script(wires, name):
    return next(box for box in wires.boxes.values() if box.get("text", "").startswith(f"js latentpad_{name}_"))


def test_a_drag_goes_through_the_dials_to_the_pad_and_the_bridge(wires):
    received = wires.send(wires.box(maxclass="jsui"), 0, "xy", 0.25, 0.75)
    assert ("bridge", 0, ("point", 0.25, 0.75)) in received
    assert ("jsui", 0, ("point", 0.25, 0.75)) in received
    assert {name for name, _, _ in received} == {"bridge", "jsui"}


@pytest.mark.parametrize("word", ["release", "generate"])
def test_mouse_messages_reach_the_bridge(wires, word):
    assert wires.send(wires.box(maxclass="jsui"), 0, word, 0.25, 0.75) == [("bridge", 0, (word, 0.25, 0.75))]


def test_a_single_axis_moves_the_point(wires):
    wires.send(control(wires, "Map X"), 0, 0.125)
    assert ("bridge", 0, ("point", 0.125, 0.875)) in wires.send(control(wires, "Map Y"), 0, 0.875)


@pytest.mark.parametrize("dial", [dial for dial in DIALS if dial.key], ids=lambda dial: dial.key)
def test_a_dial_reaches_the_bridge_under_the_daemons_name(wires, dial):
    assert wires.send(control(wires, dial.name), 0, 0.5) == [("bridge", 0, ("control", dial.key, 0.5))]


@pytest.mark.parametrize(
    ("name", "target"),
    [("Seed", "bridge"), ("Trigger", "bridge"), ("Audition", "sounds"), ("Follow", "bridge"), ("Port", "link")],
)
def test_a_setting_reaches_its_script(wires, name, target):
    assert wires.send(control(wires, name), 0, 1) == [(target, 0, (name.lower(), 1))]


@pytest.mark.parametrize(("name", "word"), [("Kind", "kind"), ("Recipe", "recipe"), ("Relatives Amount", "amount")])
def test_a_choice_reaches_the_bridge(wires, name, word):
    assert wires.send(control(wires, name), 0, 2) == [("bridge", 0, (word, 2))]


@pytest.mark.parametrize(
    ("name", "target", "word"),
    [
        *(("New", "bridge", "newseed"), ("Generate", "bridge", "generate"), ("Play", "sounds", "play")),
        *(("Keep", "bridge", "keep"), ("To Simpler", "handover", "tosimpler"), ("To Clip", "handover", "toclip")),
        *(("Random", "bridge", "random"), ("Relatives", "bridge", "relatives"), ("Kit", "bridge", "kit")),
        *(("Previous", "sounds", "previous"), ("Next", "sounds", "next"), ("Kit Folder", "rack", "torack")),
    ],
)
def test_a_button_sends_a_message_to_its_script(wires, name, target, word):
    assert wires.send(control(wires, name), 0, "bang") == [(target, 0, (word,))]


def test_a_ready_device_starts_the_scripts(wires):
    received = wires.send(wires.box(text="live.thisdevice"), 0, "bang")
    assert sorted(received) == [(name, 0, ("bang",)) for name in ("handover", "link", "rack")]


PLACES = {
    DAEMON: (("/latentpad/ping", 1), ("udpsend 127.0.0.1 9310", 0, ("/latentpad/ping", 1))),
    PORTS: (("port", 20001), ("udpreceive @defer 1 @quiet 1", 0, ("port", 20001))),
    PAD: (("state", "ready", "ready"), ("jsui", 0, ("state", "ready", "ready"))),
    BUFFER: (("replace", "/a b.wav"), ("buffer~ ---latentpad 1000 1", 0, ("replace", "/a b.wav"))),
    VOICES: ((60, 100), ("voice 0", 0, (60, 100))),
    PANEL: (("seed", 42), ("bridge", 0, ("seed", 42))),
    SAVED: (("/a b.wav",), ("Sample", 0, ("/a b.wav",))),
    HAND_OVER: (("sample", "/a b.wav"), ("handover", 0, ("sample", "/a b.wav"))),
    RACK: (("kit", "/a b/Kit 1"), ("rack", 0, ("kit", "/a b/Kit 1"))),
    "bridge": (("sample", "/a b.wav"), ("bridge", 0, ("sample", "/a b.wav"))),
    "sounds": (("add", "/a b.wav"), ("sounds", 0, ("add", "/a b.wav"))),
}
"""A message to each of the places that the simulator knows, and what is received there."""


@pytest.mark.parametrize(
    ("name", "outlet", "place"), [(name, *wire) for name, wires in WIRES.items() for wire in wires.items()]
)
def test_the_patch_has_the_wires_of_the_simulator(wires, name, outlet, place):
    box = script(wires, name)
    assert box["numoutlets"] == len(WIRES[name])
    message, received = PLACES[place]
    assert wires.send(box, outlet, *message) == [received]


def test_messages_of_the_daemon_reach_the_link(wires):
    message = ("/latentpad/done", 7, "/a b.wav")
    receive = wires.box(text="udpreceive @defer 1 @quiet 1")
    assert wires.send(receive, 0, *message) == [("link", 0, message)]


def test_texts_for_the_panel_reach_their_boxes(wires):
    handover = script(wires, "handover")
    for name in ("bridge", "sounds"):
        ((_, _, words),) = wires.send(script(wires, name), 2, "status", "set", "kept as a.wav")
        assert words == ("set", "kept as a.wav")
    assert wires.send(handover, 0, "simpler", "active", 0) == [("To Simpler", 0, ("active", 0))]
    assert wires.send(handover, 0, "clip", "text", "Needs Live 12.0.5") == [
        ("To Clip", 0, ("text", "Needs Live 12.0.5"))
    ]
    assert wires.send(handover, 0, "status", "set", "x")[0][2] == ("set", "x")


def test_a_random_place_moves_the_dials(wires):
    received = wires.send(script(wires, "bridge"), 2, "point", 0.25, 0.75)
    assert ("bridge", 0, ("point", 0.25, 0.75)) in received
    assert ("jsui", 0, ("point", 0.25, 0.75)) in received


def test_the_kinds_of_the_map_reach_their_menu(wires):
    message = ("kinds", "any", "kick", "hand_drum")
    assert wires.send(wires.box(maxclass="jsui"), 0, *message) == [("bridge", 0, message)]
    assert wires.send(script(wires, "bridge"), 2, "kinds", "_parameter_range", "any", "kick") == [
        ("Kind", 0, ("_parameter_range", "any", "kick"))
    ]


def test_the_colours_of_the_kinds_reach_the_hand_over_and_the_rack(wires):
    message = ("colours", "kick", 0xFF0000, "hand_drum", 0x00FF00)
    received = wires.send(wires.box(maxclass="jsui"), 0, *message)
    assert sorted(received) == [("handover", 0, message), ("rack", 0, message)]


def test_the_hand_over_tells_the_rack_that_this_live_can_fill_it(wires):
    assert wires.send(script(wires, "handover"), 1, "available") == [("rack", 0, ("available",))]


def test_the_place_in_the_history_is_shown_between_its_buttons(wires):
    ((_, _, message),) = wires.send(script(wires, "sounds"), 2, "place", "set", "2 / 3")
    assert message == ("set", "2 / 3")
    (text,) = (box for box in wires.boxes.values() if box.get("text") == "0 / 0")
    left, right = control(wires, "Previous"), control(wires, "Next")
    xs = [box["presentation_rect"][0] for box in (left, text, right)]
    assert xs == sorted(xs)


def test_the_hand_over_tells_the_rack_which_one_is_selected(wires):
    assert wires.send(script(wires, "handover"), 1, "rack", 12, "A Kit") == [("rack", 0, ("rack", 12, "A Kit"))]


def test_the_rack_sets_its_button_and_opens_folders_through_max(wires):
    rack = script(wires, "rack")
    assert wires.send(rack, 0, "rack", "text", "Kit to: A") == [("Kit Folder", 0, ("text", "Kit to: A"))]
    assert wires.send(rack, 1, "file:///a%20b") == [("; max", 0, ("launchbrowser", "file:///a%20b"))]


def test_the_saved_path_reaches_the_bridge(wires):
    assert wires.send(control(wires, "Sample"), 0, "/a b.wav") == [("sounds", 0, ("restored", "/a b.wav"))]
    buffer = wires.box(text="buffer~ ---latentpad 1000 1")
    assert wires.send(buffer, 1, "bang") == [("sounds", 0, ("loaded",))]


def note(wires, pitch, velocity):
    notein = wires.box(text="notein")
    before = len(wires.received)
    wires.send(notein, 1, velocity)
    wires.send(notein, 0, pitch)
    return wires.received[before:]


def test_notes_cycle_through_the_voices_and_note_offs_are_ignored(wires):
    played = []
    for pitch in range(60, 69):
        played += note(wires, pitch, 100)
        assert note(wires, pitch, 0) == []
    assert played == [(f"voice {i % 8}", 0, (60 + i, 100)) for i in range(9)]


def test_in_mono_all_voices_fade_out_before_the_next_starts(wires):
    wires.send(control(wires, "Voices"), 0, 1)
    received = note(wires, 64, 90)
    assert sorted(received[:-1]) == [(f"voice {i}", 1, ("bang",)) for i in range(8)]
    assert received[-1] == ("voice 0", 0, (64, 90))
    wires.send(control(wires, "Voices"), 0, 0)
    assert note(wires, 64, 90) == [("voice 1", 0, (64, 90))]


def test_the_sounds_play_and_choke(wires):
    sounds = script(wires, "sounds")
    assert wires.send(sounds, 1, 60, 100) == [("voice 0", 0, (60, 100))]
    assert sorted(wires.send(sounds, 1, "choke")) == [(f"voice {i}", 1, ("bang",)) for i in range(8)]


@pytest.mark.parametrize(("pitch", "rate"), [(60, 1.0), (72, 2.0), (48, 0.5), (67, 2 ** (7 / 12))])
def test_a_voice_sets_level_and_rate_before_it_starts(pitch, rate):
    voice = Wires(next(box["patcher"] for box in rules.boxes(PATCHER) if box.get("text") == "p voice"))
    received = voice.send(voice.box(maxclass="inlet", index=1), 0, pitch, 127)
    assert received == [
        ("line~", 0, (1.0,)),
        ("sig~", 0, (pytest.approx(rate),)),
        ("groove~ ---latentpad 1", 0, (0,)),
    ]
    assert voice.send(voice.box(maxclass="inlet", index=2), 0, "bang") == [("line~", 0, (0, 5))]
    signals = {
        (voice.name(voice.boxes[source]), voice.name(voice.boxes[target]), inlet)
        for (source, _), (target, inlet) in voice.cords
        if "~" in voice.name(voice.boxes[source])
    }
    assert signals == {
        ("sig~", "groove~ ---latentpad 1", 0),
        ("groove~ ---latentpad 1", "*~", 0),
        ("line~", "*~", 1),
        ("*~", "outlet", 0),
    }


def test_every_voice_goes_to_both_channels(wires):
    out = wires.box(text="plugout~ 1 2")
    connected = {(source, inlet) for (source, _), (target, inlet) in wires.cords if target == out["id"]}
    voices = [box["id"] for box in wires.boxes.values() if box.get("text") == "p voice"]
    assert connected == {(voice, inlet) for voice in voices for inlet in (0, 1)}
    assert len(voices) == 8
