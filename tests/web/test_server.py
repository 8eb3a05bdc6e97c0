"""The page's server from start to stop: ports, idle connections, faults, systems without IPv6."""

import http.client
import socket
import threading
import time
from types import SimpleNamespace

import pytest

from latentpad.cli.main import main
from latentpad.errors import PortError
from latentpad.player.preview import Preview

SOON = 4.0
"""Seconds that a stop may take; what it could wait for lasts 10."""


def status(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read().decode(errors="replace")
    connection.close()
    return response.status, body


def stop_time(app):
    started = time.monotonic()
    app.daemon.stop()
    return time.monotonic() - started


def test_a_taken_port_is_reported_and_the_osc_port_released(make_app, app):
    other = make_app(ports=(0, app.page_server.port))
    with pytest.raises(PortError, match=rf"TCP port {app.page_server.port} is already in use.* --web-port.* --no-web"):
        other.start()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as again:
        again.bind(("127.0.0.1", other.daemon.port))


def test_an_invalid_port_is_rejected(make_app):
    for port in (-1, 65536):
        with pytest.raises(PortError, match=f"--web-port must be 0 to 65535, not {port}"):
            make_app(ports=(0, port)).start()


def test_the_port_is_free_again_after_a_stop(make_app, app, open_page):
    open_page(app)
    ports = app.ports
    app.daemon.stop()
    make_app(ports=ports).start()
    assert status(ports[1], "/")[0] == 200


def test_an_idle_connection_does_not_delay_a_stop(app):
    with socket.create_connection(("127.0.0.1", app.page_server.port)) as silent:
        assert status(app.page_server.port, "/")[0] == 200  # by now the silent one is connected
        assert stop_time(app) < SOON
        assert silent.recv(10) == b""


def test_open_pages_do_not_delay_a_stop(app, open_page):
    pages = [open_page(app) for _ in range(3)]
    assert stop_time(app) < SOON
    assert len(pages) == 3


def test_the_confidence_is_not_found_until_the_daemon_is_ready(make_app):
    app = make_app().start(prepared=False)
    assert status(app.page_server.port, "/known.bin")[0] == 404
    assert status(app.page_server.port, "/map.json")[0] == 200
    app.daemon.ready()
    end = time.monotonic() + SOON
    while status(app.page_server.port, "/known.bin")[0] != 200:
        assert time.monotonic() < end


def test_the_confidence_is_computed_once_even_if_who_asked_first_hangs_up(app, monkeypatch):
    started, go, calls = threading.Event(), threading.Event(), []
    rows = Preview.confidence_rows

    def slow_rows(preview):
        calls.append(preview)
        started.set()
        go.wait(10)
        yield from rows(preview)

    monkeypatch.setattr(Preview, "confidence_rows", slow_rows)
    with socket.create_connection(("127.0.0.1", app.page_server.port)) as impatient:
        impatient.sendall(f"GET /known.bin HTTP/1.1\r\nHost: 127.0.0.1:{app.page_server.port}\r\n\r\n".encode())
        assert started.wait(10)
    go.set()
    assert [status(app.page_server.port, "/known.bin")[0] for _ in range(2)] == [200, 200]
    assert len(calls) == 1


def test_a_daemon_that_never_became_ready_stops(make_app, open_page):
    app = make_app().start(prepared=False)
    open_page(app, skip_start=False).receive_until("/page/ports")
    assert stop_time(app) < SOON


def test_a_slow_folder_does_not_delay_previews(make_app, open_page, monkeypatch):
    app = make_app()
    go = threading.Event()

    def earlier(_previews):
        go.wait(10)
        yield None

    monkeypatch.setattr(Preview, "earlier_samples", earlier)
    app.start()
    page = open_page(app, skip_start=False)
    page.receive_until("/page/ready")
    assert status(app.page_server.port, "/map.json")[0] == 200
    page.send("/page/hear", 1, "place", 0.125, 0.125)
    assert page.receive_sound()[0] == 1
    go.set()
    page.receive_until("/page/samples")


def test_internal_errors_are_logged_and_reported(app, caplog, monkeypatch):
    monkeypatch.setattr(Preview, "map_json", lambda _previews: 1 / 0)
    assert status(app.page_server.port, "/map.json") == (500, "internal error in latentpad; see its log\n")
    assert "/map.json could not be served to the page" in caplog.text
    assert status(app.page_server.port, "/")[0] == 200


def test_the_page_is_served_without_ipv6(make_app, monkeypatch):
    def without(family, kind):
        if family == socket.AF_INET6:
            raise OSError(97, "Address family not supported by protocol")
        return socket.socket(family, kind)

    fake = SimpleNamespace(**{name: getattr(socket, name) for name in dir(socket)} | {"socket": without})
    monkeypatch.setattr("latentpad.daemon.ports.socket", fake)
    app = make_app().start()
    assert status(app.page_server.port, "/")[0] == 200


def test_a_library_that_is_not_a_folder_is_rejected(bundle_path, drop, tmp_path, capsys):
    assert main(["serve", str(bundle_path), "--drop", str(drop), "--library", str(tmp_path / "gone")]) == 1
    assert "--library" in capsys.readouterr().err
