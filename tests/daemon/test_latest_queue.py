import threading
import time

from latentpad.daemon.latest_queue import MAX_BACKLOG, MAX_SENDERS, LatestQueue


def take_in_thread(queue):
    """Start a thread that takes once; return a function that waits for its item."""
    taken = []
    thread = threading.Thread(target=lambda: taken.append(queue.take()))
    thread.start()

    def result():
        thread.join(2)
        return taken[0]

    return result


def test_take_waits_for_an_item():
    queue = LatestQueue()
    result = take_in_thread(queue)
    assert queue.put("pad", "a") is None
    assert result() == "a"


def test_a_newer_item_replaces_the_waiting_one():
    queue = LatestQueue()
    assert queue.put("pad", "a") is None
    assert queue.put("pad", "b") == "a"
    assert queue.take() == "b"


def test_an_item_is_not_taken_before_it_is_due():
    queue = LatestQueue()
    start = time.monotonic()
    queue.put("pad", "a", delay=0.05)
    assert queue.take() == "a"
    assert time.monotonic() - start >= 0.05


def test_a_newer_item_has_its_own_due_time():
    queue = LatestQueue()
    start = time.monotonic()
    queue.put("pad", "late", delay=60)
    result = take_in_thread(queue)
    assert queue.put("pad", "now") == "late"
    assert result() == "now"
    assert time.monotonic() - start < 2


def test_cancel_empties_the_queue():
    queue = LatestQueue()
    queue.put("pad", "a")
    assert queue.cancel() == ["a"]
    assert queue.cancel() == []


def test_take_returns_none_once_the_queue_is_closed():
    queue = LatestQueue()
    result = take_in_thread(queue)
    queue.close()
    assert result() is None
    queue.put("pad", "a")
    assert queue.take() is None


def test_senders_do_not_displace_each_other_and_take_turns():
    queue = LatestQueue()
    assert [queue.put(sender, f"{sender}1") for sender in "abc"] == [None, None, None]
    assert queue.put("a", "a2") == "a1"
    assert queue.take() == "a2"
    queue.put("a", "a3")
    assert [queue.take(), queue.take(), queue.take()] == ["b1", "c1", "a3"]


def test_an_item_that_is_not_due_does_not_hold_up_the_others():
    queue = LatestQueue()
    queue.put("resting", "later", delay=60)
    queue.put("waiting", "now")
    assert queue.take() == "now"
    assert queue.cancel() == ["later"]


def test_a_full_queue_drops_the_longest_waiting_item():
    queue = LatestQueue()
    assert [queue.put(sender, sender) for sender in range(MAX_SENDERS)] == [None] * MAX_SENDERS
    assert queue.put("one more", "new") == 0
    assert queue.take() == 1
    assert queue.cancel() == [*range(2, MAX_SENDERS), "new"]


def test_cancel_removes_only_what_is_unwanted():
    queue = LatestQueue()
    for sender in "abc":
        queue.put(sender, sender)
    assert queue.cancel(lambda item: item != "b") == ["a", "c"]
    assert queue.take() == "b"


def test_the_backlog_is_served_while_nothing_else_is_due_and_stays_until_it_is_discarded():
    queue = LatestQueue()
    assert [queue.append("long"), queue.append("later")] == [True, True]
    assert [queue.take(), queue.take()] == ["long", "long"]
    queue.put("pad", "finger")
    assert [queue.take(), queue.take()] == ["finger", "long"]
    assert queue.discard("long")
    assert [queue.take(), queue.discard("long")] == ["later", False]


def test_the_backlog_is_bounded():
    queue = LatestQueue()
    assert [queue.append(object()) for _ in range(MAX_BACKLOG + 1)] == [True] * MAX_BACKLOG + [False]


def test_the_backlog_can_be_cancelled():
    queue = LatestQueue()
    for item in ("a", "b", "c"):
        queue.append(item)
    queue.put("pad", "b")
    assert queue.cancel(lambda item: item == "b") == ["b", "b"]
    assert [queue.discard("a"), queue.discard("b"), queue.take()] == [True, False, "c"]


def test_an_item_for_the_backlog_wakes_a_waiting_take():
    queue = LatestQueue()
    result = take_in_thread(queue)
    queue.append("long")
    assert result() == "long"
