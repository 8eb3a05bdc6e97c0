"""What belongs to a bundle changes with a switch."""

import gc
from dataclasses import replace

from latentpad.request import Request


def test_a_batch_of_the_old_map_is_dropped(client, bundles):
    bundles.go.clear()
    client.send("bundle", "drums")
    client.send("grid", 7, 16, 16)
    client.receive_until("progress")
    bundles.go.set()
    received = client.receive_until("bundle")
    assert received[-2] == ("dropped", 7)
    assert client.replies_before_pong() == []  # not even if the render thread had just begun a sample of it
    client.send("grid", 8, 2, 1)
    assert client.receive_until("finished")[-1][:2] == ("finished", 8)


def test_the_old_player_is_freed(client, bundles):
    for name in ("drums", "toy", "drums"):
        client.send("generate", 7, 0.125, 0.125)
        client.receive_until("done")
        client.send("bundle", name)
        client.receive_until("bundle")
    client.send("bundles")  # the thread has tidied up
    client.receive_until("listed")
    gc.collect()
    assert [player() is not None for player in bundles.players] == [False, False, False, True]


def test_undo_and_relatives_are_of_the_map_that_plays(client):
    for number in (1, 2):
        client.send("generate", number, 0.125, 0.125, number)
        client.receive_until("done")
    client.send("bundle", "drums")
    client.receive_until("bundle")
    client.send("undo", 3)
    assert client.receive()[:3] == ("error", 3, "history")
    client.send("bundle", "toy")
    client.receive_until("bundle")
    client.send("undo", 4)
    assert client.receive_until("done")[-1][5] == 1


def test_again_says_which_bundle_a_sample_needs(client):
    client.send("generate", 1, 0.125, 0.125)
    path = client.receive_until("done")[-1][2]
    client.send("bundle", "drums")
    client.receive_until("bundle")
    client.send("again", 2, path)
    (*_, text) = client.receive_until("error")[-1]
    assert "was rendered with another bundle (toy, " in text
    assert "than drums (" in text


def test_notices_of_the_old_bundle_are_not_sent_to_later_clients(daemon, client, connect):
    notices = daemon._dispatcher.player.renderer.sounds.notices
    notices.claim("test")
    notices.give("test", "the toy's library is gone")
    assert client.receive() == ("notice", "the toy's library is gone")
    client.send("bundle", "drums")
    client.receive_until("bundle")
    notices.give("late", "nobody wants to know")
    later = connect(daemon.port)
    later.send("hello", later.port)
    assert [message[0] for message in later.replies_before_pong()] == ["welcome", "bundle"]
    assert client.replies_before_pong() == []


def test_requests_are_those_of_the_map_that_plays(daemon, client):
    client.send("set", "pitch", 3.0)
    client.receive()
    client.send("bundle", "drums")
    client.receive_until("bundle")
    assert daemon._dispatcher.request_at(0.25, 0.5) == replace(
        Request(0.25, 0.5), controls=replace(Request(0, 0).controls, pitch=3.0)
    )
