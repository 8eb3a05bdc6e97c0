"""Notices to clients, and moves that have sounds read ahead."""


def notify(player, text):
    (listener,) = player.listeners
    listener(text)


def test_a_notice_goes_to_every_subscriber_and_to_nobody_else(daemon, player, new_client, listener):
    one, other = new_client(), new_client()
    one.send("hello")
    for subscriber in (one, listener):
        assert [message[0] for message in subscriber.receive_until("bundle")] == ["welcome", "bundle"]
    notify(player, "the library is gone")
    assert one.receive() == listener.receive() == ("notice", "the library is gone")
    assert other.replies_before_pong() == []


def test_a_client_that_subscribes_later_gets_the_notices_after_its_welcome_once(daemon, player, new_client):
    notify(player, "the library is gone")
    notify(player, "the disk is slow")
    client = new_client()
    for _ in range(2):
        client.send("hello", client.port)
    received = [message[0] for message in client.replies_before_pong()]
    assert received == ["welcome", "bundle", "notice", "notice", "welcome", "bundle"]


def test_a_long_notice_is_truncated_to_one_line(daemon, player, client):
    client.send("hello")
    assert client.receive_until("bundle")[0][0] == "welcome"
    notify(player, "a\nb" + "é" * 5000)
    assert client.receive() == ("notice", "a b" + "é" * 997)


def test_moves_have_sounds_read_ahead_in_the_render_thread(daemon, player, client):
    player.go.clear()
    client.send("generate", 1, 0.25, 0.5)
    assert client.receive() == ("busy", 1)
    for x in (0.25, 0.5, 0.75):
        client.send("xy", x, 0.125)
    assert client.replies_before_pong() == []
    assert player.approached == []
    player.go.set()
    assert client.receive()[:2] == ("done", 1)
    client.send("keep", 2, "a")
    client.receive_until("kept")
    assert player.approached == [(0.75, 0.125)]
