"""Windows that move to another screen, and names that two systems write differently."""

import unicodedata
from dataclasses import replace

import pytest

from latentpad.bundle.names import Names

pytestmark = pytest.mark.clients

SHOWN = "latentpad.map.points.visible.reduce((a, b) => a + b)"
SIZES = """[...document.querySelectorAll('#points-layer, #overlay-layer, #waveform')].map(
    (canvas) => [canvas.width / canvas.clientWidth, canvas.height / canvas.clientHeight])"""
"""Pixels of each canvas per pixel of the page."""


def test_canvases_follow_the_pixel_ratio_of_the_screen(page):
    page.make_sample(0.125, 0.125)
    page.wait_until("latentpad.panel.drawn !== null")
    emulation = page.context.new_cdp_session(page.page)
    size = page.viewport_size
    for ratio, drawn in ((2, 2), (1.25, 1.25), (1.1, 1.1), (3, 2), (1, 1)):
        metrics = {"width": size["width"], "height": size["height"], "deviceScaleFactor": ratio, "mobile": False}
        emulation.send("Emulation.setDeviceMetricsOverride", metrics)
        page.wait_until(f"({SIZES}).flat().every((share) => Math.abs(share - {drawn}) < 0.02)")
    emulation.detach()


def test_the_filter_finds_accents_however_they_are_written(make_app, look, bundle):
    names = [f"Caf\u00e9/{number}.wav" for number in range(8)] + [f"Cafe\u0301/{number}.wav" for number in range(8)]
    names += [f"\u0130i/{number} \u00c5.wav" for number in range(16)]  # its lower case is longer
    labels = ("kick\u00e9", "snare", "hat")
    layout = replace(bundle.map, names=Names.of(names))
    page = look(make_app(bundle=replace(bundle, map=layout, labels=labels, digest="e" * 64)).start())
    for words, count in {
        "caf\u00e9/ 3": 2,
        "CAFE\u0301": 16,
        "caf\u00c9/": 16,
        "kick\u00c9": 8,
        "15 \u00e5": 1,
    }.items():
        for form in ("NFC", "NFD"):
            page.locator("#search").fill(unicodedata.normalize(form, words))
            assert page.evaluate(SHOWN) == count, (words, form)
