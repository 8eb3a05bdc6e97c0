"""The bridge's script: hello, lost and found, sounds, several devices."""

import pytest

DAEMON, PORTS, PAD, BUFFER, VOICES, PANEL, MEMORY, HAND_OVER = range(8)
WELCOME = ("/latentpad/welcome", "0.1.0", "toy", "/home/é/new sounds", 32, 44100)


@pytest.fixture
def bridge(run):
    return run("bridge")


@pytest.fixture
def ready(bridge):
    bridge.say("bang")
    bridge.say(*WELCOME)
    bridge.say("/latentpad/map", "/cache/map.json", "/cache/map.png")
    return bridge


def to(outlet, events):
    """Give what went to an outlet."""
    return [event[1:] for event in events if event[0] == outlet]


def generated(bridge, *message):
    """Send what makes a sound; gives the id."""
    ((address, id, *_),) = to(DAEMON, bridge.say(*(message or ("generate",))))
    assert address == "/latentpad/generate"
    return id


def generated_at(bridge, x):
    bridge.say("point", x, 0.5)
    return generated(bridge)


def done(id, path="/new sounds/é_x0.250_y0.500_s0.wav", confidence=1.0):
    return ("/latentpad/done", id, path, 0.25, 0.5, 0, 44100, 22050, confidence, 12.5)


def test_nothing_leaves_before_the_device_is_ready(bridge):
    events = [*bridge.say("point", 0.1, 0.2), *bridge.say("trigger", 1), *bridge.say("control", "pitch", 3.0)]
    events += [*bridge.say("port", 9310), *bridge.say("seed", 4), *bridge.wait(10_000)]
    assert events == []


def test_hello_names_a_reply_port_of_its_own(run):
    ports = set()
    for _ in range(3):
        events = run("bridge").say("bang")
        ((word, port),) = to(PORTS, events)
        assert word == "port"
        assert 20000 <= port < 30000
        assert to(DAEMON, events) == [("port", 9310), ("/latentpad/hello", port, "Max")]
        ports.add(port)
    assert len(ports) > 1


def test_a_second_bang_changes_nothing(bridge):
    bridge.say("bang")
    assert bridge.say("bang") == []


def test_without_a_daemon_it_says_so_and_tries_other_ports(bridge):
    bridge.say("bang")
    events = bridge.wait(2000)
    assert to(PAD, events) == [("state", "lost", "no daemon on port 9310: run latentpad")]
    events += bridge.wait(20_000)
    hellos = [event[1] for event in to(DAEMON, events) if event[0] == "/latentpad/hello"]
    assert len(hellos) == 11
    assert len(set(hellos)) == 4
    assert [port for _, port in to(PORTS, events)] == list(dict.fromkeys(hellos))[1:]


def test_a_welcome_makes_it_ready_and_asks_for_the_map_until_it_comes(bridge):
    bridge.say("bang")
    events = bridge.say(*WELCOME)
    assert [address for address, _ in to(DAEMON, events)] == ["/latentpad/map"]
    assert to(PAD, events) == [("state", "ready", "ready")]
    assert to(PANEL, events) == [("status", "set", "toy, 32 sounds; new ones go to /home/é/new sounds")]
    assert bridge.say(*WELCOME) == []
    assert [address for address, *_ in to(DAEMON, bridge.wait(2000))] == ["/latentpad/ping", "/latentpad/map"]
    assert bridge.say("/latentpad/map", "/cache/map.json", "/cache/map.png") == [(PAD, "map", "/cache/map.json")]
    assert [address for address, *_ in to(DAEMON, bridge.wait(2000))] == ["/latentpad/ping"]


def test_a_map_that_cannot_be_had_is_said_and_not_asked_for_again(bridge):
    bridge.say("bang")
    ((_, id),) = to(DAEMON, bridge.say(*WELCOME))
    events = bridge.say("/latentpad/error", id, "folder", "the map cannot be written")
    assert to(PAD, events) == [("state", "error", "the map cannot be written")]
    assert [address for address, *_ in to(DAEMON, bridge.wait(2000))] == ["/latentpad/ping"]


def test_it_pings_and_tells_when_the_daemon_is_gone_and_back(ready):
    ((address, _, port),) = to(DAEMON, ready.wait(2000))
    assert (address, port) == ("/latentpad/ping", ready.value("reply_port"))
    for _ in range(5):
        ready.say("/latentpad/pong", 1)
        assert to(PAD, ready.wait(2000)) == []
    events = ready.wait(6000)
    assert to(PAD, events)[0][:2] == ("state", "lost")
    assert to(DAEMON, events)[-1][0] == "/latentpad/hello"
    assert to(PAD, ready.say(*WELCOME)) == [("state", "ready", "ready")]


def test_a_daemon_that_is_back_is_asked_for_its_map(ready):
    """It may play another bundle by now, of the same name and size."""
    ready.wait(6000)
    assert to(DAEMON, ready.say(*WELCOME))[0][0] == "/latentpad/map"


def test_a_sound_is_asked_for_with_all_that_shapes_it(ready):
    ready.say("point", 0.25, 1)
    ready.say("seed", 41.6)
    for key, value in (("variation", 0.5), ("length", 2.0), ("pitch", -12.0), ("decay", 0.75), ("tone", 6.5)):
        ready.say("control", key, value)
    ((address, id, *rest),) = to(DAEMON, ready.say("generate"))
    assert address == "/latentpad/generate"
    assert 65536 < id < 2**31
    assert rest == [0.25, 1, 42, 0.5, 2.0, -12.0, 0.75, 6.5]


def test_a_control_that_there_is_not_is_left_out(ready):
    ready.say("control", "reverb", 1.0)
    ((_, _, *rest),) = to(DAEMON, ready.say("generate"))
    assert rest == [0.5, 0.5, 0, 0, 1, 0, 1, 0]


def test_a_finished_sound_is_loaded_shown_remembered_and_heard(ready):
    id = generated(ready)
    assert to(PAD, ready.say("/latentpad/busy", id)) == [("state", "busy", "making a sound")]
    events = ready.say(*done(id))
    path = done(id)[2]
    assert to(PAD, events) == [("made", 0.25, 0.5, 1), ("state", "ready", "ready")]
    assert to(VOICES, events) == [("choke",)]
    assert to(BUFFER, events) == [("replace", path)]
    assert to(MEMORY, events) == [(path,)]
    assert to(HAND_OVER, events) == [("sample", path)]
    assert to(PANEL, events) == [("status", "set", "é_x0.250_y0.500_s0.wav")]
    assert ready.say("loaded") == [(VOICES, 60, 100)]
    assert ready.say("loaded") == []
    assert to(VOICES, ready.say("play")) == [(60, 100)]


def test_the_same_wish_is_not_made_twice(ready):
    id = generated(ready)
    assert ready.say("generate") == []
    ready.say(*done(id))
    ready.say("loaded")
    events = ready.say("generate")
    assert to(DAEMON, events) == []
    assert to(VOICES, events) == [(60, 100)]
    assert "the same sound" in to(PANEL, events)[0][2]
    ready.say("seed", 3)
    generated(ready)


def test_the_same_wish_is_made_again_by_another_daemon(ready):
    ready.say(*done(generated(ready)))
    ready.wait(6000)
    ready.say(*WELCOME)
    generated(ready)


def test_what_makes_itself_is_no_step_of_the_undo_history_until_it_is_used(ready):
    ready.say("trigger", 1)
    ready.say("point", 0.3, 0.3)
    ((_, id, *_),) = [event for event in to(DAEMON, ready.wait(200)) if event[0] == "/latentpad/generate"]
    events = ready.say(*done(id))
    assert to(BUFFER, events) != []
    assert to(MEMORY, events) == []
    assert to(MEMORY, ready.say("play")) == [(done(id)[2],)]


def test_undo_brings_the_sample_before_back(ready, tmp_path):
    before = tmp_path / "before.wav"
    before.write_bytes(b"")
    ready.say(*done(generated(ready)))
    events = ready.say("restored", str(before))
    assert to(BUFFER, events) == [("replace", str(before))]
    assert ready.say("loaded") == []
    generated(ready)


def test_without_audition_a_sound_is_loaded_and_not_heard(ready):
    ready.say("audition", 0)
    ready.say(*done(generated(ready)))
    assert ready.say("loaded") == []


def test_a_place_far_from_everything_is_said_to_be(ready):
    ((_, _, words),) = to(PANEL, ready.say(*done(generated(ready), confidence=0.2)))
    assert words.endswith("(far from any sound that was learnt)")


def test_only_the_newest_of_our_sounds_is_loaded(ready):
    first, second = generated(ready), generated_at(ready, 0.75)
    assert second != first
    assert to(BUFFER, ready.say(*done(first))) == []
    assert to(PAD, ready.say("/latentpad/dropped", first)) == []
    assert to(BUFFER, ready.say(*done(second))) != []


def test_sounds_of_others_are_shown_and_taken_over_only_if_asked(run, ready):
    other = run("bridge")
    other.say("bang")
    other.say(*WELCOME)
    id = generated(other)
    mine = generated(ready)
    assert ready.say("/latentpad/busy", id) == []
    assert ready.say(*done(id)) == [(PAD, "made", 0.25, 0.5, 0)]
    ready.say("follow", 1)
    assert to(BUFFER, ready.say(*done(-1))) != []
    assert to(BUFFER, ready.say(*done(mine, path="/mine.wav"))) == [("replace", "/mine.wav")]


def test_sounds_without_an_id_are_none_of_ours(ready):
    """As those of a daemon with --trigger auto, or of a shell."""
    assert ready.say("/latentpad/busy", -1) == []
    assert ready.say("/latentpad/dropped", -1) == []
    assert ready.say(*done(-1)) == [(PAD, "made", 0.25, 0.5, 0)]
    assert ready.say("/latentpad/error", -1, "render", "x") == []


def test_a_daemon_that_was_only_slow_still_brings_its_sound(ready):
    id = generated(ready)
    assert ("state", "lost", "no daemon on port 9310: run latentpad") in to(PAD, ready.wait(6000))
    assert to(PAD, ready.say(*WELCOME)) == [("state", "busy", "making a sound")]
    assert to(BUFFER, ready.say(*done(id))) != []


def test_on_release_sounds_by_the_mouse_alone(ready):
    assert ready.say("point", 0.1, 0.1) == []
    assert to(DAEMON, ready.wait(1000)) == []
    generated(ready, "release", 0.1, 0.1)


def test_the_mouse_knows_better_than_dials_that_are_behind(ready):
    ready.say("point", 0.1, 0.1)
    ((_, _, x, y, *_),) = to(DAEMON, ready.say("release", 0.25, 0.75))
    assert (x, y) == (0.25, 0.75)


def test_auto_sounds_once_everything_rests(ready):
    ready.say("trigger", 1)
    assert ready.say("release", 0.1, 0.1) == []
    for x in (0.1, 0.2, 0.3):
        ready.say("point", x, 0.5)
        assert to(DAEMON, ready.wait(100)) == []
    ((_, _, x, *_),) = to(DAEMON, ready.wait(100))
    assert x == 0.3
    ready.say("control", "pitch", 2.0)
    assert to(DAEMON, ready.wait(200))[0][0] == "/latentpad/generate"


def test_manual_sounds_by_the_button_alone(ready):
    ready.say("trigger", 2)
    ready.say("point", 0.1, 0.1)
    assert ready.say("release", 0.1, 0.1) == []
    assert to(DAEMON, ready.wait(1000)) == []
    generated(ready)


def test_values_of_a_set_that_opens_make_no_sound(bridge):
    bridge.say("trigger", 1)
    bridge.say("point", 0.1, 0.1)
    bridge.say("bang")
    bridge.say(*WELCOME)
    assert [event for event in to(DAEMON, bridge.wait(1900)) if event[0] == "/latentpad/generate"] == []


def test_without_a_daemon_generate_says_what_to_do(bridge):
    bridge.say("bang")
    ((_, _, words),) = to(PANEL, bridge.say("generate"))
    assert "type latentpad in a terminal" in words


def test_an_error_is_shown_if_it_is_ours(ready):
    id = generated(ready)
    assert ready.say("/latentpad/error", -1, "address", "somebody else's") == []
    events = ready.say("/latentpad/error", id, "folder", "the disk is full")
    assert to(PAD, events) == [("state", "error", "the disk is full")]
    assert to(PANEL, events) == [("status", "set", "the disk is full")]


def test_a_sound_that_never_comes_is_given_up(ready):
    generated(ready)
    said = []
    for _ in range(10):
        ready.say("/latentpad/pong", 1)
        said += to(PAD, ready.wait(2000))
    assert said == [("state", "error", "no sound after 15 s")]


def test_keep_names_our_sample_and_marks_it_when_it_is_kept(ready):
    assert to(PANEL, ready.say("keep")) == [("status", "set", "nothing to keep yet: generate first")]
    ready.say(*done(generated(ready)))
    events = ready.say("keep")
    ((address, id, path),) = to(DAEMON, events)
    assert to(MEMORY, events) == [(path,)]
    assert (address, path) == ("/latentpad/keep", done(id)[2])
    events = ready.say("/latentpad/kept", id, "/new/kept/a.wav")
    assert events == [(PAD, "kept", 0.25, 0.5), (PANEL, "status", "set", "kept as a.wav, in the folder kept")]
    assert ready.say("/latentpad/kept", 5, "/new/kept/b.wav") == []


def test_play_without_a_sample_says_so(ready):
    assert to(PANEL, ready.say("play")) == [("status", "set", "nothing to play yet: generate first")]


def test_a_set_brings_its_sample_back_without_a_sound_and_without_a_daemon(bridge, tmp_path):
    sample = tmp_path / "é b.wav"
    sample.write_bytes(b"")
    events = bridge.say("restored", str(sample))
    assert to(BUFFER, events) == [("replace", str(sample))]
    assert bridge.say("loaded") == []
    assert bridge.say("play") == [(VOICES, 60, 100), (MEMORY, str(sample))]
    assert bridge.say("restored", str(sample)) == []
    assert bridge.say("restored", "symbol", str(sample)) == []


@pytest.mark.parametrize("nothing", [0, "", "0"])
def test_a_new_device_has_nothing_to_bring_back(bridge, nothing):
    assert bridge.say("restored", nothing) == []


def test_a_sample_that_is_gone_is_said_to_be(bridge):
    assert bridge.say("restored", "/nowhere/a.wav") == [
        (PANEL, "status", "set", "this set's sample is gone: /nowhere/a.wav")
    ]


def test_another_port_is_another_daemon(ready):
    events = ready.say("port", 9400.2)
    assert to(DAEMON, events)[0] == ("port", 9400)
    assert to(DAEMON, events)[1][0] == "/latentpad/hello"
    assert ready.say("port", 9400) == []
    assert "no daemon on port 9400" in to(PAD, ready.wait(2000))[0][2]


def test_a_set_that_opens_keeps_its_seed(bridge):
    assert bridge.say("newseed") == []


def test_a_new_seed_goes_to_its_number_box(ready):
    seeds = [to(PANEL, ready.say("newseed"))[0] for _ in range(20)]
    assert {word for word, _ in seeds} == {"seed"}
    assert all(0 <= seed <= 9999 and seed == int(seed) for _, seed in seeds)
    assert len(set(seeds)) > 10


def test_a_device_that_is_deleted_says_bye(ready):
    (bye,) = to(DAEMON, ready.say("notifydeleted"))
    assert bye[0] == "/latentpad/bye"
    assert ready.wait(10_000) == []


def test_unknown_answers_are_ignored(ready):
    assert ready.say("/latentpad/value", "seed", 3) == []
    assert ready.say("/latentpad/toString") == []
    assert ready.say("/live/track", 1) == []
