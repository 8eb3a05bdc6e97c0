"""The bridge's script: requests for sounds, their replies, triggers and seeds."""

from bridge_messages import (
    BUFFER,
    DAEMON,
    HAND_OVER,
    PAD,
    PANEL,
    SAVED,
    VOICES,
    WELCOME,
    done,
    generated,
    generated_at,
    texts,
    to,
)


def test_a_request_contains_the_point_the_seed_and_every_control(ready):
    ready.send("point", 0.25, 1)
    ready.send("seed", 41.6)
    dials = {"variation": 0.5, "length": 2.0, "pitch": -12.0, "decay": 0.75, "tone": 6.5}
    dials |= {"detail": 0.25, "dynamics": 1.0}
    for key, value in dials.items():
        ready.send("control", key, value)
    ((address, id, *rest),) = to(DAEMON, ready.send("generate"))
    assert address == "/latentpad/generate"
    assert 65536 < id < 2**31
    assert rest == [0.25, 1, 42, 0.5, 2.0, -12.0, 0.75, 6.5, 0.25, 1.0]


def test_an_unknown_control_is_ignored(ready):
    ready.send("control", "reverb", 1.0)
    ((_, _, *rest),) = to(DAEMON, ready.send("generate"))
    assert rest == [0.5, 0.5, 0, 0, 1, 0, 1, 0, 1, 0]


def test_a_finished_sound_is_loaded_shown_saved_and_played(ready):
    id = generated(ready)
    assert to(PAD, ready.send("/latentpad/busy", id)) == [("state", "busy", "generating")]
    events = ready.send(*done(id))
    path = done(id)[2]
    assert to(PAD, events) == [("sample", 0.25, 0.5, 1), ("state", "ready", "ready")]
    assert to(VOICES, events) == [("choke",)]
    assert to(BUFFER, events) == [("replace", path)]
    assert to(SAVED, events) == [(path,)]
    assert to(HAND_OVER, events) == [("sample", path)]
    assert to(PANEL, events) == [("place", "set", "1 / 1"), ("status", "set", "é_x0.250_y0.500_s0.wav")]
    assert ready.send("loaded") == [(VOICES, 60, 100)]
    assert ready.send("loaded") == []
    assert to(VOICES, ready.send("play")) == [(60, 100)]


def test_the_same_request_is_not_sent_twice(ready):
    id = generated(ready)
    assert ready.send("generate") == []
    ready.send(*done(id))
    ready.send("loaded")
    events = ready.send("generate")
    assert to(DAEMON, events) == []
    assert to(VOICES, events) == [(60, 100)]
    assert "the same sound" in to(PANEL, events)[0][2]
    ready.send("seed", 3)
    generated(ready)


def test_the_same_request_is_sent_again_to_another_daemon(ready):
    ready.send(*done(generated(ready)))
    ready.advance(6000)
    ready.send(*WELCOME)
    generated(ready)


def test_an_automatic_sound_is_not_an_undo_step_until_it_is_used(ready):
    ready.send("trigger", 1)
    ready.send("point", 0.3, 0.3)
    ((_, id, *_),) = [event for event in to(DAEMON, ready.advance(200)) if event[0] == "/latentpad/generate"]
    events = ready.send(*done(id))
    assert to(BUFFER, events) != []
    assert to(SAVED, events) == []
    assert to(SAVED, ready.send("play")) == [(done(id)[2],)]


def test_undo_restores_the_previous_sample(ready, tmp_path):
    before = tmp_path / "before.wav"
    before.write_bytes(b"")
    ready.send(*done(generated(ready)))
    events = ready.send("restored", str(before))
    assert to(BUFFER, events) == [("replace", str(before))]
    assert ready.send("loaded") == []
    generated(ready)


def test_without_audition_a_sound_is_loaded_and_not_played(ready):
    ready.send("audition", 0)
    ready.send(*done(generated(ready)))
    assert ready.send("loaded") == []


def test_a_sound_that_is_not_sure_is_reported(ready):
    (words,) = texts(ready.send(*done(generated(ready), confidence=0.2)))
    assert words.endswith(" (unsure)")


def test_only_the_newest_of_our_sounds_is_loaded(ready):
    first, second = generated(ready), generated_at(ready, 0.75)
    assert second != first
    assert to(BUFFER, ready.send(*done(first))) == []
    assert to(PAD, ready.send("/latentpad/dropped", first)) == []
    assert to(BUFFER, ready.send(*done(second))) != []


def test_sounds_of_others_are_shown_and_loaded_only_with_follow(run, ready):
    other = run("bridge")
    other.send("bang")
    other.send(*WELCOME)
    id = generated(other)
    mine = generated(ready)
    assert ready.send("/latentpad/busy", id) == []
    assert ready.send(*done(id)) == [(PAD, "sample", 0.25, 0.5, 0)]
    ready.send("follow", 1)
    assert to(BUFFER, ready.send(*done(-1))) != []
    assert to(BUFFER, ready.send(*done(mine, path="/mine.wav"))) == [("replace", "/mine.wav")]


def test_sounds_without_an_id_are_not_ours(ready):
    """As those of a daemon with --trigger auto, or of a shell."""
    assert ready.send("/latentpad/busy", -1) == []
    assert ready.send("/latentpad/dropped", -1) == []
    assert ready.send(*done(-1)) == [(PAD, "sample", 0.25, 0.5, 0)]
    assert ready.send("/latentpad/error", -1, "render", "x") == []


def test_the_sound_of_a_slow_daemon_is_still_loaded(ready):
    id = generated(ready)
    assert ("state", "lost", "start latentpad: no answer on port 9310") in to(PAD, ready.advance(6000))
    assert to(PAD, ready.send(*WELCOME)) == [("state", "busy", "generating")]
    assert to(BUFFER, ready.send(*done(id))) != []


def test_on_release_only_the_mouse_generates(ready):
    assert ready.send("point", 0.1, 0.1) == []
    assert to(DAEMON, ready.advance(1000)) == []
    generated(ready, "release", 0.1, 0.1)


def test_the_mouse_position_wins_over_dials_that_lag_behind(ready):
    ready.send("point", 0.1, 0.1)
    ((_, _, x, y, *_),) = to(DAEMON, ready.send("release", 0.25, 0.75))
    assert (x, y) == (0.25, 0.75)


def test_auto_generates_after_a_pause(ready):
    ready.send("trigger", 1)
    assert ready.send("release", 0.1, 0.1) == []
    for x in (0.1, 0.2, 0.3):
        ready.send("point", x, 0.5)
        assert to(DAEMON, ready.advance(100)) == []
    ((_, _, x, *_),) = to(DAEMON, ready.advance(100))
    assert x == 0.3
    ready.send("control", "pitch", 2.0)
    assert to(DAEMON, ready.advance(200))[0][0] == "/latentpad/generate"


def test_manual_generates_only_by_the_button(ready):
    ready.send("trigger", 2)
    ready.send("point", 0.1, 0.1)
    assert ready.send("release", 0.1, 0.1) == []
    assert to(DAEMON, ready.advance(1000)) == []
    generated(ready)


def test_values_of_a_set_that_opens_do_not_generate(bridge):
    bridge.send("trigger", 1)
    bridge.send("point", 0.1, 0.1)
    bridge.send("bang")
    bridge.send(*WELCOME)
    assert [event for event in to(DAEMON, bridge.advance(1900)) if event[0] == "/latentpad/generate"] == []


def test_without_a_daemon_generate_shows_what_to_do(bridge):
    bridge.send("bang")
    ((_, _, words),) = to(PANEL, bridge.send("generate"))
    assert "type latentpad in a terminal" in words


def test_a_notice_is_shown(ready):
    assert to(PANEL, ready.send("/latentpad/notice", "the library is gone")) == [
        ("status", "set", "the library is gone")
    ]


def test_an_error_is_shown_if_it_is_ours(ready):
    id = generated(ready)
    assert ready.send("/latentpad/error", -1, "address", "another client's") == []
    events = ready.send("/latentpad/error", id, "folder", "the disk is full")
    assert to(PAD, events) == [("state", "error", "the disk is full")]
    assert to(PANEL, events) == [("status", "set", "the disk is full")]


def test_a_sound_that_never_comes_is_given_up(ready):
    generated(ready)
    states = []
    for _ in range(10):
        ready.send("/latentpad/pong", 1)
        states += to(PAD, ready.advance(2000))
    assert states == [("state", "error", "no sound after 15 s")]


def test_a_set_that_opens_keeps_its_seed(bridge):
    assert bridge.send("newseed") == []


def test_a_new_seed_goes_to_its_number_box(ready):
    seeds = [to(PANEL, ready.send("newseed"))[0] for _ in range(20)]
    assert {word for word, _ in seeds} == {"seed"}
    assert all(0 <= seed <= 9999 and seed == int(seed) for _, seed in seeds)
    assert len(set(seeds)) > 10
