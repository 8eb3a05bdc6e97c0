import pytest

from latentpad.osc.query import answer

VALUES = {"/latentpad/xy": (0.25, 0.75), "/latentpad/set/pitch": (7.0,)}


def ask(target):
    status, content = answer(target, VALUES, "127.0.0.1", 9310)
    return int(status), content


@pytest.mark.parametrize("target", ["/?HOST_INFO", "/latentpad/xy?HOST_INFO", "/gone?HOST_INFO"])
def test_the_host_is_described_whatever_the_path(target):
    status, info = ask(target)
    assert status == 200
    assert info["EXTENSIONS"].pop("LISTEN") is True
    assert {name: info[name] for name in ("NAME", "OSC_IP", "OSC_PORT", "OSC_TRANSPORT", "WS_IP", "WS_PORT")} == {
        "NAME": "latentpad",
        "OSC_IP": "127.0.0.1",
        "OSC_PORT": 9310,
        "OSC_TRANSPORT": "UDP",
        "WS_IP": "127.0.0.1",
        "WS_PORT": 9310,
    }


@pytest.mark.parametrize(
    ("target", "content"),
    [
        ("/latentpad/xy?VALUE", {"VALUE": [0.25, 0.75]}),
        ("/latentpad/set/pitch?RANGE", {"RANGE": [{"MIN": -24.0, "MAX": 24.0}]}),
        ("/latentpad/set/pitch?VALUE", {"VALUE": [7.0]}),
        ("/latentpad/set/trigger?RANGE", {"RANGE": [{"VALS": ["manual", "auto"]}]}),
        ("/latentpad/xy/?TYPE#part", {"TYPE": "ff"}),
        ("/latentpad/%78y?FULL_PATH", {"FULL_PATH": "/latentpad/xy"}),
        ("/latentpad?TYPE", {}),
        ("/latentpad/xy?CONTENTS", {}),
    ],
)
def test_a_single_attribute_is_answered(target, content):
    assert ask(target) == (200, content)


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/latentpad/generate?VALUE", 204),
        ("/latentpad?VALUE", 204),
        ("/latentpad/xy?UNIT", 204),
        ("/?HTML", 204),
        ("/latentpad/xy?value", 400),
        ("/latentpad/xy?VALUE&TYPE", 400),
        ("/?" + "x" * 9000, 400),
        ("/gone", 404),
        ("/latentpad/xy/x", 404),
        ("/latentpad/gone?VALUE", 404),
        ("/FULL_PATH", 404),
        ("/%2e%2e/etc/passwd", 404),
        ("*", 404),
        ("//[", 404),
    ],
)
def test_what_cannot_be_answered_has_the_status_of_the_specification(target, status):
    assert ask(target) == (status, None)


def test_a_container_is_answered_with_all_that_is_in_it():
    status, node = ask("/latentpad/set")
    assert status == 200
    assert list(node["CONTENTS"])[:3] == ["seed", "variation", "length"]
    assert node["CONTENTS"]["pitch"]["VALUE"] == [7.0]
    assert ask("/")[1]["CONTENTS"]["latentpad"]["CONTENTS"]["set"] == node
