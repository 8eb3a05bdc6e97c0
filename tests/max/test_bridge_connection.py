"""The link's script and the daemon: hello, reply ports, lost and found, the map."""

from bridge_messages import DAEMON, PAD, PANEL, PORTS, WELCOME, generated, generated_at, to


def test_nothing_is_sent_before_the_device_is_ready(bridge):
    events = [*bridge.send("point", 0.1, 0.2), *bridge.send("trigger", 1), *bridge.send("control", "pitch", 3.0)]
    events += [*bridge.send("port", 9310), *bridge.send("seed", 4), *bridge.advance(10_000)]
    assert events == []


def test_hello_names_the_devices_own_reply_port(run):
    ports = set()
    for _ in range(3):
        events = run("bridge").send("bang")
        ((word, port),) = to(PORTS, events)
        assert word == "port"
        assert 20000 <= port < 30000
        assert to(DAEMON, events) == [("port", 9310), ("/latentpad/hello", port, "Max")]
        ports.add(port)
    assert len(ports) > 1


def test_a_second_bang_changes_nothing(bridge):
    bridge.send("bang")
    assert bridge.send("bang") == []


def test_without_a_daemon_it_reports_so_and_tries_other_ports(bridge):
    bridge.send("bang")
    events = bridge.advance(2000)
    assert to(PAD, events) == [("state", "lost", "start latentpad: no answer on port 9310")]
    events += bridge.advance(20_000)
    hellos = [event[1] for event in to(DAEMON, events) if event[0] == "/latentpad/hello"]
    assert len(hellos) == 11
    assert len(set(hellos)) == 4
    assert [port for _, port in to(PORTS, events)] == list(dict.fromkeys(hellos))[1:]


def test_after_a_welcome_it_is_ready_and_requests_the_map_until_it_comes(bridge):
    bridge.send("bang")
    events = bridge.send(*WELCOME)
    assert [address for address, _ in to(DAEMON, events)] == ["/latentpad/map"]
    assert to(PAD, events) == [("state", "ready", "ready")]
    assert to(PANEL, events) == [("status", "set", "toy, 32 sounds; new ones go to /home/é/new sounds")]
    assert bridge.send(*WELCOME) == []
    assert [address for address, *_ in to(DAEMON, bridge.advance(2000))] == ["/latentpad/ping", "/latentpad/map"]
    assert bridge.send("/latentpad/map", "/cache/map.json", "/cache/map.png") == [(PAD, "map", "/cache/map.json")]
    assert [address for address, *_ in to(DAEMON, bridge.advance(2000))] == ["/latentpad/ping"]


def test_a_map_error_is_shown_and_the_map_is_not_requested_again(bridge):
    bridge.send("bang")
    ((_, id),) = to(DAEMON, bridge.send(*WELCOME))
    events = bridge.send("/latentpad/error", id, "folder", "the map cannot be written")
    assert to(PAD, events) == [("state", "error", "the map cannot be written")]
    assert [address for address, *_ in to(DAEMON, bridge.advance(2000))] == ["/latentpad/ping"]


def test_it_pings_and_shows_when_the_daemon_is_lost_and_back(ready):
    ((address, _, port),) = to(DAEMON, ready.advance(2000))
    assert (address, port) == ("/latentpad/ping", ready.variable("reply_port"))
    for _ in range(5):
        ready.send("/latentpad/pong", 1)
        assert to(PAD, ready.advance(2000)) == []
    events = ready.advance(6000)
    assert to(PAD, events)[0][:2] == ("state", "lost")
    assert to(DAEMON, events)[-1][0] == "/latentpad/hello"
    assert to(PAD, ready.send(*WELCOME)) == [("state", "ready", "ready")]


def test_the_map_is_requested_again_from_a_daemon_that_is_back(ready):
    """It may play another bundle by now, of the same name and size."""
    ready.advance(6000)
    assert to(DAEMON, ready.send(*WELCOME))[0][0] == "/latentpad/map"


def test_the_map_of_another_bundle_is_requested_when_it_plays(ready):
    assert ready.send("/latentpad/bundle", "toy", 32, "/a/toy.latentpad") == []
    assert ready.send("/latentpad/bundle", "toy", 32, "/a/toy.latentpad") == []
    events = ready.send("/latentpad/bundle", "drums", 16, "/a/drums.latentpad")
    assert [address for address, _ in to(DAEMON, events)] == ["/latentpad/map"]
    assert to(PANEL, events) == [("status", "set", "drums, 16 sounds")]


def test_the_same_point_is_another_sound_after_a_switch(ready):
    ready.send("/latentpad/bundle", "toy", 32, "/a/toy.latentpad")
    id = generated_at(ready, 0.25)
    ready.send("/latentpad/done", id, "/s/a.wav", 0.25, 0.5, 0, 44100, 100, 1.0, 5.0, 0)
    assert to(DAEMON, ready.send("generate")) == []
    ready.send("/latentpad/bundle", "drums", 16, "/a/drums.latentpad")
    assert generated(ready, "generate") != id


def test_another_port_is_another_daemon(ready):
    events = ready.send("port", 9400.2)
    assert to(DAEMON, events)[0] == ("port", 9400)
    assert to(DAEMON, events)[1][0] == "/latentpad/hello"
    assert ready.send("port", 9400) == []
    assert "no answer on port 9400" in to(PAD, ready.advance(2000))[0][2]


def test_a_deleted_device_sends_bye(ready):
    (bye,) = to(DAEMON, ready.send("notifydeleted"))
    assert bye[0] == "/latentpad/bye"
    assert ready.advance(10_000) == []


def test_unknown_replies_are_ignored(ready):
    assert ready.send("/latentpad/value", "seed", 3) == []
    assert ready.send("/latentpad/toString") == []
    assert ready.send("/live/track", 1) == []
