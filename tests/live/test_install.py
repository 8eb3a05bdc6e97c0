"""Installing, updating and removing the control surface: what is the user's stays."""

import json
import os
from pathlib import Path

import pytest

from latentpad import __version__
from latentpad.cli.main import main
from latentpad.live import script as module
from latentpad.live.libraries import LiveError, LiveVersion, UserLibrary
from latentpad.live.script import LIST, files_to_install, install, read_script, uninstall

NAMES = sorted(path.name for path in (Path(__file__).parents[2] / "live" / "latentpad").glob("*.*"))


@pytest.fixture
def scripts(tmp_path):
    folder = tmp_path / "User Library é" / "Remote Scripts"
    folder.parent.mkdir()
    return folder


@pytest.fixture
def files(monkeypatch):
    """Files to install in the place of the real ones; each test may change them."""
    files = {"__init__.py": b"one", "osc.py": b"two", "settings.json": b"{}"}
    monkeypatch.setattr(module, "files_to_install", lambda: files)
    return files


def names(scripts):
    return sorted(path.name for path in (scripts / "latentpad").iterdir())


def test_all_files_of_the_script_are_installed_and_all_are_removed(scripts):
    script, kept = install(scripts)
    assert (script.version, kept, script.changed(), script.missing()) == (__version__, [], [], [])
    assert names(scripts) == sorted([*NAMES, LIST])
    assert {name: (scripts / "latentpad" / name).read_bytes() for name in NAMES} == files_to_install()
    _, left = uninstall(scripts)
    assert (left, list(scripts.iterdir())) == ([], [])


def test_installing_twice_changes_nothing(scripts):
    install(scripts)
    before = {path: path.stat().st_mtime_ns for path in (scripts / "latentpad").iterdir() if path.name != LIST}
    assert install(scripts)[1] == []
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_an_update_replaces_our_files_adds_new_and_removes_old_ones(scripts, files):
    install(scripts)
    files.pop("osc.py")
    files.update({"__init__.py": b"newer", "wire.py": b"new"})
    assert install(scripts)[1] == []
    assert names(scripts) == sorted([*files, LIST])
    assert (scripts / "latentpad" / "__init__.py").read_bytes() == b"newer"


def test_files_that_the_user_has_changed_stay_and_are_named(scripts, files):
    install(scripts)
    (scripts / "latentpad" / "settings.json").write_bytes(b'{"port": 9999}')
    (scripts / "latentpad" / "notes.txt").write_bytes(b"mine")
    files["settings.json"] = b'{"port": 1}'
    for _ in range(2):
        script, kept = install(scripts)
        assert (kept, script.changed()) == (["settings.json"], ["settings.json"])
    _, left = uninstall(scripts)
    assert left == ["notes.txt", "settings.json"]
    assert (scripts / "latentpad" / "settings.json").read_bytes() == b'{"port": 9999}'
    assert install(scripts)[1] == ["settings.json"]
    assert names(scripts) == sorted([*files, LIST, "notes.txt"])


def test_a_file_of_the_users_under_a_name_of_ours_stays(scripts, files):
    install(scripts)
    (scripts / "latentpad" / "wire.py").write_bytes(b"mine")
    files["wire.py"] = b"ours"
    assert install(scripts)[1] == ["wire.py"]
    assert uninstall(scripts)[1] == ["wire.py"]
    assert (scripts / "latentpad" / "wire.py").read_bytes() == b"mine"


def test_a_folder_that_is_not_ours_stays_as_it_is(scripts):
    (scripts / "latentpad").mkdir(parents=True)
    (scripts / "latentpad" / "__init__.py").write_bytes(b"another script")
    with pytest.raises(LiveError, match="was not made by latentpad: rename it"):
        install(scripts)
    with pytest.raises(LiveError, match="was not made by latentpad, and stays as it is"):
        uninstall(scripts)
    assert names(scripts) == ["__init__.py"]


@pytest.mark.parametrize("text", ["", "[]", '{"version": 1}', '{"version": "1", "files": {"../../x": ["00"]}}'])
def test_a_damaged_list_makes_a_folder_foreign(text, scripts):
    install(scripts)
    (scripts / "latentpad" / LIST).write_text(text)
    assert read_script(scripts).is_foreign
    with pytest.raises(LiveError, match="was not made by latentpad"):
        install(scripts)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no links for every user")
def test_a_link_is_not_followed(scripts, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    scripts.mkdir()
    (scripts / "latentpad").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(LiveError, match="was not made by latentpad"):
        install(scripts)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_an_installation_that_was_cut_short_is_completed(scripts, files, monkeypatch):
    install(scripts)
    files.update({"__init__.py": b"newer", "osc.py": b"newer"})
    with monkeypatch.context() as patch:
        real, calls = module.replace_file, []

        def full(path, content):
            calls.append(path.name)
            if path.name == "osc.py":
                raise OSError(28, "No space left on device", str(path))
            real(path, content)

        patch.setattr(module, "replace_file", full)
        with pytest.raises(OSError, match="No space left"):
            install(scripts)
    assert read_script(scripts).changed() == []
    assert install(scripts)[1] == []
    assert {name: (scripts / "latentpad" / name).read_bytes() for name in files} == files


def test_what_live_has_compiled_is_removed_and_nothing_else(scripts):
    install(scripts)
    compiled = scripts / "latentpad" / "__pycache__"
    compiled.mkdir()
    for name in ("surface.cpython-311.pyc", "surface.cpython-37.pyc"):
        (compiled / name).write_bytes(b"")
    assert uninstall(scripts)[1] == []
    install(scripts)
    compiled.mkdir()
    (compiled / "other.cpython-311.pyc").write_bytes(b"")
    assert uninstall(scripts)[1] == ["__pycache__"]


def test_missing_files_are_named_and_written_again(scripts):
    install(scripts)
    (scripts / "latentpad" / "osc.py").unlink()
    assert read_script(scripts).missing() == ["osc.py"]
    install(scripts)
    assert read_script(scripts).missing() == []


def test_the_command_installs_shows_and_removes(scripts, capsys):
    library = str(scripts.parent)
    assert main(["live", "install", "--folder", library]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"Installed the control surface for Live: {scripts / 'latentpad'}\n")
    assert "Places in Live's browser" in out
    (scripts / "latentpad" / "settings.json").write_text("{}")
    assert main(["live", "install", "--folder", str(scripts)]) == 0
    assert "  settings.json: you have changed it, and it stays as it is\n" in capsys.readouterr().out
    assert main(["live", "status", "--folder", library]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        f"  latentpad {__version__} is installed",
        "  settings.json: changed by you",
    ]
    assert main(["live", "uninstall", "--folder", library]) == 0
    assert "  settings.json: yours, or changed by you; it stays\n" in capsys.readouterr().out


def test_another_version_is_said_to_be_updated(scripts, capsys):
    install(scripts)
    path = scripts / "latentpad" / LIST
    path.write_text(json.dumps({**json.loads(path.read_text()), "version": "0.0.1"}))
    main(["live", "status", "--folder", str(scripts)])
    assert "latentpad 0.0.1 is installed; this is" in capsys.readouterr().out
    main(["live", "install", "--folder", str(scripts)])
    assert capsys.readouterr().out.startswith("Updated the control surface")


@pytest.mark.parametrize("command", ["install", "uninstall", "status"])
def test_a_folder_that_does_not_exist_is_one_line(command, tmp_path, capsys):
    assert main(["live", command, "--folder", str(tmp_path / "no")]) == 1
    assert capsys.readouterr().err == f"latentpad: {tmp_path / 'no'} is not a folder\n"


@pytest.mark.parametrize("command", ["install", "uninstall"])
def test_a_library_that_cannot_be_written_is_one_line(command, scripts, capsys, monkeypatch):
    install(scripts)
    before = {name: (scripts / "latentpad" / name).read_bytes() for name in names(scripts)}

    def refuse(path, *_):
        raise PermissionError(13, "Permission denied", str(path))  # root may write everywhere, so it is made up

    monkeypatch.setattr(module, "replace_file", refuse)
    monkeypatch.setattr(Path, "unlink", refuse)
    assert main(["live", command, "--folder", str(scripts.parent)]) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"latentpad: {scripts / 'latentpad'}{os.sep}")
    assert err.endswith(": Permission denied; make the folder writable, or name another one with --folder\n")
    assert {name: (scripts / "latentpad" / name).read_bytes() for name in names(scripts)} == before


def test_a_folder_of_scripts_that_cannot_be_made_is_one_line(tmp_path, capsys):
    (tmp_path / "Remote Scripts").write_bytes(b"")  # a file
    assert main(["live", "install", "--folder", str(tmp_path)]) == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.fixture
def two_libraries(tmp_path, monkeypatch):
    """User Libraries of two versions of Live."""
    libraries = [UserLibrary(tmp_path / name, ()) for name in ("old", "new")]
    for library in libraries:
        library.path.mkdir()
    monkeypatch.setattr("latentpad.cli.live.user_libraries", lambda: libraries)
    return [library.path / "Remote Scripts" for library in libraries]


def test_each_library_of_two_versions_of_live_gets_it(two_libraries, capsys):
    assert main(["live", "install"]) == 0
    assert [read_script(scripts).version for scripts in two_libraries] == [__version__] * 2
    uninstall(two_libraries[0])
    capsys.readouterr()
    assert main(["live", "uninstall"]) == 0
    assert capsys.readouterr().out == f"Removed the control surface of Live: {two_libraries[1] / 'latentpad'}\n"
    assert main(["live", "uninstall"]) == 1


def test_trouble_with_one_library_does_not_keep_it_from_the_other(two_libraries, capsys):
    (two_libraries[0] / "latentpad").mkdir(parents=True)
    (two_libraries[0] / "latentpad" / "__init__.py").write_bytes(b"mine")
    assert main(["live", "install"]) == 1
    err = capsys.readouterr().err
    assert "was not made by latentpad: rename it" in err
    assert read_script(two_libraries[1]).version == __version__


def test_status_says_for_each_live_whether_the_drop_folder_is_in_places(tmp_path, capsys, monkeypatch):
    drop = tmp_path / "Music" / "latentpad"
    versions = [LiveVersion("12.1", tmp_path, (drop.parent,)), LiveVersion("11.3", tmp_path, ())]
    monkeypatch.setattr("latentpad.cli.live.default_drop_folder", lambda: drop)
    monkeypatch.setattr("latentpad.cli.live.user_libraries", lambda: [UserLibrary(tmp_path, tuple(versions))])
    assert main(["live", "status"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"Live 12.1 and Live 11.3: {tmp_path}",
        "  the control surface is not installed: latentpad live install",
        f"  Live 11.3: {drop} is not in Places; drag it there, once",
    ]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no links for every user")
@pytest.mark.parametrize("kind", ["folder", "link", "dangling"])
def test_a_folder_or_link_under_a_name_of_ours_stays(kind, scripts, files, tmp_path, capsys):
    install(scripts)
    path, target = scripts / "latentpad" / "osc.py", tmp_path / "elsewhere"
    path.unlink()
    if kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(target)
        if kind == "link":
            target.write_bytes(b"two")
    files["osc.py"] = b"newer"
    script, kept = install(scripts)
    assert (kept, script.changed(), script.missing()) == (["osc.py"], ["osc.py"], [])
    assert main(["live", "status", "--folder", str(scripts)]) == 0
    assert "osc.py: changed by you" in capsys.readouterr().out
    assert uninstall(scripts)[1] == ["osc.py"]
    assert path.is_symlink() or path.is_dir()
    assert not target.exists() or target.read_bytes() == b"two"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no links for every user")
def test_a_folder_of_scripts_that_is_none_is_named(scripts, tmp_path):
    scripts.symlink_to(tmp_path / "missing disk")
    with pytest.raises(LiveError, match=r"Remote Scripts is not a folder: connect its disk if it is a link, or name"):
        install(scripts)
