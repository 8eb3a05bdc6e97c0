import json
from dataclasses import replace

import numpy as np
import pytest

from latentpad.bundle.names import Names
from latentpad.player import page_map
from latentpad.player.map_files import map_document
from latentpad.player.page_map import PLANES, page_arrays, page_names


def test_the_json_has_the_labels_of_the_map_and_names_the_arrays(bundle):
    chart = json.loads(json.dumps(page_map.page_map(bundle)))
    assert chart["labels"] == map_document(bundle)["labels"]
    assert (chart["bundle"], chart["digest"], chart["count"]) == ("toy", bundle.digest, 32)
    assert list(chart["planes"]) == ["x", "y", "rank", "seconds"]


def test_the_arrays_are_those_of_the_map_in_their_order(bundle):
    x, y, rank, seconds = np.frombuffer(page_arrays(bundle), dtype="<f4").reshape(len(PLANES), -1)
    assert np.array_equal(np.transpose([x, y]), bundle.map.points)
    assert rank.view("<i4").tolist() == map_document(bundle)["points"]["label"]
    assert np.array_equal(seconds, bundle.map.seconds)


def test_which_kinds_were_told_by_the_sound_follows_where_it_is_known(bundle):
    told = replace(bundle, map=replace(bundle.map, by_sound=np.arange(32) % 3 == 0))
    assert list(page_map.page_map(told)["planes"]) == [*PLANES, "by_sound"]
    *others, by_sound = np.frombuffer(page_arrays(told), dtype="<i4").reshape(len(PLANES) + 1, -1)
    assert np.array(others, dtype="<i4").tobytes() == page_arrays(bundle)
    assert np.flatnonzero(by_sound).tolist() == list(range(0, 32, 3))
    assert set(by_sound.tolist()) == {0, 1}


def test_blocks_have_all_names_in_their_order(monkeypatch):
    monkeypatch.setattr(page_map, "BLOCK", 3)
    names = ["kick/a.wav", "", "snäre/ö.wav", "ハット.wav", "x", "", ""]
    blocks = [page_names(Names.of(names), block).decode() for block in range(3)]
    assert [name for block in blocks for name in block.split("\n")] == names
    assert [block.count("\n") for block in blocks] == [2, 2, 0]
    with pytest.raises(IndexError, match="there is no block 3 of names; there are 3"):
        page_names(Names.of(names), 3)


def test_a_line_feed_in_a_name_becomes_a_space():
    assert page_names(Names.of(["a\nb.wav", "c\n"]), 0) == b"a b.wav\nc "
