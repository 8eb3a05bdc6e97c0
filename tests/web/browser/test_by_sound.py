"""Tooltip and legend say whether a kind was told by the sound, and where none was."""

from dataclasses import replace

import numpy as np
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.clients


def test_the_tooltip_says_what_told_the_kind_and_where_it_is_unsure(make_app, look, bundle):
    layout = replace(bundle.map, by_sound=np.arange(32) == 8)  # the first snare
    page = look(make_app(bundle=replace(bundle, map=layout, digest="b" * 64)).start())
    tip = page.locator("#tip")
    page.mouse.move(*page.spot(0.885, 0.125))
    expect(tip).to_contain_text("0.wav snare, by its sound, 0.25 s")
    page.mouse.move(*page.spot(0.135, 0.125))
    expect(tip).to_contain_text("0.wav kick, 0.25 s")
    page.mouse.move(*page.spot(0.135, 0.875))
    expect(tip).to_contain_text("0.wav unsure, 0.25 s")
    expect(page.locator("#labels button").last).to_have_text("unsure 8")


def test_without_kinds_nothing_is_unsure(page):
    page.mouse.move(*page.spot(0.135, 0.875))
    expect(page.locator("#tip")).to_contain_text("0.wav no kind, 0.25 s")
