"""Bundles that are played as an import writes them."""

from concurrent.futures import Future
from pathlib import Path

import pytest

from latentpad.daemon.bundles import OnlyBundle
from latentpad.errors import BundleError
from latentpad.web.imports.openings import Openings

A, B, C, CHOSEN = (Path(f"/{name}.latentpad") for name in ("a", "b", "c", "chosen"))


class SlowOpener:
    """Opens bundles when the test says so; a newer request cancels one that waits, as the daemon's switch does."""

    def __init__(self):
        self.playing, self.asked, self.futures = Path("/default.latentpad"), [], {}

    @property
    def entry(self):
        return OnlyBundle("playing", 0, "", self.playing)

    def open(self, path):
        for future in self.futures.values():
            future.cancel()
        self.asked.append(path)
        self.futures[path] = Future()
        return self.futures[path]

    def finish(self, path):
        self.playing = path
        self.futures[path].set_result(None)


@pytest.fixture
def opener():
    return SlowOpener()


@pytest.fixture
def told():
    return []


@pytest.fixture
def openings(opener, told):
    return Openings(opener, told.append, told.append)


def test_each_bundle_is_opened(openings, opener, told):
    for path in (A, B, C):
        openings.offer(path)
        opener.finish(path)
    assert told == [A, B, C]


def test_a_newer_bundle_takes_the_place_of_one_that_waits(openings, opener, told):
    openings.offer(A)
    openings.offer(B)
    opener.finish(B)
    openings.offer(C)
    opener.finish(C)
    assert (opener.asked, told) == ([A, B, C], [B, C])


def test_a_bundle_that_the_user_chose_after_one_has_been_opened_stays(openings, opener, told):
    openings.offer(A)
    opener.finish(A)
    opener.playing = CHOSEN
    openings.offer(B, lambda: told.append("then"))
    assert (opener.asked, told) == ([A], [A, "then"])


def test_a_bundle_that_the_user_chose_while_the_first_was_loaded_stays(openings, opener, told):
    openings.offer(A)
    opener.open(CHOSEN)
    opener.finish(CHOSEN)
    openings.offer(B)
    assert (opener.asked, told) == ([A, CHOSEN], [])


def test_what_the_user_asks_for_is_opened_and_the_next_bundles_again(openings, opener, told):
    openings.offer(A)
    opener.finish(A)
    opener.playing = CHOSEN
    openings.offer(B)
    openings.open(B)
    opener.finish(B)
    openings.offer(C)
    opener.finish(C)
    assert told == [A, B, C]


def test_the_first_bundle_of_another_import_is_opened(openings, opener, told):
    openings.offer(A)
    opener.finish(A)
    opener.playing = CHOSEN
    openings.begin()
    openings.offer(B)
    opener.finish(B)
    assert told == [A, B]


@pytest.mark.parametrize(
    ("error", "text"), [(BundleError("it is damaged"), "it is damaged"), (ValueError(), f"{A} could not be opened")]
)
def test_the_reason_is_told_where_a_bundle_cannot_be_opened_and_the_next_one_is(openings, opener, told, error, text):
    openings.offer(A, lambda: told.append("then"))
    opener.futures[A].set_exception(error)
    assert text in told[0]
    openings.offer(B)
    opener.finish(B)
    assert told[1:] == ["then", B]
