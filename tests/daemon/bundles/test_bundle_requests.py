"""What waits for the thread that opens bundles."""

from queue import Empty

import pytest

from latentpad.daemon.bundle_requests import MAX_WAITING, BundleRequests
from latentpad.errors import OscError


@pytest.fixture
def opened():
    """The sources of the requests that were opened."""
    return []


@pytest.fixture
def requests(opened):
    return BundleRequests(lambda opening: opened.append(opening.source))


def serve_all(requests):
    """Serve what waits."""
    while True:
        try:
            requests.take(0)()
        except Empty:
            return


def test_the_newest_request_is_opened_and_the_others_are_cancelled(requests, opened):
    futures = [requests.put(None, number) for number in range(3)]
    serve_all(requests)
    assert [future.cancelled() for future in futures] == [True, True, False]
    assert opened == [2]


def test_a_flood_of_requests_waits_in_a_bounded_place(requests, opened):
    futures = [requests.put(None, number) for number in range(1000)]
    assert sum(not future.done() for future in futures) == MAX_WAITING
    assert requests._tasks.qsize() == 1
    serve_all(requests)
    assert opened == [999]


def test_so_many_requests_for_the_list_wait_at_once(requests):
    sent = []
    for id in range(MAX_WAITING):
        requests.put_list(lambda: sent.append("list"), id)
    with pytest.raises(OscError, match="16 requests for the bundles are waiting") as caught:
        requests.put_list(list, 16)
    assert (caught.value.code, caught.value.id) == ("queue", 16)
    serve_all(requests)
    assert len(sent) == MAX_WAITING
    requests.put_list(list, 17)


def test_the_end_comes_after_what_waits(requests, opened):
    requests.put(None, "client")
    requests.put_end()
    requests.take(0)()
    assert requests.take(0) is None
    assert opened == ["client"]
