"""The commands that find places, and make samples from several, with the toy."""

import json
from pathlib import Path

import pytest

from latentpad.cli.main import main
from latentpad.request import Controls
from latentpad.samples.recipe import read_recipe
from latentpad.sources import Blend, Morph, WeightedPoint

KICK, SNARE = "0.125,0.125", "0.875,0.125"


@pytest.fixture
def run(capsys, bundle_path, drop):
    """Run a command with the toy in the drop folder; return the lines that it prints."""

    def run(*arguments, output=drop):
        to = () if output is None else ("-o", output)
        assert main([str(argument) for argument in (*arguments, "--bundle", bundle_path, *to)]) == 0
        return capsys.readouterr().out.splitlines()

    return run


@pytest.fixture
def refused(capsys, bundle_path, drop):
    """Check that a command ends with one line on stderr, and writes nothing."""

    def check(*arguments, complaint, output=drop):
        assert main([str(argument) for argument in (*arguments, "--bundle", bundle_path, "-o", output)]) == 1
        out, err = capsys.readouterr()
        assert (out, err.count("\n"), complaint in err) == ("", 1, True), err
        assert list(drop.iterdir()) == []
        return True

    return check


def requests(paths):
    return [read_recipe(Path(path)).request for path in paths]


def test_random_renders_as_many_places_as_wanted(run):
    paths = run("random", "snare", "-n", 3, "--tone", 3)
    assert [Path(path).name[:6] for path in paths] == ["snare_"] * 3
    assert [(request.seed, request.controls.tone) for request in requests(paths)] == [(0, 3), (1, 3), (2, 3)]


def test_kind_renders_one_of_its_sounds(run, tmp_path):
    path = tmp_path / "a.wav"
    assert run("kind", "kick", "--index", 1, output=path) == [str(path)]
    assert read_recipe(path).request.x == pytest.approx(0.125, abs=0.02)


def test_kind_renders_several_from_an_index_on(run):
    paths = run("kind", "kick", "-n", 3, "--index", 1)
    singly = [run("kind", "kick", "--index", index)[0] for index in (1, 2, 3)]
    assert [Path(path).read_bytes() for path in paths] == [Path(path).read_bytes() for path in singly]


def test_a_blend_takes_points_with_weights(run):
    (request,) = requests(run("blend", f"{KICK},1.5", f"{SNARE},-0.5"))
    assert request.source == Blend((WeightedPoint(0.125, 0.125, 1.5), WeightedPoint(0.875, 0.125, -0.5)))


def test_relatives_are_of_a_sample(run):
    (first,) = run("blend", f"{KICK},1", f"{SNARE},1", "--tone", 3)
    found = requests(run("vary", first, "-n", 2, "--amount", 0.25))
    assert {request.controls for request in found} == {Controls(variation=0.25, tone=3)}
    assert len({request.seed for request in found}) == 2


def test_a_path_and_a_grid_are_batches_with_progress(run, capsys, bundle_path, drop):
    assert len(run("path", KICK, SNARE, "-n", 3)) == 3
    found = requests(run("grid", 2, 1, "--corners", "0,0,0.5,0.25"))
    assert [(request.x, request.y) for request in found] == [(0.125, 0.125), (0.375, 0.125)]
    main(["grid", "3", "3", "--bundle", str(bundle_path), "-o", str(drop)])
    out, err = capsys.readouterr()
    assert "grid: 9 of 9" in err
    assert len(out.splitlines()) + err.count("is silent") == 9


def test_a_kit_is_named_and_has_the_chosen_formats(run, drop):
    (folder,) = run("kit", "electronic", "--name", "Mein Kit é", "--formats", "sfz,hydrogen")
    assert folder == str(drop / "kits" / "Mein Kit é")
    others = sorted(path.name for path in Path(folder).iterdir() if path.suffix != ".wav")
    assert others == ["Mein Kit é.h2drumkit", "Mein Kit é.sfz"]


def test_kits_in_the_style_of_files_and_with_pads_of_another(run):
    (first,) = run("kit", "--formats", "none")
    kick = next(Path(first).glob("01*.wav"))
    (second,) = run("kit", "--like", kick, "--keep", kick, "--layers", 2, "--round-robin", 2, "--formats", "none")
    assert (Path(second) / kick.name).read_bytes() == kick.read_bytes()
    assert (Path(second) / "02 Rim v2 r2.wav").is_file()


def test_a_morph_begins_with_a_file_of_ones_own(run, own_library):
    file = own_library / "kick" / "0.wav"
    (request,) = requests(run("morph", file, 0.875, 0.125, 0.25))
    assert (request.x, request.y) == (0.875, 0.125)
    assert isinstance(request.source, Morph)
    assert (request.source.path, request.source.amount) == (str(file), 0.25)


def test_nearest_and_locate_print_what_they_find(run, own_library):
    assert run("nearest", 0.135, 0.125, "-k", 2, output=None)[0] == "0.1350 0.1250  0.0000  kick  kick/0.wav"
    (line,) = run("locate", own_library / "kick" / "0.wav", output=None)
    assert len(line.split()) >= 6


def test_json_is_an_object_per_line(run, own_library):
    (sample,) = map(json.loads, run("random", "kick", "--json"))
    assert (Path(sample["path"]).is_file(), sample["seed"], sample["tune"]) == (True, 0, "off")
    assert [json.loads(line)["kind"] for line in run("nearest", 0.1, 0.1, "-k", 3, "--json", output=None)] == [
        "kick"
    ] * 3
    (found,) = map(json.loads, run("locate", own_library / "kick" / "0.wav", "--json", output=None))
    assert set(found) == {"path", "x", "y", "kind", "certainty", "distance", "nearest"}
    *samples, kit = map(json.loads, run("kit", "--json", "--formats", "none"))
    assert {str(Path(one["path"]).parent) for one in samples} == {kit["folder"]}


def test_what_cannot_be_made_is_one_line(refused, tmp_path):
    assert refused("random", "kik", complaint="did you mean 'kick'")
    assert refused("blend", f"{KICK},0", f"{SNARE},-1", complaint="at least one must be")
    assert refused("blend", f"{KICK},1", complaint="takes 2 to 16 points, not 1")
    assert refused("path", KICK, complaint="2 points or more, not 1")
    assert refused("grid", 100, 100, complaint="1 to 256 samples, not 10000")
    assert refused("kit", "jazz", complaint="unknown recipe 'jazz'")
    assert refused("kit", "acoustic", "--like", tmp_path, complaint="either 'acoustic' or like sounds; leave out one")
    assert refused("random", output=tmp_path / "gone", complaint="create it, or name another folder with -o")
    assert refused("vary", tmp_path / "gone.wav", complaint="does not exist")
    assert refused("morph", tmp_path / "gone.wav", 0, 0, 1, complaint="does not exist")


@pytest.mark.parametrize("words", [("random", "-n", 2), ("path", KICK, SNARE), ("grid", 2, 2), ("kit",)])
def test_several_samples_need_a_folder(words, refused, tmp_path):
    assert refused(*words, output=tmp_path / "one.wav", complaint="one.wav is not a folder; name one with -o")
    assert list(tmp_path.glob("*.wav")) == []


def test_a_weight_that_is_left_out_is_1(run):
    (bare,), (weighted,) = run("blend", KICK, SNARE), run("blend", f"{KICK},1", f"{SNARE},1")
    assert Path(bare).read_bytes() == Path(weighted).read_bytes()


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["blend", "0.1"], "must be 3 numbers with commas, not '0.1'"),
        (["blend", "0.1,0.1,nan"], "must be between -16 and 16, not nan"),
        (["path", "0.1,1.5"], "must be between 0 and 1, not 1.5"),
        (["kit", "--formats", "exs"], "unknown format 'exs'"),
        (["kit", "--layers", "5"], "must be between 1 and 4, not 5"),
        (["random", "-n", "0"], "must be between 1 and 256, not 0"),
    ],
)
def test_numbers_out_of_range_are_refused(words, complaint, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(words)
    out, err = capsys.readouterr()
    assert (out, err.count("\n"), complaint in err) == ("", 1, True), err
    assert err.endswith(f"(latentpad {words[0]} --help lists all arguments)\n")
