import io
import os
import re
import sys
from dataclasses import replace
from importlib.metadata import EntryPoint

import numpy as np
import pytest
import soundfile

from latentpad import __version__
from latentpad.bundle.bundle import save_bundle
from latentpad.bundle.shelf import Shelf
from latentpad.bundle.summary import read_summary
from latentpad.cli import info, output
from latentpad.cli import main as cli
from latentpad.cli.main import main
from latentpad.cli.sample_info import pitch_text, source_text
from latentpad.request import Request
from latentpad.samples.recipe import Recipe, read_recipe
from latentpad.samples.wav_file import encode_wav
from latentpad.sources import Blend, Morph, Sibling, Step, WeightedPoint


@pytest.fixture
def refused(capsys):
    """Check that a command ends with status 1 and one line on stderr."""

    def check(*arguments, complaint):
        assert main([str(argument) for argument in arguments]) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert re.fullmatch(rf"latentpad: .*{complaint}.*\n", err), err
        return True

    return check


@pytest.fixture
def run(capsys):
    """Run a command that succeeds; return what it prints."""

    def run(*arguments):
        assert main([str(argument) for argument in arguments]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        return out.removesuffix("\n")

    return run


def test_render_writes_the_named_file(bundle_path, tmp_path, run):
    path = tmp_path / "new.wav"
    assert run("render", 0.125, 0.125, "--seed", 7, "--bundle", bundle_path, "-o", path) == str(path)
    assert soundfile.info(path).samplerate == 8000
    recipe = read_recipe(path)
    assert (recipe.request, recipe.bundle) == (Request(0.125, 0.125, 7), "toy")


def test_render_writes_into_a_folder(bundle_path, tmp_path, run):
    folder = tmp_path / "drop"
    folder.mkdir()
    paths = [run("render", 0.125, 0.125, "--bundle", bundle_path, "-o", folder) for _ in range(2)]
    assert paths == [str(folder / f"kick_x0.125_y0.125_s0{end}.wav") for end in ("", "_2")]


def test_render_creates_the_default_folder(bundle_path, tmp_path, run, monkeypatch):
    monkeypatch.setattr(output, "default_drop_folder", lambda: tmp_path / "music" / "latentpad")
    path = run("render", 0.125, 0.125, "--bundle", bundle_path)
    assert path == str(tmp_path / "music" / "latentpad" / "kick_x0.125_y0.125_s0.wav")


def test_a_default_folder_that_cannot_be_created_is_refused(bundle_path, tmp_path, refused, monkeypatch):
    monkeypatch.setattr(output, "default_drop_folder", lambda: bundle_path / "bundle.json" / "latentpad")
    assert refused("render", 0.5, 0.5, "--bundle", bundle_path, complaint="cannot be created .*; name another folder")


def test_render_overwrites_nothing(bundle_path, tmp_path, refused):
    path = tmp_path / "new.wav"
    path.write_bytes(b"mine")
    arguments = "render", 0.1, 0.1, "--bundle", bundle_path, "-o", path
    assert refused(*arguments, complaint=r"new\.wav already exists; choose another name")
    assert path.read_bytes() == b"mine"


def test_render_explains_why_there_is_no_sample(bundle_path, tmp_path, refused):
    render = "render", 0.1, 0.1, "-o"
    assert refused(*render, tmp_path / "a.mp3", "--bundle", bundle_path, complaint=r"a\.mp3 must end in \.wav")
    assert refused(
        *render, tmp_path, "--bundle", tmp_path / "gone", complaint=r"gone does not exist\. To make a bundle"
    )
    assert refused("render", 0.875, 0.875, "--bundle", bundle_path, "-o", tmp_path, complaint="is silent")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["left", "0.5"], "must be a number, not 'left'"),
        (["1.01", "0.5"], "must be between 0 and 1, not 1.01"),
        (["nan", "0.5"], "must be between 0 and 1, not nan"),
        (["0.5"], "required: y"),
        (["0.5", "0.5", "--seed", "0.5"], "must be an integer, not '0.5'"),
        (["0.5", "0.5", "--seed", "-1"], "must be between 0 and 2147483647, not -1"),
        (["0.5", "0.5", "--seed", "2147483648"], "must be between 0 and 2147483647, not 2147483648"),
    ],
)
def test_render_refuses_invalid_points_and_seeds(words, complaint, capsys):
    with pytest.raises(SystemExit) as caught:
        main(["render", *words])
    assert caught.value.code == 2
    assert complaint in capsys.readouterr().err


def test_a_coordinate_is_as_exact_as_osc_carries_it(bundle_path, tmp_path, run):
    path = run("render", 0.1, "1", "--bundle", bundle_path, "-o", tmp_path / "a.wav")
    assert read_recipe(tmp_path / "a.wav").request == Request(float(np.float32(0.1)), 1.0)
    assert path == str(tmp_path / "a.wav")


def test_again_renders_the_same_file_bit_for_bit(noisy_bundle, tmp_path, run):
    bundle_path, first, second = tmp_path / "noisy.latentpad", tmp_path / "1.wav", tmp_path / "2.wav"
    save_bundle(noisy_bundle, bundle_path)
    run("render", 0.123, 0.456, "--seed", 99, "--bundle", bundle_path, "-o", first)
    assert run("again", first, "--bundle", bundle_path, "-o", second) == str(second)
    assert first.read_bytes() == second.read_bytes()


def test_again_finds_the_bundle_of_a_sample_among_those_that_were_played(bundle_path, tmp_path, run):
    first, second = tmp_path / "1.wav", tmp_path / "2.wav"
    run("render", 0.123, 0.456, "--bundle", bundle_path, "-o", first)
    Shelf().remember(bundle_path, read_summary(bundle_path))
    run("again", first, "-o", second)
    assert first.read_bytes() == second.read_bytes()


def test_again_refuses_another_bundle_with_both_digests(bundle, bundle_path, tmp_path, run, refused):
    save_bundle(replace(bundle, name="other"), tmp_path / "other")
    run("render", 0.1, 0.1, "--bundle", bundle_path, "-o", tmp_path / "1.wav")
    digest = r"[0-9a-f]{12}"
    complaint = rf"another bundle \(toy, {bundle.digest[:12]}\) than .*other \({digest}\); name it with --bundle"
    assert refused("again", tmp_path / "1.wav", "--bundle", tmp_path / "other", complaint=complaint)
    assert not list(tmp_path.glob("2*"))


def test_again_refuses_a_wav_that_has_no_recipe(bundle_path, tmp_path, refused):
    soundfile.write(tmp_path / "mine.wav", np.zeros(100), 8000)
    assert refused("again", tmp_path / "mine.wav", "--bundle", bundle_path, complaint=r"mine\.wav has no recipe")


def test_info_shows_how_a_sample_was_rendered(bundle_path, bundle, tmp_path, run):
    path = tmp_path / "new.wav"
    run("render", 0.125, 0.125, "--seed", 7, "--pitch", -5, "--bundle", bundle_path, "-o", path)
    lines = run("info", path).splitlines()
    assert lines[0] == f"new.wav  (toy, {bundle.digest[:12]})"
    rows = dict(re.split(r"\s+", line.strip(), maxsplit=1) for line in lines[1:])
    assert rows["point"] == "x 0.125, y 0.125, seed 7"
    assert rows["controls"] == "variation 0, length 1, pitch -5, decay 1, tone 0, detail 1, dynamics 0"
    assert re.fullmatch(r"8000 Hz, 0\.\d\d s", rows["audio"])
    assert (rows["pitch"], rows["parents"]) == ("none", "none")


def test_info_shows_pitch_and_parents_of_a_sample(tmp_path, run):
    recipe = Recipe(Request(0.1, 0.2), "toy", "0" * 64, "0.2.0", 110.25, ("kick/a.wav", "kick/b.wav"))
    (tmp_path / "a.WAV").write_bytes(encode_wav(np.zeros(100, dtype=np.float32), 8000, recipe))
    text = run("info", tmp_path / "a.WAV")
    assert "pitch       A2 (110.2 Hz)\n" in text
    assert "parents     kick/a.wav, kick/b.wav\n" in text


@pytest.mark.parametrize(
    ("hertz", "text"),
    [(440.0, "A4 (440.0 Hz)"), (27.0, "A0 (27.0 Hz)"), (15_804.0, "B9 (15804.0 Hz)"), (29.4, "A#0 (29.4 Hz)")],
)
def test_a_pitch_is_named_by_its_nearest_note(hertz, text):
    assert pitch_text(hertz) == text


def test_info_refuses_a_wav_that_has_no_recipe(tmp_path, refused):
    soundfile.write(tmp_path / "mine.wav", np.zeros(100), 8000)
    assert refused("info", tmp_path / "mine.wav", complaint=r"mine\.wav has no recipe")
    assert refused(
        "info", tmp_path / "gone.wav", complaint=r"gone\.wav does not exist; name a wav rendered by latentpad"
    )


@pytest.mark.parametrize("word", ["-h", "--help", "help"])
def test_help_explains_every_command(word, run):
    text = run(word)
    assert all(re.search(rf"^ +{name} +\w+ \w+", text, re.MULTILINE) for name in {**cli.RUNTIME, **cli.TRAINING})


def test_help_without_the_training_half_shows_how_to_install_it(run, monkeypatch):
    assert "pip install" not in run("--help")
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.setattr(cli, "entry_points", lambda group: [])
    text = re.sub(r"\s+", " ", run("--help"))
    assert "train train on a library" in text
    assert 'train, evaluate and research need PyTorch; in your copy of the repository: pip install ".[export]"' in text
    monkeypatch.setitem(sys.modules, "umap", None)
    text = re.sub(r"\s+", " ", run("--help"))
    assert 'in your copy of the repository: pip install ".[map]", or ".[export]"' in text


def test_help_lists_commands_of_other_packages(run, monkeypatch):
    monkeypatch.setattr(cli, "entry_points", lambda group: [EntryPoint("granulate", "grains:main", group)])
    assert re.search(r"^ +granulate$", run("--help"), re.MULTILINE)


@pytest.mark.parametrize("word", ["-V", "--version"])
def test_version_is_that_of_the_package(word, run):
    assert run(word) == f"latentpad {__version__}"


@pytest.mark.parametrize("name", cli.RUNTIME)
def test_each_command_has_its_own_help(name, capsys):
    with pytest.raises(SystemExit) as caught:
        main([name, "--help"])
    assert caught.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: latentpad {name} ")


def test_an_unknown_command_is_refused_with_the_known_ones(refused):
    assert refused(
        "listen", complaint=r"unknown command 'listen' \(choose from serve, render, again, bundles, info, .*train.*\)"
    )


@pytest.mark.parametrize(
    ("name", "meant"), [("rendre", "render"), ("kits", "kit"), ("no.latentpad", "serve no.latentpad")]
)
def test_a_misspelt_command_is_refused_with_the_one_meant(name, meant, refused, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kits").mkdir()  # where kits are, though it is not a bundle
    assert refused(name, complaint=rf"unknown command '{name}'; did you mean: latentpad {meant}\?")


def test_a_path_in_place_of_a_command_is_refused_with_the_command_to_use(bundle_path, refused):
    path = re.escape(str(bundle_path))
    assert refused(bundle_path, complaint=rf"unknown command '{path}'; did you mean: latentpad serve {path}\?")


def plug(monkeypatch, tmp_path, name, source):
    """Install a command as another package would."""
    (tmp_path / "plugged.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "plugged", raising=False)
    monkeypatch.setattr(cli, "entry_points", lambda group: [EntryPoint(name, "plugged:main", group)])


@pytest.mark.parametrize("name", ["train", "granulate"])
def test_a_command_of_an_entry_point_gets_its_arguments(tmp_path, monkeypatch, name):
    plug(monkeypatch, tmp_path, name, "def main(argv):\n    return len(argv)\n")
    assert main([name, "a", "--help", "c"]) == 3


def test_training_without_torch_names_the_extra(tmp_path, monkeypatch, refused):
    plug(monkeypatch, tmp_path, "train", "import torch\n")
    monkeypatch.setitem(sys.modules, "torch", None)
    complaint = r"'latentpad train' needs more packages \(torch is missing\); .*pip install \"\.\[train\]\""
    assert refused("train", "drums", complaint=complaint)


def test_a_command_of_another_package_names_what_is_missing(tmp_path, monkeypatch, refused):
    plug(monkeypatch, tmp_path, "granulate", "import no_such_package\n")
    assert refused("granulate", complaint="'latentpad granulate' needs no_such_package$")


def test_a_training_command_that_is_not_installed_names_the_extra(monkeypatch, refused):
    monkeypatch.setattr(cli, "entry_points", lambda group: [])
    assert refused("map", "drums", complaint=r"'latentpad map' needs more packages .*\"\.\[map\]\"")


def test_ctrl_c_is_no_traceback(monkeypatch, capsys):
    def interrupt(_argv):
        raise KeyboardInterrupt

    monkeypatch.setattr(info, "main", interrupt)
    assert main(["info"]) == 130
    assert capsys.readouterr().err == "latentpad: interrupted\n"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (Morph("/own.wav", 0.25), "0.25 of the way from /own.wav to the point"),
        (
            Blend((WeightedPoint(0.1, 0.2, 1.5), WeightedPoint(0.5, 0.5, -0.5))),
            "blend of (0.1, 0.2) by 1.5, (0.5, 0.5) by -0.5",
        ),
        (Sibling((Step(3, 0.5),)), "relative, by 1 step, of: the point"),
        (
            Sibling((Step(3, 0.5), Step(4, 0.5)), Morph("/own.wav", 1.0)),
            "relative, by 2 steps, of: 1 of the way from /own.wav to the point",
        ),
    ],
)
def test_a_source_is_described(source, text):
    assert source_text(source) == text


@pytest.mark.parametrize(("encoding", "printed"), [("ascii", r"sound \xe9.wav"), ("utf-8", "sound é.wav")])
def test_a_name_that_the_terminal_cannot_show_is_escaped(bundle_path, tmp_path, monkeypatch, encoding, printed):
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding, errors="strict"))
    path = tmp_path / "sound é.wav"
    assert main(["render", "0.125", "0.125", "--bundle", str(bundle_path), "-o", str(path)]) == 0
    sys.stdout.flush()
    assert sys.stdout.buffer.getvalue().decode(encoding).endswith(f"{printed}\n")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names of files are Unicode there")
def test_a_name_that_is_not_unicode_is_printed_byte_for_byte(bundle_path, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), "utf-8", errors="strict"))
    path = os.fsencode(tmp_path) + b"/\xff.wav"
    assert main(["render", "0.125", "0.125", "--bundle", str(bundle_path), "-o", os.fsdecode(path)]) == 0
    sys.stdout.flush()
    assert sys.stdout.buffer.getvalue() == path + b"\n"


def test_a_recipe_cannot_write_to_the_terminal(tmp_path, run):
    recipe = Recipe(Request(0.1, 0.2), "red\x1b[31m", "0" * 64, "0.1\n0", parents=("a\rb.wav",))
    (tmp_path / "a.wav").write_bytes(encode_wav(np.zeros(100, np.float32), 8000, recipe))
    lines = run("info", tmp_path / "a.wav").splitlines()
    assert lines[0] == r"a.wav  (red\x1b[31m, 000000000000)"
    assert lines[-1].endswith(r"latentpad 0.1\n0")
    assert [line for line in lines if "parents" in line] == [r"  parents     a\rb.wav"]


def test_a_bundle_whose_name_has_several_lines_is_quoted_in_one(bundle_path, tmp_path, refused):
    recipe = Recipe(Request(0.1, 0.2), "two\nlines\x1b[2J", "0" * 64, "0.1.0")
    (tmp_path / "a.wav").write_bytes(encode_wav(np.zeros(100, np.float32), 8000, recipe))
    assert refused("again", tmp_path / "a.wav", "--bundle", bundle_path, complaint=r"two\?lines\?\[2J")
    assert refused("vary", tmp_path / "a.wav", "--bundle", bundle_path, complaint=r"two\?lines\?\[2J")
