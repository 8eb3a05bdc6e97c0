import http.client
import socket

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from latentpad.web.access import rejection_reason

PORT = 9312
OWN_HOSTS = ["127.0.0.1:9312", "localhost:9312", "LOCALHOST:9312", "[::1]:9312"]
FOREIGN_HOSTS = [
    *("", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:9313", "localhost", "evil.example", "evil.example:9312"),
    *("127.0.0.1.evil.example:9312", "localhost.:9312", "127.0.0.1:9312.evil.example", "user@127.0.0.1:9312"),
    *("127.0.0.1:9312@evil.example", "0.0.0.0:9312", "192.168.0.7:9312", "[::]:9312", "[::1", "127.0.0.1:nine"),
    *("127.1:9312", "2130706433:9312", "127.0.0.1:9312/evil", "127.0.0.1:99999", "127.0.0.1:"),
]


@pytest.mark.parametrize("host", OWN_HOSTS)
def test_this_machines_own_names_are_accepted(host):
    assert rejection_reason([host], [], "", "", PORT) is None
    assert rejection_reason([host], [f"http://{host}"], "same-origin", "cors", PORT) is None


@pytest.mark.parametrize("host", FOREIGN_HOSTS)
def test_any_other_name_is_rejected(host):
    assert "at 127.0.0.1 and localhost only" in rejection_reason([host], [], "", "", PORT)


@pytest.mark.parametrize("hosts", [[], ["127.0.0.1:9312", "127.0.0.1:9312"], ["127.0.0.1:9312", "evil.example"]])
def test_there_must_be_exactly_one_host(hosts):
    assert rejection_reason(hosts, [], "", "", PORT)


@pytest.mark.parametrize(
    "origin",
    [
        *("http://evil.example", "https://127.0.0.1:9312", "null", "", "http://127.0.0.1:9313", "file://", "http://"),
        *("http://127.0.0.1:9312/x", "http://localhost", "127.0.0.1:9312", "chrome-extension://abcdef"),
    ],
)
def test_a_foreign_page_is_rejected(origin):
    assert "its own page only" in rejection_reason(["127.0.0.1:9312"], [origin], "", "", PORT)


def test_one_good_origin_does_not_cover_another():
    assert rejection_reason(["127.0.0.1:9312"], ["http://127.0.0.1:9312", "http://evil.example"], "", "", PORT)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_foreign_pages_may_link_here_but_embed_nothing(site):
    assert rejection_reason(["127.0.0.1:9312"], [], site, "navigate", PORT) is None
    for mode in ("no-cors", "cors", "websocket", ""):
        assert rejection_reason(["127.0.0.1:9312"], [], site, mode, PORT)


def test_port_80_may_be_left_out():
    assert rejection_reason(["127.0.0.1"], ["http://localhost"], "", "", 80) is None


def get(port, path="/", method="GET", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, body.decode(errors="replace")


def test_the_server_checks_every_request(app):
    port = app.page_server.port
    assert get(port)[0] == 200
    assert get(port, "/map.json")[0] == 200
    for path in ("/", "/map.json", "/socket", "/known.bin"):
        assert get(port, path, Host="evil.example")[0] == 403
        assert get(port, path, Host=f"evil.example:{port}")[0] == 403
        assert get(port, path, Origin="http://evil.example")[0] == 403
        assert get(port, path, Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors")[0] == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "HEAD", "OPTIONS"])
def test_only_get_is_allowed(app, method):
    assert get(app.page_server.port, method=method)[0] in (400, 405)


def test_a_foreign_page_gets_no_websocket(app):
    port = app.page_server.port
    for headers in ({"Origin": "http://evil.example"}, {"Origin": f"http://evil.example:{port}"}, {"Origin": "null"}):
        with pytest.raises(InvalidStatus, match="403"):
            connect(f"ws://127.0.0.1:{port}/socket", additional_headers=headers)
    own = {"Origin": f"http://localhost:{port}"}
    with connect(f"ws://127.0.0.1:{port}/socket", additional_headers=own, close_timeout=0.1) as page:
        assert "welcome" in page.recv(timeout=10)


def test_only_one_path_is_a_websocket(app):
    with pytest.raises(InvalidStatus, match="200"):
        connect(f"ws://127.0.0.1:{app.page_server.port}/")


def test_invalid_requests_do_no_harm(app, page, caplog):
    for junk in (b"\x00\xff" * 100, b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 500 + b"\r\n", b"GET /" + b"x" * 20000, b""):
        with socket.create_connection(("127.0.0.1", app.page_server.port), timeout=10) as raw:
            raw.sendall(junk)
            raw.shutdown(socket.SHUT_WR)
            while raw.recv(4096):
                pass
    page.send("/page/samples")
    assert page.receive() == ["/page/samples", []]
    assert caplog.records == []


def test_both_loopback_addresses_are_served(app):
    for host in ("127.0.0.1", "::1"):
        with socket.create_connection((host, app.page_server.port), timeout=10):
            pass
