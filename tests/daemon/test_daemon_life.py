import logging
import os
import re
import signal
import socket
import threading

import pytest

from latentpad.daemon.daemon import Daemon
from latentpad.daemon.options import DaemonOptions
from latentpad.errors import PortError

TIMEOUT = 5.0


def _ipv4_only(host, port):
    if ":" in host:
        raise socket.gaierror("address family not supported")
    return [(socket.AF_INET, socket.SOCK_DGRAM, 0, "", (host, port))]


def test_a_system_without_ipv6_is_served_without_it(player, listener, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, type: _ipv4_only(host, port))
    daemon = Daemon(player, DaemonOptions(port=0, reply_port=listener.port))
    daemon.start()
    assert f"OSC on 127.0.0.1:{daemon.port}, replies" in daemon.ready_line()
    daemon.stop()


def test_a_port_in_use_is_refused_in_one_line(daemon, player, listener):
    with pytest.raises(
        PortError, match=rf"UDP port {daemon.port} is already in use by .+ \(process {os.getpid()}\)\. Quit .*--port\.$"
    ) as caught:
        Daemon(player, DaemonOptions(port=daemon.port, reply_port=listener.port)).start()
    assert "\n" not in str(caught.value)


def test_where_the_system_does_not_tell_who_has_a_port_the_usual_programs_are_named(
    daemon, player, listener, monkeypatch
):
    monkeypatch.setattr("latentpad.daemon.ports.port_owner", lambda _port, _kind: "")
    with pytest.raises(PortError, match=r"is already in use, probably by another latentpad, Max or .*\. Quit "):
        Daemon(player, DaemonOptions(port=daemon.port, reply_port=listener.port)).start()


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (DaemonOptions(port=70000), "--port must be 0 to 65535, not 70000"),
        (DaemonOptions(reply_port=0), "--reply-port must be 1 to 65535, not 0"),
        (DaemonOptions(host="no..host", port=0), r"^--host no\.\.host: no such address$"),
        (DaemonOptions(host="192.0.2.1", port=0), r"UDP port 0 of 192\.0\.2\.1 cannot be used"),
    ],
)
def test_an_unavailable_address_is_refused(player, options, complaint):
    with pytest.raises(PortError, match=complaint):
        Daemon(player, options).start()


def test_listening_on_the_reply_port_is_refused(player, listener):
    listener.socket.close()
    with pytest.raises(PortError, match=f"would reply to itself: {listener.port} "):
        Daemon(player, DaemonOptions(port=listener.port, reply_port=listener.port)).start()


def test_a_public_host_is_bound_with_a_warning(player, caplog):
    daemon = Daemon(player, DaemonOptions(host="0.0.0.0", port=0))
    daemon.start()
    assert f"OSC on 0.0.0.0:{daemon.port}" in daemon.ready_line()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "anyone on the network can play" in caplog.text
    daemon.stop()


def test_stop_finishes_the_sample_in_progress_and_drops_waiting_jobs(daemon, client, player):
    player.go.clear()
    client.send("generate", 1)
    assert client.receive() == ("busy", 1)
    client.send("generate", 2)
    assert client.replies_before_pong() == []
    stopper = threading.Thread(target=daemon.stop)
    stopper.start()
    received = client.receive_until("dropped")
    player.go.set()
    stopper.join(TIMEOUT)
    received += client.receive_until("done")
    assert [message[:2] for message in received] == [("dropped", 2), ("done", 1)]
    assert not stopper.is_alive()


def test_stop_releases_the_port_and_may_be_called_again(daemon, player, listener, caplog):
    caplog.set_level(logging.INFO)
    port = daemon.port
    daemon.stop()
    daemon.stop()
    assert [record.message for record in caplog.records if record.name == "latentpad.daemon.daemon"] == ["Stopped"]
    again = Daemon(player, DaemonOptions(port=port, reply_port=listener.port))
    again.start()
    again.stop()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_run_logs_ready_last_and_ends_with_a_signal(player, listener, caplog, number):
    caplog.set_level(logging.INFO)
    before = signal.getsignal(number)
    daemon = Daemon(player, DaemonOptions(port=0, reply_port=listener.port))
    ready = threading.Event()
    handler = logging.Handler()
    handler.emit = lambda record: ready.set()
    logging.getLogger("latentpad.daemon").addHandler(handler)

    def interrupt():
        ready.wait(TIMEOUT)
        signal.raise_signal(number)

    thread = threading.Thread(target=interrupt)
    thread.start()
    daemon.run()
    thread.join(TIMEOUT)
    logging.getLogger("latentpad.daemon").removeHandler(handler)
    playing, folder, ready_line, *last = [
        record.message for record in caplog.records if record.name.startswith("latentpad.daemon.")
    ]
    assert (playing, folder) == ("Playing stub (3 sounds)", f"New samples go to {player.folder}")
    assert re.fullmatch(
        rf"Ready: OSC on 127\.0\.0\.1:{daemon.port}( and \[::1\]:{daemon.port})?, replies also to {listener.port}; "
        r"press Ctrl-C to stop",
        ready_line,
    )
    assert last == ["Stopping", "Stopped"]
    assert signal.getsignal(number) is before
