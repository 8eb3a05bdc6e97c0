"""The list of bundles, the one that was played last, and folders of samples where a bundle is expected."""

import json
import logging
import shutil
import sys
from importlib.metadata import EntryPoint
from io import StringIO
from types import SimpleNamespace

import pytest

from latentpad.bundle.shelf import Shelf
from latentpad.bundle.summary import read_summary
from latentpad.cli import main as cli
from latentpad.cli import map_now, serve
from latentpad.cli.main import main
from latentpad.daemon.daemon import Daemon
from latentpad.paths import default_bundle


@pytest.fixture
def shelf(data_folder, bundle_path):
    shelf = Shelf(data_folder)
    shelf.remember(bundle_path, read_summary(bundle_path))
    return shelf


@pytest.fixture
def served(monkeypatch, drop):
    """Run `latentpad` with arguments until it would serve; return the name of the bundle."""
    names = []
    monkeypatch.setattr(Daemon, "run", lambda daemon, *_: names.append(daemon.bundles.entry.name))

    def served(*arguments):
        assert main([*map(str, arguments), "--drop", str(drop), "--no-inbox"]) == 0
        return names[-1]

    return served


@pytest.fixture
def terminal(monkeypatch):
    """Answer a question at a terminal."""

    def answer(text):
        stdin = StringIO(text)
        stdin.isatty = lambda: True
        monkeypatch.setattr(sys, "stdin", stdin)
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    return answer


@pytest.fixture
def mapped(monkeypatch, bundle_path):
    """Have the command `map` write the toy; return the arguments of its calls."""
    calls = []

    def write(argv):
        calls.append(argv)
        shutil.copytree(bundle_path, argv[-1])
        return 0

    monkeypatch.setitem(sys.modules, "plugged", SimpleNamespace(main=write))
    monkeypatch.setattr(cli, "entry_points", lambda group: [EntryPoint("map", "plugged:main", group)])
    monkeypatch.setattr(map_now, "map_advice", lambda: "")
    return calls


def test_the_bundles_are_listed_with_the_last_one_marked(shelf, bundle_path, capsys):
    assert main(["bundles"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.split() == ["default", first.split()[1], "sounds", str(default_bundle())]
    assert second == f"toy           32 sounds  {bundle_path}  (played last)"
    shutil.rmtree(bundle_path)
    assert main(["bundles"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == f"toy             missing  {bundle_path}  (played last)"


def test_the_list_can_be_printed_as_json(shelf, bundle_path, capsys):
    assert main(["bundles", "--json"]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["name"], first["last"]) == ("default", False)
    digest = read_summary(bundle_path).digest
    expected = {"name": "toy", "sounds": 32, "path": str(bundle_path), "digest": digest, "missing": False, "last": True}
    assert second == expected


def test_serve_opens_the_bundle_that_was_played_last(served, bundle_path):
    assert served("serve") == "default"
    assert served("serve", bundle_path) == "toy"
    assert served() == "toy"
    assert served("serve", "default") == "default"
    assert served("serve") == "default"
    assert served("serve", "TOY") == "toy"


def test_serve_opens_the_built_in_bundle_if_the_last_one_is_gone_and_says_so(served, shelf, bundle_path, caplog):
    shutil.rmtree(bundle_path)
    with caplog.at_level(logging.WARNING):
        assert served("serve") == "default"
    assert caplog.messages == [
        f"Playing the built-in bundle: the last one cannot be opened ({bundle_path} does not exist)"
    ]


def test_measurements_are_not_remembered(served, bundle_path):
    assert served("serve", bundle_path, "--unremembered") == "toy"
    assert served("serve") == "default"


@pytest.mark.parametrize("command", [["serve"], ["info"], ["render", "0.5", "0.5", "--bundle"]])
def test_a_folder_of_samples_is_told_from_a_bundle(command, own_library, mapped, capsys):
    assert main([*command, str(own_library)]) == 1
    text = f'{own_library} is a folder of samples, not a bundle; to make one from it: latentpad map "{own_library}"'
    assert capsys.readouterr().err == f"latentpad: {text}\n"
    assert mapped == []


@pytest.mark.parametrize("answer", ["\n", "y\n", "Yes\n"])
@pytest.mark.parametrize("command", [["serve"], []])
def test_a_folder_is_mapped_and_served_if_the_user_wants_it(
    command, answer, own_library, served, mapped, terminal, shelf
):
    terminal(answer)
    assert served(*command, own_library) == "toy (bundles)"  # the toy itself is on the shelf
    (arguments,) = mapped
    assert arguments == [str(own_library), "-o", str(shelf.folder / f"{own_library.name}.latentpad")]
    terminal(answer)
    served(*command, own_library)
    assert mapped[1][-1].endswith(f"{own_library.name} 2.latentpad")


def test_a_folder_is_not_mapped_if_the_user_does_not_want_it(own_library, mapped, terminal, capsys):
    terminal("n\n")
    assert main([str(own_library)]) == 1
    assert "Map it now? [Y/n] latentpad: " in capsys.readouterr().err
    assert mapped == []


def test_what_mapping_takes_is_said_where_it_is_not_installed(own_library, terminal, monkeypatch, capsys):
    monkeypatch.setattr(map_now, "map_advice", lambda: "no umap")
    terminal("\n")
    assert main([str(own_library)]) == 1
    assert 'pip install ".[map]"' in capsys.readouterr().err


def test_a_mapping_that_fails_serves_nothing(own_library, mapped, terminal, monkeypatch):
    monkeypatch.setattr(sys.modules["plugged"], "main", lambda _argv: 3)
    terminal("\n")
    with pytest.raises(SystemExit, match="3"):
        main([str(own_library)])


def test_folders_without_audio_are_no_folders_of_samples(tmp_path, capsys):
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "a.wav").touch()
    (tmp_path / "notes.txt").touch()
    assert main(["serve", str(tmp_path)]) == 1
    assert "is not a bundle: it has no bundle.json" in capsys.readouterr().err
    assert serve.Shelf().last() is None
