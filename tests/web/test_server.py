"""The page's server from start to stop: ports, idle connections, faults, systems without IPv6."""

import http.client
import socket
import threading
import time
from types import SimpleNamespace

import pytest

from latentpad.cli.main import main
from latentpad.errors import PortError

SOON = 4.0
"""Seconds that a stop may take at the most; what it waited for would last 10."""


def status(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read().decode(errors="replace")
    connection.close()
    return response.status, body


def seconds_to_stop(stand):
    started = time.monotonic()
    stand.daemon.stop()
    return time.monotonic() - started


def test_a_taken_port_is_refused_and_nothing_is_left_behind(make_stand, stand):
    other = make_stand(ports=(0, stand.site.port))
    with pytest.raises(
        PortError, match=rf"TCP port {stand.site.port} of 127\.0\.0\.1 is in use .* --web-port.* --no-web"
    ):
        other.start()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as again:
        again.bind(("127.0.0.1", other.daemon.port))


def test_a_port_that_is_none_is_refused(make_stand):
    for port in (-1, 65536):
        with pytest.raises(PortError, match=f"--web-port must be 0 to 65535, not {port}"):
            make_stand(ports=(0, port)).start()


def test_the_port_is_free_again_after_the_stop(make_stand, stand, open_page):
    open_page(stand)
    ports = stand.ports
    stand.daemon.stop()
    make_stand(ports=ports).start()
    assert status(ports[1], "/")[0] == 200


def test_who_has_come_and_said_nothing_does_not_delay_the_stop(stand):
    with socket.create_connection(("127.0.0.1", stand.site.port)) as silent:
        assert status(stand.site.port, "/")[0] == 200  # the silent one was taken in before
        assert seconds_to_stop(stand) < SOON
        assert silent.recv(10) == b""


def test_open_pages_do_not_delay_the_stop(stand, open_page):
    pages = [open_page(stand) for _ in range(3)]
    assert seconds_to_stop(stand) < SOON
    assert len(pages) == 3


def test_what_is_not_known_before_the_daemon_is_ready_is_not_waited_for(make_stand):
    stand = make_stand().start(prepared=False)
    assert status(stand.site.port, "/known.bin")[0] == 404
    assert status(stand.site.port, "/map.json")[0] == 200
    stand.daemon.ready()
    end = time.monotonic() + SOON
    while status(stand.site.port, "/known.bin")[0] != 200:
        assert time.monotonic() < end


def test_a_daemon_that_never_became_ready_stops(make_stand, open_page):
    stand = make_stand().start(prepared=False)
    open_page(stand, greeted=False).hear_until("/page/ports")
    assert seconds_to_stop(stand) < SOON


def test_a_slow_folder_holds_nobody_up(make_stand, open_page, monkeypatch):
    stand = make_stand()
    go = threading.Event()

    def earlier():
        go.wait(10)
        yield None

    monkeypatch.setattr(stand.site._hears, "earlier_samples", earlier)
    stand.start()
    page = open_page(stand, greeted=False)
    page.hear_until("/page/ready")
    assert status(stand.site.port, "/map.json")[0] == 200
    page.say("/page/hear", 1, "place", 0.125, 0.125)
    assert page.hear_sound()[0] == 1
    go.set()
    page.hear_until("/page/samples")


def test_faults_are_logged_and_told(stand, caplog, monkeypatch):
    monkeypatch.setattr(stand.site._hears, "map_json", lambda: 1 / 0)
    assert status(stand.site.port, "/map.json") == (500, "latentpad has a fault; its log says more\n")
    assert "The page's /map.json could not be given" in caplog.text
    assert status(stand.site.port, "/")[0] == 200


def test_a_system_without_ipv6_has_the_page(make_stand, monkeypatch):
    def without(family, kind):
        if family == socket.AF_INET6:
            raise OSError(97, "Address family not supported by protocol")
        return socket.socket(family, kind)

    fake = SimpleNamespace(**{name: getattr(socket, name) for name in dir(socket)} | {"socket": without})
    monkeypatch.setattr("latentpad.daemon.ports.socket", fake)
    stand = make_stand().start()
    assert status(stand.site.port, "/")[0] == 200


def test_a_library_that_is_no_folder_is_refused(bundle_path, drop, tmp_path, capsys):
    assert main(["serve", str(bundle_path), "--drop", str(drop), "--library", str(tmp_path / "gone")]) == 1
    assert "--library" in capsys.readouterr().err
