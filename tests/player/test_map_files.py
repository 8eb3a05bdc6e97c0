import json

import numpy as np
import pytest

from latentpad.errors import FolderError
from latentpad.player.label_colours import COLOURS, OTHERS
from latentpad.player.map_files import draw_png, encode_png, map_document, write_map_files
from latentpad.player.player import Player
from latentpad.samples.folder import Folder

matplotlib_image = pytest.importorskip("matplotlib.image")


def test_the_json_has_every_sound_and_where_each_label_is_densest(bundle, sounds):
    document = map_document(bundle)
    assert document["bundle"] == "toy"
    assert document["digest"] == bundle.digest
    named = [sound for sound in sounds if sound.label != "sound"]
    assert [label["name"] for label in document["labels"]] == ["hat", "kick", "snare"]
    for label in document["labels"]:
        (sound,) = [sound for sound in named if sound.label == label["name"]]
        assert label["count"] == 8
        assert (label["x"], label["y"]) == pytest.approx(sound[:2], abs=0.011)
        (region,) = label["regions"]
        assert region["count"] == pytest.approx(8, abs=1)
        assert (label["x"], label["y"]) == pytest.approx(bundle.map.points[region["spots"][0]], abs=5e-5)
    assert [label["colour"] for label in document["labels"]] == list(COLOURS[:3])
    points = document["points"]
    assert np.allclose(np.transpose([points["x"], points["y"]]), bundle.map.points, atol=5e-5)
    assert points["label"] == [1] * 8 + [2] * 8 + [-1] * 8 + [0] * 8


def test_the_place_of_a_label_is_its_densest_spot_not_its_mean(bundle):
    layout = bundle.map
    layout.points[8:14], layout.points[14:16] = (0.75, 0.25), (0.0, 1.0)
    layout.labels[:] = 1
    layout.labels[:8] = 0
    layout.labels[16:] = -1
    snare = next(label for label in map_document(bundle)["labels"] if label["name"] == "snare")
    assert (snare["x"], snare["y"]) == (0.75, 0.25)


def test_the_image_has_each_dot_in_its_colour_and_y_upwards(bundle, tmp_path):
    file = tmp_path / "map.png"
    file.write_bytes(draw_png(map_document(bundle)))
    image = (matplotlib_image.imread(file) * 255).astype(int)
    size = len(image)
    assert image.shape == (size, size, 4)
    for x, y, colour in ((0.135, 0.125, COLOURS[1]), (0.885, 0.875, COLOURS[0]), (0.135, 0.875, OTHERS)):
        pixel = image[round((1 - y) * (size - 1)), round(x * (size - 1))]
        assert bytes(pixel.tolist()) == bytes.fromhex(colour[1:]) + b"\xff"
    assert not image[size // 2, size // 2].any()


def test_dots_of_small_labels_are_on_top(bundle, tmp_path):
    bundle.map.points[:] = 0.5 + 0.001 * np.arange(32)[:, None]  # a row of dots that overlap
    bundle.map.labels[:] = 0
    bundle.map.labels[10:13] = 1
    file = tmp_path / "map.png"
    file.write_bytes(draw_png(map_document(bundle)))
    image = (matplotlib_image.imread(file) * 255).astype(int)
    at = [np.rint(value * (len(image) - 1)).astype(int) for value in bundle.map.points[11]]
    around = image[len(image) - 1 - at[1] - 2 : len(image) + 2 - at[1], at[0] - 2 : at[0] + 3].reshape(-1, 4)
    assert {bytes(pixel.tolist()) for pixel in around} == {bytes.fromhex(COLOURS[1][1:]) + b"\xff"}


def test_an_encoded_png_decodes_to_the_same_image(tmp_path, rng):
    image = rng.integers(0, 256, (5, 7, 4), dtype=np.uint8)
    file = tmp_path / "any.png"
    file.write_bytes(encode_png(image))
    assert np.array_equal((matplotlib_image.imread(file) * 255).round(), image)


def test_the_files_are_written_once_per_bundle(bundle, tmp_path):
    (tmp_path / "drop").mkdir()
    player = Player(bundle, Folder(tmp_path / "drop"), tmp_path / "cache é")
    json_file, png_file = player.map_files()
    assert json.loads(json_file.read_text("ascii")) == map_document(bundle)
    png_file.write_bytes(b"unchanged")
    assert player.map_files() == (json_file, png_file)
    assert png_file.read_bytes() == b"unchanged"
    assert sorted(path.name for path in json_file.parent.iterdir()) == ["map.json", "map.png"]


def test_a_cache_that_cannot_be_written_gives_one_line(bundle, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderError, match=r"file/maps.*: the map cannot be written \("):
        write_map_files(bundle, tmp_path / "file" / "maps")
