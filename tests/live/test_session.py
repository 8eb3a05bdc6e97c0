"""Sessions with a real daemon, over real UDP; a model made from the stubs takes Live's place."""

import os
import shutil
import socket

import pytest
from studio import Studio

X, Y, RENDER, PLACE, UNDO, KEEP, FOLLOW = 16, 17, 32, 34, 35, 36, 37


def sample_in(simpler):
    return simpler.sample and simpler.sample.file_path


def new_samples(drop):
    return sorted(drop.glob("*.wav"))


@pytest.fixture
def ready(studio, serve, open_session, drop):
    """A session with the drop folder in Places and an empty Simpler selected, once it is connected."""
    studio.places.append(drop)
    studio.select(studio.simpler("Kick"))
    session = open_session(studio, port=serve().port)
    session.wait_for_status("connected to latentpad")
    return session


def test_a_sample_that_is_asked_for_in_live_is_in_the_selected_simpler(studio, ready, drop):
    simpler = studio.midi.view.selected_device
    ready.turn(RENDER, 127)
    ready.turn(RENDER, 0)
    ready.wait_for_status("is in Kick")
    (wav,) = new_samples(drop)
    assert sample_in(simpler) == str(wav)
    assert (studio.browser.hotswap_target, studio.browser.filter_type) == (None, 0)
    assert not studio.log or all("Traceback" not in line for line in studio.log)


def test_a_sample_that_another_client_asks_for_is_there_too(studio, serve, open_session, drop, connect):
    studio.places.append(drop)
    studio.select(studio.simpler())
    port = serve().port
    session = open_session(studio, port=port)
    session.wait_for_status("connected")
    connect(port).send("generate", 7, 0.125, 0.125)
    session.wait_for(lambda: sample_in(studio.midi.view.selected_device))
    assert sample_in(studio.midi.view.selected_device) == str(new_samples(drop)[0])


def test_knobs_move_the_point(studio, serve, open_session, connect):
    port = serve().port
    session = open_session(studio, port=port)
    session.wait_for_status("connected")
    page = connect(port)
    page.send("hello", page.port)
    page.receive_until("welcome")
    session.turn(X, 127)
    assert page.receive_until("point")[-1] == ("point", 1.0, 0.5)
    session.turn(Y, 0)
    assert page.receive_until("point")[-1] == ("point", 1.0, 0.0)


def test_knobs_that_send_steps_go_on_from_where_another_client_moved_the_point(studio, serve, open_session, connect):
    controls = {"x": {"cc": 16, "mode": "two's complement"}, "y": {"cc": 17, "mode": "binary offset"}}
    port = serve().port
    session = open_session(studio, port=port, controls=controls)
    session.wait_for_status("connected")
    page = connect(port)
    page.send("hello", page.port)
    page.receive_until("welcome")
    page.send("xy", 0.25, 0.75)
    session.wait_for(lambda: session.surface._point == {"x": 0.25, "y": 0.75})
    session.turn(X, 127)
    assert page.receive_until("point")[-1] == ("point", pytest.approx(0.25 - 1 / 128), 0.75)
    session.turn(Y, 66)
    assert page.receive_until("point")[-1][2] == pytest.approx(0.75 + 2 / 128)


def test_a_daemon_that_is_started_later_is_found(studio, serve, open_session, drop):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    studio.places.append(drop)
    studio.select(studio.simpler())
    session = open_session(studio, port=port)
    session.turn(RENDER, 127)
    assert studio.status == ["not running: start latentpad"]
    session.wait_for_status("start latentpad, and it connects by itself")
    serve(port)
    session.wait_for_status("connected to latentpad")
    session.turn(RENDER, 127)
    session.wait_for(lambda: sample_in(studio.midi.view.selected_device))
    assert studio.status.count("not running: start latentpad, and it connects by itself") == 1


def test_a_folder_that_is_not_in_places_is_named_with_what_to_do(studio, ready, drop):
    studio.places.clear()
    ready.turn(RENDER, 127)
    ready.wait_for_status("drag the folder")
    assert studio.status[-1].endswith(f"is ready: drag the folder {drop} to Places in Live's browser, once")
    studio.places.append(drop)
    ready.turn(PLACE, 127)
    assert sample_in(studio.midi.view.selected_device) == str(new_samples(drop)[0])


def test_a_folder_above_the_drop_folder_in_places_will_do(studio, ready, drop):
    studio.places[:] = [drop.parent]
    ready.turn(RENDER, 127)
    ready.wait_for_status("is in Kick")
    assert sample_in(studio.midi.view.selected_device) == str(new_samples(drop)[0])


def test_a_sample_waits_until_the_browser_has_noticed_it(studio, ready, drop):
    studio.are_files_shown_at_once = studio.are_files_loaded_at_once = False
    ready.turn(RENDER, 127)
    ready.wait_for(lambda: ready.surface._newest)
    ready.tick()
    assert sample_in(studio.midi.view.selected_device) is None
    studio.show_files()
    ready.wait_for(lambda: studio.loading)
    studio.finish_loading()
    ready.wait_for_status("is in Kick")
    assert sample_in(studio.midi.view.selected_device) == str(new_samples(drop)[0])


def test_a_sample_that_was_deleted_is_said_to_be_gone(studio, ready, drop):
    studio.are_files_shown_at_once = False
    ready.turn(RENDER, 127)
    ready.wait_for(lambda: ready.surface._newest)
    (wav,) = new_samples(drop)
    os.remove(wav)
    ready.wait_for_status(f"{wav.name} is gone")
    ready.turn(PLACE, 127)
    assert studio.status[-2:] == [f"{wav.name} is gone: it was moved or deleted"] * 2
    assert sample_in(studio.midi.view.selected_device) is None


def test_a_sound_of_the_users_is_replaced_by_the_button_alone(studio, ready, drop, tmp_path):
    own = tmp_path / "my kick.wav"
    own.write_bytes(b"RIFF")
    simpler = studio.simpler("Kick 808", own)
    studio.select(simpler)
    ready.turn(RENDER, 127)
    ready.wait_for_status("Kick 808 holds a sound of yours: press the button Place to replace it")
    assert sample_in(simpler) == str(own)
    ready.turn(PLACE, 127)
    ready.wait_for_status("is in Kick 808")
    first = sample_in(simpler)
    ready.turn(RENDER, 127)
    ready.wait_for(lambda: sample_in(simpler) != first)
    assert {first, sample_in(simpler)} == {str(wav) for wav in new_samples(drop)}


def test_an_empty_pad_becomes_a_simpler_and_the_pads_beside_it_stay(studio, ready, drop):
    pad = studio.pad("C1")
    studio.select(studio.drum_rack(pad))
    ready.turn(RENDER, 127)
    ready.wait_for_status("is in pad C1")
    (device,) = pad.chains[0].devices
    assert sample_in(device) == str(new_samples(drop)[0])
    assert (studio.browser.hotswap_target, studio.browser.filter_type) == (None, 0)
    ready.turn(RENDER, 127)
    ready.wait_for(lambda: len(studio.loaded) == 2)
    assert pad.chains[0].devices == [device]
    assert sample_in(device) == str(studio.loaded[1])


def test_an_empty_slot_of_an_audio_track_becomes_a_clip(studio, ready, drop):
    slot = studio.slot()
    studio.select_slot(slot)
    ready.turn(RENDER, 127)
    ready.wait_for_status("is in clip slot")
    assert slot.clip.file_path == str(new_samples(drop)[0])
    ready.turn(RENDER, 127)
    ready.wait_for_status("the selected clip slot is full: select an empty one")
    assert slot.clip.file_path == str(new_samples(drop)[0])


def test_undo_brings_the_earlier_sample_back(studio, ready):
    simpler = studio.midi.view.selected_device
    ready.turn(RENDER, 127)
    ready.wait_for(lambda: sample_in(simpler))
    first = sample_in(simpler)
    ready.turn(RENDER, 127)
    ready.wait_for(lambda: sample_in(simpler) != first)
    ready.turn(UNDO, 127)
    ready.wait_for(lambda: sample_in(simpler) == first)


def test_a_kept_sample_is_named(studio, ready, drop):
    ready.turn(RENDER, 127)
    ready.wait_for_status("is in Kick")
    ready.turn(KEEP, 127)
    ready.wait_for_status("kept as ")
    assert f"kept as {new_samples(drop / 'kept')[0].name}" in studio.status


def test_samples_wait_for_the_button_while_following_is_off(studio, ready):
    ready.turn(FOLLOW, 127)
    ready.turn(PLACE, 127)
    assert studio.status[-1] == "there is no new sample so far: press Render or Random"
    ready.turn(RENDER, 127)
    ready.wait_for(lambda: ready.surface._newest)
    ready.tick()
    assert sample_in(studio.midi.view.selected_device) is None
    ready.turn(PLACE, 127)
    ready.wait_for_status("is in Kick")


def test_kits_are_left_in_their_folder(studio, serve, open_session, drop, connect):
    studio.places.append(drop)
    studio.select(studio.simpler())
    port = serve().port
    session = open_session(studio, port=port)
    session.wait_for_status("connected")
    client = connect(port)
    client.send("hello", client.port)
    client.send("kit", 7)
    client.receive_until("finished")
    session.wait_for(lambda: session.surface._newest)
    session.tick()
    assert sample_in(studio.midi.view.selected_device) is None


def test_live_12_4_needs_no_folder_in_places(serve, open_session, drop):
    studio = Studio(version=12.4)
    studio.select(studio.simpler("Kick"))
    session = open_session(studio, port=serve().port)
    session.wait_for_status("connected")
    session.turn(RENDER, 127)
    session.wait_for_status("is in Kick")
    assert sample_in(studio.midi.view.selected_device) == str(new_samples(drop)[0])


def test_live_11_makes_no_clips_and_says_so(serve, open_session, drop):
    studio = Studio(version=11)
    studio.places.append(drop)
    slot = studio.slot()
    studio.select_slot(slot)
    session = open_session(studio, port=serve().port)
    session.wait_for_status("connected")
    session.turn(RENDER, 127)
    session.wait_for_status("clip slots need Live 12.0.5 or newer")
    assert not slot.has_clip


def test_a_folder_of_the_same_name_is_not_taken_for_the_drop_folder(studio, ready, drop, tmp_path):
    other = tmp_path / "elsewhere" / drop.name
    other.mkdir(parents=True)
    ready.turn(FOLLOW, 127)
    ready.turn(RENDER, 127)
    ready.wait_for(lambda: ready.surface._newest)
    studio.places[:] = [other, drop]
    ready.turn(PLACE, 127)
    ready.wait_for_status("is in Kick")
    assert sample_in(studio.midi.view.selected_device) == str(new_samples(drop)[0])
    shutil.rmtree(other)


@pytest.mark.parametrize("what", ["Kick", "pad A1", "clip slot"])
def test_what_is_deleted_before_the_sample_is_in_it_is_named(what, studio, ready, drop):
    pad, slot, simpler = studio.pad("A1"), studio.slot(), studio.midi.view.selected_device
    studio.are_files_shown_at_once = studio.are_files_loaded_at_once = False
    if what == "pad A1":
        studio.select(studio.drum_rack(pad))
    elif what == "clip slot":
        slot.has(create_audio_clip=lambda path: None)
        studio.select_slot(slot)
    ready.turn(RENDER, 127)
    ready.wait_for(lambda: ready.surface._newest)
    ready.tick()
    {"Kick": simpler, "pad A1": pad, "clip slot": slot}[what].delete()
    ready.wait_for_status(f"is ready: {what} was deleted")
    assert not any("Traceback" in line for line in studio.log)


def test_odd_replies_of_another_version_are_logged_once(studio, open_session):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as daemon, socket.socket(type=socket.SOCK_DGRAM) as other:
        daemon.bind(("127.0.0.1", 0))
        session = open_session(studio, port=daemon.getsockname()[1])
        session.tick()
        _, script = daemon.recvfrom(65536)
        for _ in range(20):
            other.sendto(b"/latentpad/error\0\0\0\0,iss\0\0\0\0\0\0\0\1me\0\0believe me\0\0", script)
            daemon.sendto(b"\xff" * 60000, script)
            daemon.sendto(b"/latentpad/done\0,s\0\0" + b"x" * 60000 + b"\0\0\0\0", script)
            session.tick()  # before the socket's buffer is full
        daemon.sendto(b"/latentpad/point\0\0\0\0,ff\0" + b"\x3e\x80\0\0" * 2, script)
        session.wait_for(lambda: session.surface._point == {"x": 0.25, "y": 0.25})
    (line,) = studio.log
    assert line.startswith("latentpad: unexpected arguments: Message(address='/latentpad/done'")
    assert len(line) < 400
    assert studio.status == []


def test_a_daemon_that_is_started_again_at_once_is_subscribed_to_again(studio, serve, open_session, drop, connect):
    studio.places.append(drop)
    studio.select(studio.simpler("Kick"))
    daemon = serve()
    session = open_session(studio, port=daemon.port)
    session.wait_for_status("connected")
    daemon.stop()
    port = serve(daemon.port).port
    session.surface._connection._hello_again = 0.0  # has passed
    client = connect(port)
    client.send("hello", client.port)
    client.receive_until("welcome")
    session.wait_for(lambda: session.surface._connection._hello_again > 0.0)
    client.send("ping")
    client.receive_until("pong")  # after the hello, which was sent before
    client.send("generate", 7, 0.125, 0.125)
    session.wait_for_status("is in Kick")
    assert [line for line in studio.status if "connected" in line] == [studio.status[0]]
