"""Recordings in a bundle, and what its card, its credits and ``latentpad info`` say about them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [export]")

from latentpad.bundle.bundle import Bundle, load_bundle, save_bundle
from latentpad.cli.main import main
from latentpad.samples.one_shot import read_one_shot
from latentpad.samples.vorbis import decode_vorbis
from latentpad_export.errors import LibraryError
from latentpad_export.pipeline import embed as embedding
from latentpad_export.pipeline.map import map_library
from latentpad_export.pipeline.options import MapOptions

RATE, SECONDS = 8_000, 2.0


@pytest.fixture
def embedded(options: MapOptions) -> Bundle:
    map_library(replace(options, embed=True))
    return load_bundle(options.output)


def test_recordings_are_those_of_the_library_cut_at_its_length(embedded: Bundle, library: Path) -> None:
    assert embedded.palette is not None
    assert embedded.palette.n_recordings == 6
    for i, name in enumerate(embedded.map.names):
        found = decode_vorbis(embedded.palette.coded(i), RATE, 2 * RATE)
        original = read_one_shot(library / name, RATE, 2 * RATE).signal
        assert len(found) == len(original)
        assert np.corrcoef(found, original)[0, 1] > 0.98


def test_the_same_library_gives_the_same_bundle(embedded: Bundle, options: MapOptions, tmp_path: Path) -> None:
    map_library(replace(options, embed=True, output=tmp_path / "again.latentpad"))
    assert load_bundle(tmp_path / "again.latentpad").digest == embedded.digest


@pytest.mark.parametrize("licence", ["unknown", "", " "])
def test_recordings_without_a_licence_are_refused_before_anything_is_read(options: MapOptions, licence: str) -> None:
    with pytest.raises(LibraryError, match=r"^--embed puts recordings .*: state with --licence TEXT how they may be"):
        map_library(replace(options, embed=True, licence=licence, model=Path("none")))
    assert not options.output.with_name("new.latentpad.work").exists()


def test_the_command_without_a_licence_ends_with_one_line(
    library: Path, options: MapOptions, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["map", str(library), "--model", str(options.model), "-o", str(options.output), "--embed"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_sound_that_is_gone_when_it_is_embedded_is_left_out(
    embedded: Bundle, library: Path, caplog: pytest.LogCaptureFixture
) -> None:
    layout = replace(embedded.map, names=np.array([*embedded.map.names[:5], "gone.wav"]))
    sounds = [embedding.Sound(library / str(name), str(name), "", "", "") for name in layout.names]
    again = embedding.embed_recordings(replace(embedded, map=layout, palette=None), sounds, "CC0-1.0")
    assert again.palette is not None
    assert again.palette.n_recordings == 5
    assert again.palette.coded(5) == b""
    assert "gone.wav cannot be read (No such file or directory), and is not embedded" in caplog.text


CARD = "# toy\n\nIt renders new sounds for points of the map; it contains no recording.\n\n## Limits\n\nMany.\n"


@pytest.fixture
def with_card(bundle: Bundle, options: MapOptions, tmp_path: Path) -> MapOptions:
    """Map with a model whose card and credits are like those of a trained bundle."""
    parent = replace(bundle, model_card=CARD, attribution="Networks by Ann, CC0\n")
    save_bundle(parent, tmp_path / "parent.latentpad")
    return replace(options, model=tmp_path / "parent.latentpad")


def test_a_card_says_that_there_are_recordings_and_names_licence_and_credits(with_card: MapOptions) -> None:
    map_library(replace(with_card, embed=True))
    found = load_bundle(with_card.output)
    card = " ".join(found.model_card.split())
    assert "no recording" not in card
    assert "it also contains recordings: see below." in card
    assert "recordings of 6 sounds" in card
    assert "mixed to mono, trimmed, cut at 2 s, coded as Ogg Vorbis. Licence: CC0-1.0. Credits: ATTRIBUTION.txt" in card
    assert "cut at 2 s, set to a peak of -1 dBFS, coded as Ogg Vorbis" in found.attribution


def test_a_map_without_recordings_does_not_inherit_those_of_its_model(with_card: MapOptions, tmp_path: Path) -> None:
    map_library(replace(with_card, embed=True))
    second = replace(with_card, model=with_card.output, output=tmp_path / "second.latentpad")
    map_library(second)
    found = load_bundle(second.output)
    assert found.palette is None
    assert found.model_card.startswith(CARD.split("\n\n##")[0])
    assert found.model_card.count("## Map") == 2
    assert "## Recordings" not in found.model_card
    assert "ecordings" not in found.attribution
    assert "Networks by Ann, CC0" in found.attribution


def test_a_card_of_an_earlier_version_does_not_deny_recordings(with_card: MapOptions, tmp_path: Path) -> None:
    parent = load_bundle(with_card.model)
    card = CARD.replace("contains no", "holds no")
    save_bundle(replace(parent, model_card=card), tmp_path / "earlier.latentpad")
    map_library(replace(with_card, model=tmp_path / "earlier.latentpad", embed=True))
    assert "no recording" not in load_bundle(with_card.output).model_card


def info(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert main(["info", str(path)]) == 0
    return next(line for line in capsys.readouterr().out.splitlines() if line.startswith("  detail"))


def test_info_says_where_the_detail_comes_from(options: MapOptions, capsys: pytest.CaptureFixture[str]) -> None:
    assert info(options.model, capsys) == (
        "  detail      none: the bundle was made by an earlier version; latentpad map adds it"
    )
    map_library(options)
    assert info(options.output, capsys) == "  detail      up to 2 s of each sound, read from the library's folder"


def test_info_shows_the_number_and_size_of_recordings(
    embedded: Bundle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    palette = embedded.palette
    assert palette is not None
    assert info(tmp_path / "new.latentpad", capsys) == (
        f"  detail      up to 2 s of each sound, from 6 recordings in the bundle ({palette.n_bytes / 1e6:.1f} MB)"
    )
