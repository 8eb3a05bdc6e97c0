"""The script of the sounds: the sample that is played, kept and saved with the set."""

import pytest

from bridge_messages import BUFFER, DAEMON, PAD, PANEL, SAVED, VOICES, done, generated, texts, to


def test_keep_sends_the_sample_and_marks_it_once_it_is_kept(ready):
    assert to(PANEL, ready.send("keep")) == [("status", "set", "nothing to keep yet: generate first")]
    ready.send(*done(generated(ready)))
    events = ready.send("keep")
    ((address, id, path),) = to(DAEMON, events)
    assert to(SAVED, events) == [(path,)]
    assert (address, path) == ("/latentpad/keep", done(id)[2])
    events = ready.send("/latentpad/kept", id, "/new/kept/a.wav")
    assert events == [(PAD, "kept", 0.25, 0.5), (PANEL, "status", "set", "kept as a.wav, in the folder kept")]
    assert ready.send("/latentpad/kept", 5, "/new/kept/b.wav") == []


def test_play_without_a_sample_shows_what_to_do(ready):
    assert to(PANEL, ready.send("play")) == [("status", "set", "nothing to play yet: generate first")]


def test_a_set_restores_its_sample_silently_and_without_a_daemon(bridge, tmp_path):
    sample = tmp_path / "é b.wav"
    sample.write_bytes(b"")
    events = bridge.send("restored", str(sample))
    assert to(BUFFER, events) == [("replace", str(sample))]
    assert texts(events) == ["é b.wav (not in Collect All and Save: use To Simpler or To Clip)"]
    assert bridge.send("loaded") == []
    assert bridge.send("play") == [(VOICES, 60, 100), (SAVED, str(sample))]
    assert bridge.send("restored", str(sample)) == []
    assert bridge.send("restored", "symbol", str(sample)) == []


@pytest.mark.parametrize("nothing", [0, "", "0"])
def test_a_new_device_has_nothing_to_restore(bridge, nothing):
    assert bridge.send("restored", nothing) == []


def test_a_missing_sample_is_reported(bridge):
    assert bridge.send("restored", "/nowhere/a.wav") == [
        (PANEL, "status", "set", "this set's sample is missing: /nowhere/a.wav")
    ]
