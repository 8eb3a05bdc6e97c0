"""Which page plays what others make."""

import pytest

from latentpad.web.loudspeaker import CANNOT, HIDDEN, LISTENING, VISIBLE, Loudspeaker


class Page:
    """What a page was told last, and how often."""

    def __init__(self):
        self.plays, self.n_told = (False, False), 0

    def tell(self, *plays):
        self.plays, self.n_told = plays, self.n_told + 1


@pytest.fixture
def speaker():
    return Loudspeaker()


@pytest.fixture
def pages():
    return [Page() for _ in range(3)]


def who_plays(pages):
    """Return the numbers of the pages that play samples of others, and notes."""
    return tuple([number for number, page in enumerate(pages) if page.plays[kind]] for kind in (0, 1))


def test_the_page_that_was_used_last_plays_and_the_next_one_once_it_is_closed(speaker, pages):
    for page, idle in zip(pages, (20.0, 5.0, 10.0), strict=True):
        speaker.report(page.tell, LISTENING, idle, False)
    assert who_plays(pages) == ([1], [])
    speaker.report(pages[0].tell, LISTENING, 0.0, False)
    assert who_plays(pages) == ([0], [])
    speaker.remove(pages[0].tell)
    assert pages[1].plays == (True, False)
    speaker.remove(pages[1].tell)
    speaker.remove(pages[1].tell)
    assert pages[2].plays == (True, False)


@pytest.mark.parametrize("rank", [CANNOT, HIDDEN, VISIBLE])
def test_a_page_that_is_not_to_play_leaves_it_to_another_one(speaker, pages, rank):
    speaker.report(pages[0].tell, LISTENING, 50.0, False)
    speaker.report(pages[1].tell, rank, 0.0, False)
    assert who_plays(pages) == ([0], [])
    speaker.report(pages[0].tell, rank, 0.0, False)
    assert who_plays(pages) == ([], [])


def test_notes_are_played_by_one_of_the_pages_that_take_midi_even_if_it_is_hidden(speaker, pages):
    speaker.report(pages[0].tell, LISTENING, 0.0, False)
    speaker.report(pages[1].tell, HIDDEN, 50.0, True)
    assert who_plays(pages) == ([0], [1])
    speaker.report(pages[2].tell, CANNOT, 0.0, True)
    assert who_plays(pages) == ([0], [1])
    speaker.report(pages[2].tell, VISIBLE, 70.0, True)
    assert who_plays(pages) == ([0], [2])


def test_pages_are_told_of_changes_only(speaker, pages):
    for _ in range(3):
        for page, idle in zip(pages, (0.0, 5.0, 10.0), strict=True):
            speaker.report(page.tell, LISTENING, idle, False)
    assert [page.n_told for page in pages] == [1, 1, 1]


def test_pages_of_any_browser_agree(open_page, app):
    one, other = open_page(app), open_page(app)
    one.send("/page/listens", LISTENING, 3.5, 0)
    assert one.receive() == ["/page/plays", 1, 0]
    other.send("/page/listens", LISTENING, 0.0, 1)
    assert other.receive() == ["/page/plays", 1, 1]
    assert one.receive() == ["/page/plays", 0, 0]
    other.close()
    assert one.receive() == ["/page/plays", 1, 0]
    for wrong in ((9, 0, 0), ("a", 0, 0), (1, "a", 0), (1,)):
        one.send("/page/listens", *wrong)
        assert one.receive()[0] == "/latentpad/error"
