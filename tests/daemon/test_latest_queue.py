import threading
import time

from latentpad.daemon.latest_queue import MOST_WAITING, LatestQueue


def taking(box):
    """Start a thread that takes once; returns a function that waits for what it got."""
    taken = []
    thread = threading.Thread(target=lambda: taken.append(box.take()))
    thread.start()

    def result():
        thread.join(2)
        return taken[0]

    return result


def test_take_waits_for_an_item():
    box = LatestQueue()
    result = taking(box)
    assert box.put("pad", "a") is None
    assert result() == "a"


def test_a_newer_item_replaces_the_one_that_waits():
    box = LatestQueue()
    assert box.put("pad", "a") is None
    assert box.put("pad", "b") == "a"
    assert box.take() == "b"


def test_an_item_is_not_taken_before_it_is_due():
    box = LatestQueue()
    start = time.monotonic()
    box.put("pad", "a", delay=0.05)
    assert box.take() == "a"
    assert time.monotonic() - start >= 0.05


def test_a_newer_item_brings_its_own_due_time():
    box = LatestQueue()
    start = time.monotonic()
    box.put("pad", "late", delay=60)
    result = taking(box)
    assert box.put("pad", "now") == "late"
    assert result() == "now"
    assert time.monotonic() - start < 2


def test_cancel_empties_the_box():
    box = LatestQueue()
    box.put("pad", "a")
    assert box.cancel() == ["a"]
    assert box.cancel() == []


def test_a_closed_box_gives_none_to_those_who_wait_and_those_who_come():
    box = LatestQueue()
    result = taking(box)
    box.close()
    assert result() is None
    box.put("pad", "a")
    assert box.take() is None


def test_senders_do_not_push_each_other_out_and_take_turns():
    box = LatestQueue()
    assert [box.put(sender, f"{sender}1") for sender in "abc"] == [None, None, None]
    assert box.put("a", "a2") == "a1"
    assert box.take() == "a2"
    box.put("a", "a3")
    assert [box.take(), box.take(), box.take()] == ["b1", "c1", "a3"]


def test_who_rests_does_not_hold_up_the_others():
    box = LatestQueue()
    box.put("resting", "later", delay=60)
    box.put("waiting", "now")
    assert box.take() == "now"
    assert box.cancel() == ["later"]


def test_a_full_box_gives_up_what_waited_longest():
    box = LatestQueue()
    assert [box.put(sender, sender) for sender in range(MOST_WAITING)] == [None] * MOST_WAITING
    assert box.put("one more", "new") == 0
    assert box.take() == 1
    assert box.cancel() == [*range(2, MOST_WAITING), "new"]


def test_cancel_takes_out_what_is_unwanted_only():
    box = LatestQueue()
    for sender in "abc":
        box.put(sender, sender)
    assert box.cancel(lambda item: item != "b") == ["a", "c"]
    assert box.take() == "b"
