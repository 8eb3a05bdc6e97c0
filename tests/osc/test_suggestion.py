import pytest

from latentpad.osc.protocol import IN, PREFIX
from latentpad.osc.reports import is_report
from latentpad.osc.suggestion import MAX_LENGTH, VERBS, UnknownAddressError, suggested_verb


@pytest.mark.parametrize(
    ("address", "verb"),
    [
        ("/latentpad/genrate", "generate"),
        ("/latentpad/genreate", "generate"),
        ("/latentpad/Generate", "generate"),
        ("/generate", "generate"),
        ("/latentpad/rendom", "random"),
        ("/latentpad/ramdon", None),
        ("/latentpad/gird", "grid"),
        ("/latentpad/bundel", "bundle"),
        ("/latentpad/morp", "morph"),
        ("/latentpad/kee", "keep"),
        ("/latentpad/mapp", "map"),
    ],
)
def test_a_typo_or_an_abbreviation_is_recognised(address, verb):
    assert suggested_verb(address) == verb


@pytest.mark.parametrize(
    "word",
    [
        *(
            "play",
            "start",
            "stop",
            "reset",
            "tap",
            "find",
            "redo",
            "seed",
            "page",
            "pad",
            "mute",
            "note",
            "send",
            "make",
        ),
        *("undone", "cancelled", "goodbye", "rand0m1ze", "key", "hit", "load", "save", "point", "z", "", "g", "ge"),
    ],
)
def test_other_words_are_not_taken_for_one_of_ours(word):
    assert suggested_verb(PREFIX + word) is None


@pytest.mark.parametrize("row", [row for row in IN if row.destructive], ids=lambda row: row.verb)
def test_nothing_that_loses_anything_is_suggested(row):
    assert suggested_verb(f"/other/{row.verb}") is None
    assert row.verb not in {suggested_verb(row.verb[:n] + "x" + row.verb[n + 1 :]) for n in range(len(row.verb))}


def test_long_addresses_are_not_compared(monkeypatch):
    monkeypatch.setattr("latentpad.osc.suggestion._distance", lambda *names: pytest.fail("compared"))
    assert suggested_verb("/latentpad/" + "generate" * 900) is None
    assert max(map(len, VERBS)) < MAX_LENGTH


def test_nothing_is_compared_before_the_text_is_read(monkeypatch):
    calls = []
    monkeypatch.setattr("latentpad.osc.suggestion.suggested_verb", calls.append)
    error = UnknownAddressError("/latentpad/genrate")
    assert (error.code, error.id, calls) == ("address", -1, [])
    assert str(error) == "unknown address /latentpad/genrate (docs/osc.md lists all)"
    assert calls == ["/latentpad/genrate"]


def test_a_page_cannot_hide_control_characters_in_an_address():
    assert str(UnknownAddressError("/\x1b[2J")) == r"unknown address /\x1b[2J (docs/osc.md lists all)"


@pytest.mark.parametrize(
    "address",
    [
        "/fail",
        "/error",
        "/FAIL",
        "/sclang/error",
        "/a/b/errors",
        "/fail/",
        "/latentpad/error",
        "/latentpad/done",
        "/x/failed",
    ],
)
def test_reports_of_others_and_our_own_replies_are_not_answered(address):
    assert is_report(address)


@pytest.mark.parametrize(
    "address", ["/latentpad/map", "/latentpad/bundle", "/latentpad/foo", "/done", "/errorless", "/", ""]
)
def test_other_messages_are_answered(address):
    assert not is_report(address)
