import threading
import time

from latentpad.latest import Latest


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
    box = Latest()
    result = taking(box)
    assert box.put("a") is None
    assert result() == "a"


def test_a_newer_item_replaces_the_one_that_waits():
    box = Latest()
    assert box.put("a") is None
    assert box.put("b") == "a"
    assert box.take() == "b"


def test_an_item_is_not_taken_before_it_is_due():
    box = Latest()
    start = time.monotonic()
    box.put("a", delay=0.05)
    assert box.take() == "a"
    assert time.monotonic() - start >= 0.05


def test_a_newer_item_brings_its_own_due_time():
    box = Latest()
    start = time.monotonic()
    box.put("late", delay=60)
    result = taking(box)
    assert box.put("now") == "late"
    assert result() == "now"
    assert time.monotonic() - start < 2


def test_cancel_empties_the_box():
    box = Latest()
    box.put("a")
    assert box.cancel() == "a"
    assert box.cancel() is None


def test_a_closed_box_gives_none_to_those_who_wait_and_those_who_come():
    box = Latest()
    result = taking(box)
    box.close()
    assert result() is None
    box.put("a")
    assert box.take() is None
