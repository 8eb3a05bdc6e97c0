"""A page's previews: points, library sounds and samples, played without writing a file."""

from dataclasses import replace

import numpy as np
import pytest
import soundfile

from latentpad.bundle.palette import make_palette
from latentpad.player.preview import Preview
from latentpad.request import Controls, Request
from latentpad.samples.vorbis import encode_vorbis
from latentpad.sources import Blend
from latentpad.synth.synth import Synth


def test_a_point_is_played_without_a_file(page, app, bundle, controller):
    page.send("/latentpad/set", "seed", 5)
    page.send("/page/hear", 7, "place", 0.125, 0.875)
    id, sample_rate, signal = page.receive_sound()
    assert (id, sample_rate) == (7, 8000)
    assert signal.tolist() == Synth(bundle).render(Request(0.125, 0.875, 5)).tolist()
    assert list(app.drop.iterdir()) == []
    controller.send("generate", 1)  # and the point has not moved
    assert controller.receive_until("done")[-1][3:5] == (0.5, 0.5)


def test_a_blend_is_played_without_a_file(page, app, bundle):
    page.send("/latentpad/set", "seed", 5)
    page.send("/page/hear", 7, "blend", 0.125, 0.125, 1, 0.125, 0.875, 1)
    _, _, signal = page.receive_sound()
    blend = Blend.of([(0.125, 0.125, 1), (0.125, 0.875, 1)])
    assert signal.tolist() == Synth(bundle).render(Request(*blend.middle, 5, source=blend)).tolist()
    assert list(app.drop.iterdir()) == []


def test_a_library_sound_without_its_file_is_decoded(page, bundle):
    page.send("/page/hear", 7, "sound", 9)
    _, sample_rate, signal = page.receive_sound()
    own = Synth(bundle).render_latent(bundle.map.latents[9], np.random.default_rng(0))
    assert (sample_rate, signal.tolist()) == (8000, own.tolist())


def test_a_library_sound_without_its_file_plays_its_recording(make_app, open_page, detailed_bundle, prepared):
    palette = make_palette([encode_vorbis(shot.signal, 8000) for shot in prepared])
    page = open_page(make_app(bundle=replace(detailed_bundle, palette=palette)).start())
    page.send("/page/hear", 7, "sound", 9)
    _, sample_rate, signal = page.receive_sound()
    assert (sample_rate, len(signal)) == (8000, len(prepared[9].signal))
    assert np.abs(signal).max() == pytest.approx(prepared[9].peak)
    assert np.corrcoef(signal, prepared[9].signal)[0, 1] > 0.99


def test_a_library_sound_plays_its_file(make_app, open_page, tmp_path):
    library = tmp_path / "library"
    (library / "snare").mkdir(parents=True)
    stereo = np.stack([np.linspace(-0.5, 0.5, 100), np.zeros(100)], axis=1)
    soundfile.write(library / "snare" / "1.wav", stereo, 11025, "FLOAT")
    page = open_page(make_app(library=[library]).start())
    page.send("/page/hear", 7, "sound", 9)  # the toy's sounds 8 to 15 are snare/0.wav to snare/7.wav
    _, sample_rate, signal = page.receive_sound()
    assert sample_rate == 11025
    assert signal == pytest.approx(stereo.mean(axis=1))


def test_a_sample_plays_its_file(page, app):
    page.send("/latentpad/generate", 7, 0.125, 0.125)
    name = page.receive_until("/latentpad/done")[-1][-1]["name"]
    page.send("/page/hear", 8, "sample", name)
    _, sample_rate, signal = page.receive_sound()
    written, _ = soundfile.read(app.drop / name, dtype="float32")
    assert (sample_rate, signal.tolist()) == (8000, written.tolist())
    (app.drop / name).unlink()
    page.send("/page/hear", 9, "sample", name)
    assert page.receive() == ["/page/silent", 9, f"{name} is no longer in the folder, or cannot be read"]


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (("sound", 32), "there is no sound 32; there are 32"),
        (("sound", -1), "there is no sound -1; there are 32"),
        (("sound", 0.5), "index must be an integer, not 0.5"),
        (("place", 0.5), "cannot play 'place': must be place x y, blend x y weight ..."),
        (("place", "x", 0.5), "a coordinate must be a number, not 'x'"),
        (("place", 0.875, 0.875), "silent"),
        (("morph", "own.wav", 0.5, 0.5), "a morph takes path x y amount, not 2 numbers"),
        (("morph", "../drop/own.wav", 0.5, 0.5, 0), "is not in"),
        (("sample", "../mine.wav"), "there is no sample '../mine.wav'"),
        (
            ("song", 1),
            "morph path x y amount, sound index or sample name",
        ),
        (("blend", 0.1, 0.1, 1), "a blend takes 2 to 16 points, not 1"),
        (("blend", 0.1, 0.1, 1, 0.2), "a blend takes x y weight for each of its points, not 4 numbers"),
        (("blend", 0.1, 0.1, 0, 0.2, 0.2, -1), "none of a blend's weights is above 0"),
    ],
)
def test_the_reason_why_nothing_plays_is_sent(page, wanted, reason):
    page.send("/page/hear", 7, *wanted)
    address, id, text = page.receive()
    assert (address, id) == ("/page/silent", 7)
    assert reason in text


def test_a_sample_plays_whatever_else_is_requested_meanwhile(page):
    page.send("/latentpad/generate", 1, 0.125, 0.125)
    name = page.receive_until("/latentpad/done")[-1][-1]["name"]
    page.send("/page/hear", 1, "place", 0.125, 0.125)
    page.send("/page/hear", 2, "sample", name)
    for number in range(3, 30):
        page.send("/page/hear", number, "sound", 1)
    received = {page.receive_sound()[0]}
    while 29 not in received:
        received.add(page.receive_sound()[0])
    assert 2 in received


def test_the_newest_preview_request_wins(page):
    for number in range(200):
        page.send("/page/hear", number, "place", 0.125, 0.125)
    received = [page.receive_sound()[0]]
    while received[-1] < 199:
        received.append(page.receive_sound()[0])
    assert received == sorted(set(received))
    assert len(received) < 200


def test_an_internal_error_does_not_end_the_session(page, app, caplog, monkeypatch):
    monkeypatch.setattr(Preview, "render", lambda _previews, _request: 1 / 0)
    page.send("/page/hear", 7, "place", 0.5, 0.5)
    assert page.receive() == ["/page/silent", 7, "internal error in latentpad; see its log"]
    assert "could not be rendered" in caplog.text
    page.send("/page/samples")
    assert page.receive() == ["/page/samples", []]


def test_a_wide_point_and_its_sample_are_played_in_two_channels(page, bundle):
    page.send("/latentpad/set", "stereo", 1)
    page.send("/page/hear", 7, "place", 0.125, 0.875)
    _, _, signal = page.receive_sound()
    assert np.array_equal(signal, Synth(bundle).render(Request(0.125, 0.875, controls=Controls(stereo=1.0))))
    page.send("/latentpad/generate", 8, 0.125, 0.875)
    sample = page.receive_until("/latentpad/done")[-1][-1]
    assert sample["nSamples"] == len(signal)
    page.send("/page/hear", 9, "sample", sample["name"])
    _, _, written = page.receive_sound()
    assert written == pytest.approx(signal, abs=2**-22)
