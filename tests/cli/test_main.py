import re
import sys
from dataclasses import replace
from importlib.metadata import EntryPoint

import numpy as np
import pytest
import soundfile

from latentpad import __version__
from latentpad.bundle.bundle import save_bundle
from latentpad.cli import commands
from latentpad.cli import main as cli
from latentpad.cli.main import main
from latentpad.request import Request
from latentpad.samples.recipe import read_recipe


@pytest.fixture
def refused(capsys):
    """Check that a command ends with status 1 and one line."""

    def check(*arguments, complaint):
        assert main([str(argument) for argument in arguments]) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert re.fullmatch(rf"latentpad: .*{complaint}.*\n", err), err
        return True

    return check


@pytest.fixture
def made(capsys):
    """Run a command that makes a sample; gives the path that it tells."""

    def run(*arguments):
        assert main([str(argument) for argument in arguments]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        return out.removesuffix("\n")

    return run


def test_render_makes_the_file_that_is_named(bundle_path, tmp_path, made):
    path = tmp_path / "new.wav"
    assert made("render", 0.125, 0.125, "--seed", 7, "--bundle", bundle_path, "-o", path) == str(path)
    assert soundfile.info(path).samplerate == 8000
    recipe = read_recipe(path)
    assert (recipe.request, recipe.bundle) == (Request(0.125, 0.125, 7), "toy")


def test_render_fills_a_folder(bundle_path, tmp_path, made):
    folder = tmp_path / "drop"
    folder.mkdir()
    paths = [made("render", 0.125, 0.125, "--bundle", bundle_path, "-o", folder) for _ in range(2)]
    assert paths == [str(folder / f"kick_x0.125_y0.125_s0{end}.wav") for end in ("", "_2")]


def test_render_makes_the_music_folder_where_none_is_named(bundle_path, tmp_path, made, monkeypatch):
    monkeypatch.setattr(commands, "default_drop_folder", lambda: tmp_path / "music" / "latentpad")
    path = made("render", 0.125, 0.125, "--bundle", bundle_path)
    assert path == str(tmp_path / "music" / "latentpad" / "kick_x0.125_y0.125_s0.wav")


def test_a_music_folder_that_cannot_be_made_is_refused(bundle_path, tmp_path, refused, monkeypatch):
    monkeypatch.setattr(commands, "default_drop_folder", lambda: bundle_path / "bundle.json" / "latentpad")
    assert refused("render", 0.5, 0.5, "--bundle", bundle_path, complaint="cannot be made .*; name another folder")


def test_render_overwrites_nothing(bundle_path, tmp_path, refused):
    path = tmp_path / "new.wav"
    path.write_bytes(b"mine")
    arguments = "render", 0.1, 0.1, "--bundle", bundle_path, "-o", path
    assert refused(*arguments, complaint=r"new\.wav exists already and is not overwritten")
    assert path.read_bytes() == b"mine"


def test_render_says_why_there_is_no_sound(bundle_path, tmp_path, refused):
    render = "render", 0.1, 0.1, "-o"
    assert refused(*render, tmp_path / "a.mp3", "--bundle", bundle_path, complaint=r"a\.mp3 must end in \.wav")
    assert refused(*render, tmp_path, "--bundle", tmp_path / "gone", complaint=r"gone does not exist \(make one with")
    assert refused("render", 0.875, 0.875, "--bundle", bundle_path, "-o", tmp_path, complaint="is silent")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["left", "0.5"], "'left' is not a number"),
        (["1.01", "0.5"], "1.01 is not from 0 to 1"),
        (["nan", "0.5"], "nan is not from 0 to 1"),
        (["0.5"], "required: y"),
        (["0.5", "0.5", "--seed", "0.5"], "'0.5' is not a whole number"),
        (["0.5", "0.5", "--seed", "-1"], "-1 is not from 0 to 2147483647"),
        (["0.5", "0.5", "--seed", "2147483648"], "2147483648 is not from 0 to 2147483647"),
    ],
)
def test_render_refuses_what_is_no_point_or_seed(words, complaint, capsys):
    with pytest.raises(SystemExit) as caught:
        main(["render", *words])
    assert caught.value.code == 2
    assert complaint in capsys.readouterr().err


def test_a_coordinate_is_as_exact_as_osc_carries_it(bundle_path, tmp_path, made):
    path = made("render", 0.1, "1", "--bundle", bundle_path, "-o", tmp_path / "a.wav")
    assert read_recipe(tmp_path / "a.wav").request == Request(float(np.float32(0.1)), 1.0)
    assert path == str(tmp_path / "a.wav")


def test_again_makes_the_same_file_bit_for_bit(noisy_bundle, tmp_path, made):
    bundle_path, first, second = tmp_path / "noisy.latentpad", tmp_path / "1.wav", tmp_path / "2.wav"
    save_bundle(noisy_bundle, bundle_path)
    made("render", 0.123, 0.456, "--seed", 99, "--bundle", bundle_path, "-o", first)
    assert made("again", first, "--bundle", bundle_path, "-o", second) == str(second)
    assert first.read_bytes() == second.read_bytes()


def test_again_refuses_another_bundle_with_both_digests(bundle, bundle_path, tmp_path, made, refused):
    save_bundle(replace(bundle, name="other"), tmp_path / "other")
    made("render", 0.1, 0.1, "--bundle", bundle_path, "-o", tmp_path / "1.wav")
    digest = r"[0-9a-f]{12}"
    complaint = rf"another bundle \(toy, {bundle.digest[:12]}\) than .*other \({digest}\); name it with --bundle"
    assert refused("again", tmp_path / "1.wav", "--bundle", tmp_path / "other", complaint=complaint)
    assert not list(tmp_path.glob("2*"))


def test_again_refuses_a_foreign_wav(bundle_path, tmp_path, refused):
    soundfile.write(tmp_path / "mine.wav", np.zeros(100), 8000)
    assert refused("again", tmp_path / "mine.wav", "--bundle", bundle_path, complaint=r"mine\.wav holds no recipe")


def test_info_says_what_a_bundle_holds(bundle_path, bundle, made):
    lines = made("info", bundle_path).splitlines()
    assert lines[0] == f"toy  (studio, {bundle.digest[:12]})"
    told = dict(re.split(r"\s+", line.strip(), maxsplit=1) for line in lines[1:])
    assert told["at"] == str(bundle_path)
    assert told["sounds"] == "32: kick 8, snare 8, (no label) 8, hat 8"
    assert told["plays"] == "8000 Hz, up to 0.25 s"
    assert told["spectrogram"] == "65 bands x 32 frames, n_fft 256, hop 64"
    assert told["licence"] == "CC0-1.0"


@pytest.mark.parametrize("word", ["-h", "--help", "help"])
def test_help_lists_every_command(word, made):
    text = made(word)
    assert all(re.search(rf"^  {name}\b", text, re.MULTILINE) for name in cli.OWN)


@pytest.mark.parametrize("word", ["-V", "--version"])
def test_version_is_that_of_the_package(word, made):
    assert made(word) == f"latentpad {__version__}"


def test_an_unknown_command_is_refused_with_the_ones_there_are(refused):
    assert refused("rendre", complaint="'rendre' is no command; there are serve, render, again, info.*--help")


def test_a_command_of_the_training_half_gets_its_arguments(tmp_path, monkeypatch):
    (tmp_path / "halves.py").write_text("def main(argv):\n    return len(argv)\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(cli, "entry_points", lambda group: [EntryPoint("train", "halves:main", group)])
    assert main(["train", "a", "b", "c"]) == 3


def test_training_without_torch_names_the_extra(tmp_path, monkeypatch, refused):
    (tmp_path / "lame.py").write_text("import torch\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.setattr(cli, "entry_points", lambda group: [EntryPoint("train", "lame:main", group)])
    complaint = r"'latentpad train' needs the training half \(torch is missing\); .*pip install 'latentpad\[export\]'"
    assert refused("train", "drums", complaint=complaint)


def test_ctrl_c_is_no_traceback(monkeypatch, capsys):
    def interrupt(_argv):
        raise KeyboardInterrupt

    monkeypatch.setitem(cli.OWN, "info", interrupt)
    assert main(["info"]) == 130
    assert capsys.readouterr().err == "latentpad: interrupted\n"
