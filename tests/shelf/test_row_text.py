import time
from pathlib import Path

import numpy as np
import pytest

from latentpad.shelf.entry import read_entry
from latentpad.shelf.overview import MISSING, Overview
from latentpad.shelf.row_text import detail_text, fitted, time_text

NOON = time.mktime((2026, 7, 14, 12, 0, 0, 0, 0, -1))


def test_times_of_today_are_hours_and_others_are_dates():
    assert time_text(NOON - 3600, NOON) == "11:00"
    assert time_text(NOON - 86_400, NOON) == "2026-07-13"


def test_details_are_kind_length_and_time(describe):
    overview = Overview(np.zeros(1), np.zeros(1), NOON)
    plain = read_entry(describe(Path("/drop/kick_x0.500_y0.250_s7.wav")))
    named = read_entry(describe(plain.path, kept="/drop/kept/big.wav"))
    assert detail_text(plain, overview, NOON) == "0.10 s · 12:00"
    assert detail_text(named, overview, NOON) == "kick · 0.10 s · 12:00"
    assert detail_text(plain, None) == "0.10 s"
    assert detail_text(plain, MISSING) == "deleted or moved"


@pytest.mark.parametrize(
    ("room", "text"),
    [(100, "hand drum"), (9, "hand drum"), (8, "hand dr…"), (6, "hand…"), (2, "h…"), (1, ""), (0, "")],
)
def test_texts_are_cut_to_the_room_there_is(room, text):
    assert fitted("hand drum", room, len) == text
