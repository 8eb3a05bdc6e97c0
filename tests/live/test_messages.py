"""What the control surface sends, and what it makes of what it gets; a socket takes the daemon's place."""

import socket

import pytest
from studio import Studio

from latentpad.osc.wire import decode, encode

GREETING = ("0.1.0", "toy", "/Users/é/Music/latentpad", 32, 44100)


class Peer:
    """A socket in the place of the daemon."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(5)
        self.port = self.socket.getsockname()[1]
        self.client = None

    def receive(self):
        datagram, self.client = self.socket.recvfrom(65536)
        (message,) = decode(datagram)
        return message.address.removeprefix("/latentpad/"), *message.args

    def send(self, address, *arguments):
        self.socket.sendto(encode("/latentpad/" + address, *arguments), self.client)


@pytest.fixture
def peer():
    peer = Peer()
    yield peer
    peer.socket.close()


@pytest.fixture
def session(studio, peer, open_session):
    session = open_session(studio, port=peer.port)
    session.tick()
    assert peer.receive() == ("hello", peer.client[1], "Ableton Live")
    peer.send("welcome", *GREETING)
    session.wait_for_status("connected to latentpad 0.1.0, bundle toy")
    return session


def test_buttons_and_knobs_send_what_the_daemon_documents(session, peer):
    session.turn(16, 127)
    assert peer.receive() == ("xy", 1.0, 0.5)
    session.turn(17, 0)
    assert peer.receive() == ("xy", 1.0, 0.0)
    ids = []
    for number, verb, rest in ((32, "generate", (1.0, 0.0)), (33, "random", ()), (35, "undo", ()), (36, "keep", ())):
        session.turn(number, 127)
        session.turn(number, 0)
        received = peer.receive()
        assert (received[0], received[2:]) == (verb, rest)
        ids.append(received[1])
    assert len(set(ids)) == 4
    assert all(type(number) is int and number > 1 for number in ids)
    session.surface.disconnect()
    assert peer.receive() == ("bye", peer.client[1])


def test_other_controllers_channels_and_messages_are_not_heard(session, peer):
    for midi in ((0xB0, 18, 127), (0x90, 32, 127), (0xE0, 32, 127), (0xF0, 1, 2, 3, 0xF7), (0xB0, 16)):
        session.surface.receive_midi(midi)
    session.surface.receive_midi((0xB9, 16, 0))
    assert peer.receive() == ("xy", 0.0, 0.5)


def test_live_forwards_all_that_is_mapped(studio, install_script, peer):
    controls = {"x": {"cc": 1, "channel": 16}, "render": {"note": 36, "channel": 10}, "place": {"cc": 3}}
    package = install_script(studio, port=peer.port, controls=controls)
    host = __import__("studio").Host(studio)
    surface = package.create_instance(host)
    surface.build_midi_map(7)
    assert studio.forwarded[:2] == [("cc", 42, 7, 15, 1), ("note", 42, 7, 9, 36)]
    assert studio.forwarded[2:] == [("cc", 42, 7, channel, 3) for channel in range(16)]
    surface.disconnect()


def test_datagrams_of_others_and_damaged_ones_are_ignored(session, peer, studio):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        stranger.sendto(encode("/latentpad/done", 1, "/tmp/evil.wav", 0.1, 0.2, 0, 44100, 1, 1.0, 1.0, 0), peer.client)
    done = b"/latentpad/done\0"
    damaged = (done, done + b",s\0\0/tm", done + b",i\0\0\0", b"/x\0\0,[i]\0\0\0\0")
    for datagram in (b"", b"\0", b"#bundle\0", *damaged):
        peer.socket.sendto(datagram, peer.client)
    peer.send("done", 1)
    peer.send("kept", 1, "/Users/é/Music/latentpad/kept/my kick.wav")
    session.wait_for_status("kept as my kick.wav")
    assert session.surface._newest == ""
    assert [line for line in studio.log if "unexpected" in line]
    assert not [line for line in studio.log if "Traceback" in line]


def test_errors_of_the_daemon_are_shown(session, peer):
    peer.send("error", 3, "kind", "there is no kind 'zebra'")
    session.wait_for_status("there is no kind 'zebra'")


def test_nothing_that_takes_a_sample_is_selected(session, peer, studio, tmp_path):
    wav = tmp_path / "new.wav"
    wav.write_bytes(b"RIFF")
    peer.send("welcome", "0.1.0", "toy", tmp_path.as_posix(), 32, 44100)
    studio.select(studio.device("Operator"))
    studio.app_view.has(focused_document_view="Arranger")
    peer.send("done", 1, wav.as_posix(), 0.1, 0.2, 0, 44100, 1, 1.0, 1.0, 0)
    session.wait_for_status("new.wav is ready: select a Simpler, a pad of a Drum Rack, or an empty clip slot")


@pytest.mark.parametrize("held", ["DrumCell", "MultiSampler", "InstrumentGroupDevice"])
def test_pads_with_other_instruments_are_left_alone(held, session, peer, studio, tmp_path):
    wav = tmp_path / "new.wav"
    wav.write_bytes(b"RIFF")
    studio.select(studio.drum_rack(studio.pad("Kick", studio.device(held))))
    peer.send("done", 1, wav.as_posix(), 0.1, 0.2, 0, 44100, 1, 1.0, 1.0, 0)
    session.wait_for(lambda: session.surface._newest)
    session.turn(34, 127)
    assert studio.status[-1] == "new.wav is ready: pad Kick has no Simpler; it is left as it is: select an empty pad"


def test_a_simpler_with_several_samples_is_left_alone(session, peer, studio, tmp_path):
    wav = tmp_path / "new.wav"
    wav.write_bytes(b"RIFF")
    studio.select(studio.simpler("Grand", multi_sample_mode=True))
    peer.send("done", 1, wav.as_posix(), 0.1, 0.2, 0, 44100, 1, 1.0, 1.0, 0)
    session.wait_for(lambda: session.surface._newest)
    session.turn(34, 127)
    assert studio.status[-1].endswith("Grand holds several samples; it is left as it is: select another Simpler")


def test_a_device_that_is_deleted_while_its_sample_waits_ends_the_wait(session, peer, studio, tmp_path):
    wav = tmp_path / "new.wav"
    wav.write_bytes(b"RIFF")
    peer.send("welcome", "0.1.0", "toy", tmp_path.as_posix(), 32, 44100)
    studio.places.append(tmp_path)
    studio.are_files_loaded_at_once = False
    simpler = studio.simpler()
    studio.select(simpler)
    peer.send("done", 1, wav.as_posix(), 0.1, 0.2, 0, 44100, 1, 1.0, 1.0, 0)
    session.wait_for(lambda: studio.loading)

    def deleted():
        raise RuntimeError("Internal error: the device is gone")

    simpler.has(sample=deleted)
    session.wait_for(lambda: any("the device is gone" in line for line in studio.log))
    assert studio.status[-1].startswith("something went wrong (Internal error: the device is gone)")
    n_lines = len(studio.log)
    for _ in range(3):
        session.tick()
    assert len(studio.log) == n_lines


def test_a_pad_with_several_layers_is_left_alone(session, peer, studio, tmp_path):
    wav = tmp_path / "new.wav"
    wav.write_bytes(b"RIFF")
    pad = studio.pad("Multi", studio.simpler())
    pad.has(chains=pad.chains * 2)
    studio.select(studio.drum_rack(pad))
    peer.send("done", 1, wav.as_posix(), 0.1, 0.2, 0, 44100, 1, 1.0, 1.0, 0)
    session.wait_for(lambda: session.surface._newest)
    session.turn(34, 127)
    assert studio.status[-1].startswith("new.wav is ready: pad Multi has several layers; it is left as it is")


def test_a_pad_that_live_does_not_take_for_hot_swapping_is_an_error_that_is_shown(session, peer, studio, tmp_path):
    wav = tmp_path / "new.wav"
    wav.write_bytes(b"RIFF")
    peer.send("welcome", "0.1.0", "toy", tmp_path.as_posix(), 32, 44100)
    studio.places.append(tmp_path)
    studio.select(studio.drum_rack(studio.pad("C1")))

    def fail(item):
        raise TypeError("Python argument types did not match C++ signature")

    studio.browser.has(load_item=fail)
    peer.send("done", 1, wav.as_posix(), 0.1, 0.2, 0, 44100, 1, 1.0, 1.0, 0)
    session.wait_for_status("something went wrong (Python argument types did not match C++ signature)")
    assert "Traceback" in studio.log[-1]


def test_of_samples_that_come_at_once_the_newest_is_placed(session, peer, studio, tmp_path):
    peer.send("welcome", "0.1.0", "toy", tmp_path.as_posix(), 32, 44100)
    studio.places.append(tmp_path)
    studio.select(studio.simpler())
    for number in range(20):
        wav = tmp_path / f"{number}.wav"
        wav.write_bytes(b"RIFF")
        peer.send("done", number, wav.as_posix(), 0.1, 0.2, 0, 44100, 1, 1.0, 1.0, 0)
    session.wait_for(lambda: studio.loaded)
    assert [path.name for path in studio.loaded] == ["19.wav"]


def test_an_error_that_does_not_end_is_said_once(session, studio):
    def broken():
        raise RuntimeError("no set is open")

    session.surface._placing.update = broken
    for _ in range(5):
        session.tick()
    assert studio.status.count("something went wrong (no set is open); Live's Log.txt says what") == 1


def test_live_reaches_for_no_attribute_that_its_versions_lack():
    studio = Studio()
    with pytest.raises(AttributeError, match=r"Live has no Song\.View\.selected_devices"):
        _ = studio.view.selected_devices
    with pytest.raises(AttributeError, match=r"Live does not let Application\.browser be set"):
        studio.application.browser = None
    with pytest.raises(TypeError, match=r"Browser\.load_item: 'kick\.wav' is no BrowserItem"):
        studio.browser.load_item("kick.wav")
