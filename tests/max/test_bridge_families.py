"""The scripts of the bridge and the sounds: random places, relatives, kits, and stepping through the sounds so far."""

import pytest

from bridge_messages import BUFFER, DAEMON, PAD, PANEL, RACK, SAVED, VOICES, done, generated, texts, to


def asked(bridge, message):
    """Send a message; return the id and the other arguments of the request that it led to."""
    ((address, id, *rest),) = to(DAEMON, bridge.send(message))
    return id, (address, *rest)


def at(id, path, x, y, index=0):
    return ("/latentpad/done", id, path, x, y, 7, 44100, 22050, 1.0, 12.5, index)


def loaded(events):
    return [path for _, path in to(BUFFER, events)]


@pytest.fixture
def files(tmp_path):
    """Return paths of files that exist."""
    paths = [tmp_path / f"{name}.wav" for name in "abcdefghijkl"]
    for path in paths:
        path.write_bytes(b"")
    return [str(path) for path in paths]


def related(bridge, files, n=3):
    """Generate the first of the files, then n relatives of it."""
    bridge.send(*done(generated(bridge), files[0]))
    id, _ = asked(bridge, "relatives")
    events = [bridge.send(*at(id, path, 0.5, 0.5, index)) for index, path in enumerate(files[1 : n + 1])]
    return [*events, bridge.send("/latentpad/finished", id, "/new sounds")]


def test_random_sends_the_kind_the_seed_and_every_dial(ready):
    ready.send("kinds", "any", "hand_drum", "kick")
    ready.send("kind", 2)
    ready.send("seed", 42)
    ready.send("control", "pitch", -12.0)
    _, sent = asked(ready, "random")
    assert sent == ("/latentpad/random", "kick", 42, 0, 1, -12, 1, 0, 1, 0)
    ready.send("kind", 0)
    assert asked(ready, "random")[1][1] == ""


def test_the_menu_offers_the_kinds_of_the_map_and_is_set_once(ready):
    assert to(PANEL, ready.send("kinds", "any", "hand_drum", "kick")) == [
        ("kinds", "_parameter_range", "any", "hand drum", "kick"),
        ("kinds", "set", 0),
    ]
    ready.send("kind", 1)
    assert ready.send("kinds", "any", "hand_drum", "kick") == []
    assert asked(ready, "random")[1][1] == "hand_drum"
    ready.send("kinds", "any", "kick")
    assert asked(ready, "random")[1][1] == ""


def test_a_random_sound_is_loaded_and_the_dials_go_to_its_place(ready):
    id, _ = asked(ready, "random")
    assert to(PAD, ready.send("/latentpad/busy", id)) == [("state", "busy", "generating")]
    events = ready.send(*at(id, "/a.wav", 0.3, 0.6))
    assert (loaded(events), to(SAVED, events)) == (["/a.wav"], [("/a.wav",)])
    assert ("point", 0.3, 0.6) in to(PANEL, events)
    assert ready.send("loaded") == [(VOICES, 60, 100)]


def test_generate_after_random_plays_the_same_sound_though_dials_have_32_bits(ready):
    id, _ = asked(ready, "random")
    ready.send(*at(id, "/a.wav", 0.3, 0.6))
    ready.send("point", 0.30000001192092896, 0.6000000238418579)
    assert to(DAEMON, ready.send("generate")) == []
    ready.send("trigger", 1)
    ready.send("point", 0.3, 0.6)
    assert to(DAEMON, ready.advance(200)) == []


def test_relatives_are_of_the_sound_that_is_loaded(ready, files):
    assert texts(ready.send("relatives")) == ["no sound yet to have relatives: generate first"]
    ready.send(*done(generated(ready), files[0]))
    ready.send("amount", 25)
    _, sent = asked(ready, "relatives")
    assert sent == ("/latentpad/vary", 8, 0.25, files[0])


def test_the_first_relative_is_loaded_and_the_others_wait(ready, files):
    first, *others, finished = related(ready, files)
    assert (loaded(first), to(SAVED, first)) == ([files[1]], [(files[1],)])
    assert [loaded(events) for events in others] == [[], []]
    assert [to(PAD, events) for events in others] == [[("sample", 0.5, 0.5, 1)]] * 2
    assert to(PANEL, others[-1]) == [("place", "set", "2 / 4")]
    assert to(PAD, finished) == [("state", "ready", "ready")]
    assert texts(finished) == ["3 relatives: > plays the next, < goes back as far as the sound before"]


def test_previous_and_next_step_through_all_sounds_and_play_them(ready, files):
    related(ready, files)
    seen = []
    for message in ("next", "next", "previous", "previous", "previous"):
        events = ready.send(message)
        seen += loaded(events)
        assert to(SAVED, events) == [(seen[-1],)]
        assert ready.send("loaded") == [(VOICES, 60, 100)]
    assert seen == [files[2], files[3], files[2], files[1], files[0]]
    assert texts(ready.send("previous")) == ["this is the first sound"]
    assert to(PANEL, ready.send("next"))[0] == ("place", "set", "2 / 4")


def test_a_new_sound_is_added_after_all_others(ready, files):
    related(ready, files)
    ready.send(*done(generated(ready, "release", 0.1, 0.1), files[4]))
    assert texts(ready.send("next")) == ["this is the newest sound"]
    assert loaded(ready.send("previous")) == [files[3]]


def test_relatives_of_a_relative_are_requested_by_its_path(ready, files):
    related(ready, files)
    ready.send("next")
    _, sent = asked(ready, "relatives")
    assert sent[-1] == files[2]


def test_generate_after_a_step_back_to_its_sound_writes_no_second_file(ready, files):
    related(ready, files)
    assert loaded(ready.send("previous")) == [files[0]]
    assert to(DAEMON, ready.send("generate")) == []
    ready.send("next")
    assert to(DAEMON, ready.send("generate")) != []


def test_another_daemon_may_make_another_sound_of_the_same_request(ready, files):
    related(ready, files)
    ready.advance(6000)
    ready.send("/latentpad/welcome", "0.1.0", "other", "/new sounds", 32, 44100)
    ready.send("previous")
    assert to(DAEMON, ready.send("generate")) != []


def test_a_sound_whose_file_is_gone_is_left_out(ready, files, tmp_path):
    related(ready, files)
    (tmp_path / "c.wav").unlink()
    events = ready.send("next")
    assert loaded(events) == []
    assert texts(events) == [f"this sound's file is gone: {files[2]}"]
    assert to(PANEL, events)[0] == ("place", "set", "2 / 3")
    assert loaded(ready.send("next")) == [files[3]]
    (tmp_path / "a.wav").unlink()
    ready.send("previous")
    assert to(PANEL, ready.send("previous"))[0] == ("place", "set", "1 / 2")
    assert loaded(ready.send("next")) == [files[3]]


def test_undo_in_live_goes_back_to_the_place_of_its_sound(ready, files):
    related(ready, files)
    events = ready.send("restored", files[0])
    assert loaded(events) == [files[0]]
    assert ("place", "set", "1 / 4") in to(PANEL, events)
    assert ready.send("loaded") == []


def test_no_more_than_200_sounds_are_remembered(ready):
    for i in range(203):
        ready.send("follow", 1)
        ready.send(*done(-1, f"/{i}.wav"))
    assert ready.variable("place") == 199
    history = ready.variable("history")
    assert [history[0]["path"], history[-1]["path"]] == ["/3.wav", "/202.wav"]


def test_of_a_batch_of_others_follow_loads_the_first_sound(ready):
    ready.send("follow", 1)
    assert loaded(ready.send(*done(-1, "/a.wav", index=0))) == ["/a.wav"]
    assert loaded(ready.send(*done(-1, "/b.wav", index=1))) == []
    assert ready.send("/latentpad/progress", 5, 1, 8) == []
    assert ready.send("/latentpad/finished", 5, "/new sounds") == []


@pytest.mark.parametrize(("number", "recipe"), [(0, ""), (1, "acoustic"), (2, "electronic"), (3, "percussion")])
def test_a_kit_has_the_chosen_recipe_and_a_seed_of_its_own(ready, number, recipe):
    ready.send("recipe", number)
    seeds = []
    for _ in range(4):
        id, (address, sent, seed) = asked(ready, "kit")
        assert (address, sent, seed == int(seed), 0 <= seed < 10000) == ("/latentpad/kit", recipe, True, True)
        ready.send("/latentpad/finished", id, "/new sounds/kits/Kit 1")
        seeds.append(seed)
    assert len(set(seeds)) > 1


def test_a_finished_kit_goes_to_the_rack_and_its_sounds_are_not_loaded(ready):
    id, _ = asked(ready, "kit")
    assert to(PAD, ready.send("/latentpad/busy", id)) == [("state", "busy", "making the kit")]
    assert ready.send(*at(id, "/kits/Kit 1/01 Kick.wav", 0.1, 0.2)) == [(PAD, "sample", 0.1, 0.2, 1)]
    assert to(PAD, ready.send("/latentpad/progress", id, 1, 16)) == [("state", "busy", "kit: 1 of 16")]
    events = ready.send("/latentpad/finished", id, "/kits/Kit 1")
    assert events == [(PAD, "state", "ready", "ready"), (RACK, "kit", "/kits/Kit 1")]
    assert ready.send("/latentpad/finished", id, "/kits/Kit 1") == []


@pytest.mark.parametrize("what", ["kit", "relatives"])
def test_a_second_batch_waits_for_the_first(ready, files, what):
    ready.send(*done(generated(ready), files[0]))
    id, _ = asked(ready, what)
    assert texts(ready.send(what)) == [f"one moment: still making the {what}"]
    assert to(PAD, ready.send("/latentpad/dropped", id)) == [("state", "ready", "cancelled")]
    asked(ready, what)


def test_a_finger_and_a_batch_are_independent(ready, files):
    ready.send(*done(generated(ready), files[0]))
    id, _ = asked(ready, "kit")
    finger = generated(ready, "release", 0.1, 0.1)
    assert loaded(ready.send(*done(finger, files[1]))) == [files[1]]
    assert to(RACK, ready.send("/latentpad/finished", id, "/kits/Kit 1")) == [("kit", "/kits/Kit 1")]


def test_silent_places_do_not_end_a_batch_and_other_errors_do(ready, files):
    ready.send(*done(generated(ready), files[0]))
    id, _ = asked(ready, "relatives")
    assert texts(ready.send("/latentpad/error", id, "render", "silent here")) == ["silent here"]
    assert texts(ready.send("/latentpad/finished", id, "/new")) == [
        "there are no relatives here: all of them are silent"
    ]
    id, _ = asked(ready, "kit")
    assert texts(ready.send("/latentpad/error", id, "folder", "the disk is full")) == ["the disk is full"]
    asked(ready, "kit")


def test_a_batch_that_stops_is_given_up_and_one_that_goes_on_is_not(ready):
    id, _ = asked(ready, "kit")
    states = []
    for n in range(16):
        ready.send("/latentpad/progress", id, n, 16)
        states += to(PAD, ready.advance(2000))
    assert states == []
    for _ in range(8):
        ready.send("/latentpad/pong", 1)
        states += to(PAD, ready.advance(2000))
    assert states == [("state", "error", "still no kit after 15 s")]
    asked(ready, "kit")


@pytest.mark.parametrize("message", ["random", "kit"])
def test_without_a_daemon_the_status_shows_what_to_do(bridge, message):
    bridge.send("bang")
    events = bridge.send(message)
    assert to(DAEMON, events) == []
    assert "type latentpad in a terminal" in texts(events)[0]
