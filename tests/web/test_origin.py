"""What samples and points are made of, as the page receives it."""

from pathlib import Path

import pytest

from latentpad.samples.recipe import read_recipe


@pytest.fixture
def page(make_app, open_page, detailed_bundle, own_library):
    return open_page(make_app(bundle=detailed_bundle, library=[own_library]).start())


def test_a_sample_comes_with_its_parents_and_its_pitch(page):
    page.send("/latentpad/generate", 7, 0.3, 0.4)
    sample = page.receive_until("/latentpad/done")[-1][-1]
    recipe = read_recipe(Path(sample["path"]))
    assert sample["parents"] == list(recipe.parents) != []
    assert sample["pitchHz"] == pytest.approx(recipe.pitch_hz, abs=0.005)


def test_samples_of_earlier_sessions_keep_them(page, make_app, open_page, detailed_bundle, own_library):
    page.send("/latentpad/generate", 7, 0.3, 0.4)
    sample = page.receive_until("/latentpad/done")[-1][-1]
    page.close()
    later = open_page(make_app(bundle=detailed_bundle).start(), skip_start=False)
    (recalled,) = later.receive_until("/page/samples")[-1][1]
    assert recalled["parents"] == sample["parents"]
    assert recalled["pitchHz"] == pytest.approx(sample["pitchHz"], abs=0.005)
    assert recalled["confidence"] == pytest.approx(sample["confidence"], abs=5e-4)


def test_a_point_is_described_with_the_current_settings(page, detailed_bundle):
    x, y = detailed_bundle.map.points[3].tolist()
    pitch = float(detailed_bundle.map.pitches[3])
    page.send("/page/place", 1, x, y)
    assert page.receive() == ["/page/place", 1, ["kick/3.wav"], pytest.approx(pitch, rel=1e-4), 1.0]
    page.send("/latentpad/set", "pitch", 12)
    page.send("/page/place", 2, x, y)
    assert page.receive_until("/page/place")[-1][3] == pytest.approx(2 * pitch, rel=1e-4)
    page.send("/latentpad/set", "detail", 0)
    page.send("/page/place", 3, 7, -7)
    *described, confidence = page.receive_until("/page/place")[-1]
    assert described == ["/page/place", 3, [], 0.0]
    assert 0 < confidence <= 0.5


def test_a_point_and_its_sample_are_equally_sure(page, make_app, open_page, detailed_bundle, own_library):
    x, y = detailed_bundle.map.points[3].tolist()
    for detail, wanted in ((1.0, 1.0), (0.5, 2 / 3), (0.0, 0.5)):
        page.send("/latentpad/set", "detail", detail)
        page.send("/page/place", 1, x, y)
        assert page.receive_until("/page/place")[-1][-1] == pytest.approx(wanted)
        page.send("/latentpad/generate", 7, x, y)
        done = page.receive_until("/latentpad/done")[-1]
        assert done[8] == done[-1]["confidence"] == pytest.approx(wanted)
        assert read_recipe(Path(done[2])).confidence == pytest.approx(wanted, abs=5e-4)


def test_after_a_sound_was_found_missing_its_point_is_described_without_it(page, detailed_bundle, own_library):
    (own_library / "kick" / "3.wav").unlink()
    x, y = detailed_bundle.map.points[3].tolist()
    page.send("/latentpad/generate", 7, x, y)
    done = page.receive_until("/latentpad/done")[-1]
    assert (done[-1]["parents"], done[-1]["confidence"]) == ([], 0.5)
    page.send("/page/place", 1, x, y)
    assert page.receive_until("/page/place")[-1] == ["/page/place", 1, [], 0.0, 0.5]


@pytest.mark.parametrize("point", [("a", 0.5), (True, 0.5)])
def test_a_point_that_is_none_is_answered_with_an_error(page, point):
    page.send("/page/place", 1, *point)
    assert page.receive()[:3] == ["/latentpad/error", -1, "number"]


def test_an_older_bundle_has_nothing_to_say_about_a_point(app, open_page):
    page = open_page(app)
    page.send("/page/place", 1, 0.3, 0.4)
    assert page.receive()[:4] == ["/page/place", 1, [], 0.0]


def test_before_sounds_can_be_rendered_no_point_is_described(make_app, open_page):
    app = make_app().start(prepared=False)
    page = open_page(app, skip_start=False)
    page.receive_until("/page/ports")
    page.send("/page/place", 1, 0.3, 0.4)
    page.send("/page/samples")
    assert page.receive()[0] == "/page/samples"
    app.daemon.ready()
