"""Imports from start to bundle, with a fake process and a fake player."""

import errno
import json
import sys
from pathlib import Path

import pytest

from latentpad.errors import LibraryImportError
from latentpad.web.imports import importer as importer_module
from latentpad.web.imports.events import Skipped
from latentpad.web.imports.importer import typed_folder
from latentpad.web.imports.plan import ImportPlan, plan_command
from latentpad.web.imports.state import MAX_LISTED, ImportState


@pytest.fixture
def output(folders):
    return folders.bundles / "My Drums.latentpad"


def test_a_folder_is_imported_and_its_bundles_are_played_as_they_come(make_importer, library, output, folders):
    one = make_importer()
    one.importer.map_typed(str(library))
    state = one.wait(lambda state: state.opened == str(output))
    assert (state.phase, state.name, state.folder, state.sounds) == ("finished", "My Drums", str(library), 3)
    assert (state.scanned.files, state.scanned.kinds, state.scanned.loops) == (3, {"kick": 2, "snare": 1}, 4)
    assert (state.skipped, state.n_skipped) == ((Skipped("a/b.wav", "is silent"),), 1)
    assert state.notes == (
        "3 sounds of 2 kinds, judging by the names (--labels, --kinds)",
        "All sounds are short (--seconds)",
    )
    assert [path.name for path in one.opener.opened][-1] == output.name
    assert {path.name for path in one.opener.opened} <= {f"My Drums{end}.latentpad" for end in ("", "-1", "-2")}
    one.importer.close()
    assert output.read_text() == "bundle"
    assert list(folders.first.iterdir()) == []
    assert one.importer.offers()["unfinished"] == []


def test_the_first_bundle_plays_while_the_rest_is_read_and_grows(make_importer, library):
    one = make_importer("wait")
    one.importer.map_typed(str(library))
    state = one.wait(lambda state: state.opened.endswith("-2.latentpad"))
    assert (state.phase, state.sounds, state.progress.remaining) == ("running", 2, 41.0)


def test_a_bundle_that_the_user_chose_meanwhile_stays(make_importer, library, tmp_path, output):
    one = make_importer()
    chosen = tmp_path / "chosen.latentpad"
    opened = one.opener.open

    def choose_after(path):
        future = opened(path)
        one.opener.playing = chosen
        return future

    one.opener.open = choose_after
    one.importer.map_typed(str(library))
    one.wait_phase("finished")
    assert one.opener.playing == chosen
    assert output not in one.opener.opened
    one.opener.open = opened
    one.runner.open()
    one.wait(lambda state: state.opened == str(output))
    assert one.opener.playing == output


def test_a_second_import_is_refused_while_one_runs(make_importer, library):
    one = make_importer("wait")
    one.importer.map_typed(str(library))
    with pytest.raises(LibraryImportError, match="My Drums is being imported; cancel that, or wait"):
        one.importer.map_typed(str(library.parent))
    assert one.runner.state.name == "My Drums"


@pytest.mark.parametrize("scenario", ["wait", "stubborn"])
def test_a_cancelled_import_can_go_on(make_importer, library, commands, output, scenario, monkeypatch):
    monkeypatch.setattr("latentpad.web.imports.process.PATIENCE", 0.2)
    one = make_importer(scenario)
    one.importer.map_typed(str(library))
    one.wait(lambda state: state.sounds == 2)
    one.runner.cancel()
    state = one.wait_phase("cancelled")
    assert (state.message, state.sounds) == ("", 2)
    assert one.importer.offers()["unfinished"] == [{"kind": "map", "folder": "My Drums", "output": str(output)}]
    other = make_importer()  # a restarted daemon
    other.importer.go_on(str(output))
    other.wait_phase("finished")
    assert commands[0] == commands[1]
    assert other.importer.offers()["unfinished"] == []


def test_a_folder_that_is_imported_again_goes_on_where_it_was_cancelled(
    make_importer, library, commands, output, folders
):
    one = make_importer(["wait", ""])
    one.importer.map_typed(str(library))
    one.wait(lambda state: state.sounds == 2)
    one.runner.cancel()
    one.wait_phase("cancelled")
    assert [*folders.first.rglob("*-1.latentpad")] != []  # it may be played
    one.importer.map_typed(str(library))
    one.wait(lambda state: state.opened == str(output))
    assert [plan.output for plan in commands] == [output, output]
    one.importer.close()
    assert [*folders.first.iterdir()] == []


def test_a_finished_import_that_is_repeated_gets_a_new_bundle(make_importer, library, folders, output):
    for name in ("My Drums", "My Drums 2"):
        one = make_importer()
        one.importer.map_typed(str(library))
        one.wait_phase("finished")
        assert one.runner.state.bundle == str(folders.bundles / f"{name}.latentpad")


def test_an_interrupted_import_whose_bundle_was_written_is_opened(make_importer, library, output):
    one = make_importer("wait")
    one.importer.map_typed(str(library))
    one.runner.cancel()
    one.wait_phase("cancelled")
    output.write_text("bundle")
    other = make_importer("error")
    other.importer.go_on(str(output))
    other.wait(lambda state: state.opened == str(output))


@pytest.mark.parametrize(
    ("scenario", "message"),
    [
        ("error", "My Drums: no audio in it (--loops uses them)"),
        ("crash", "it ended unexpectedly (status 3): MemoryError: it is too large"),
        ("nothing", "it ended unexpectedly (status 0)"),
        ("full", "cannot be written (No space left on device)"),
        pytest.param(
            "killed",
            "another program ended it (signal 9), as the system does when memory is full; continue it",
            marks=pytest.mark.skipif(sys.platform == "win32", reason="there are no signals there"),
        ),
    ],
)
def test_a_process_that_fails_tells_why(make_importer, library, scenario, message):
    one = make_importer(scenario)
    one.importer.map_typed(str(library))
    assert one.wait_phase("failed").message.endswith(message)
    assert bool(one.importer.offers()["unfinished"]) == (scenario != "error")  # which would come again
    one.runner.dismiss()
    assert one.runner.state == ImportState()


def test_another_folder_of_the_name_of_an_interrupted_import_gets_a_bundle_of_its_own(
    make_importer, library, commands, tmp_path
):
    one = make_importer("wait")
    other = tmp_path / "other" / library.name
    other.mkdir(parents=True)
    for folder in (library, other):
        one.importer.map_typed(str(folder))
        one.wait(lambda state, folder=folder: state.folder == str(folder) and state.sounds == 2)
        one.runner.cancel()
        one.wait(lambda state, folder=folder: state.folder == str(folder) and state.phase == "cancelled")
    assert [plan.output.name for plan in commands] == ["My Drums.latentpad", "My Drums 2.latentpad"]
    assert len(one.importer.offers()["unfinished"]) == 2


def test_garbage_between_the_lines_changes_nothing(make_importer, library):
    one = make_importer("garbage")
    one.importer.map_typed(str(library))
    assert one.wait_phase("finished").sounds == 3


def test_a_bundle_that_cannot_be_opened_is_told_and_the_import_goes_on(make_importer, library):
    one = make_importer()
    one.opener.error = "it is damaged"
    one.importer.map_typed(str(library))
    one.wait_phase("finished")
    state = one.wait(lambda state: "it is damaged" in state.notes)
    assert state.opened == ""


def test_a_daemon_that_stops_ends_the_process_and_a_restarted_one_offers_it(make_importer, library, output, folders):
    one = make_importer("wait")
    one.importer.map_typed(str(library))
    one.wait(lambda state: state.sounds == 2)
    one.importer.close()
    assert one.runner.state.phase == "cancelled"
    assert list(folders.first.iterdir()) == []
    assert make_importer().importer.offers()["unfinished"] == [
        {"kind": "map", "folder": "My Drums", "output": str(output)}
    ]


def test_an_interrupted_import_can_be_forgotten_and_what_it_computed_is_removed(
    make_importer, library, output, folders
):
    one = make_importer("wait")
    one.importer.map_typed(str(library))
    one.runner.cancel()
    one.wait_phase("cancelled")
    one.importer.forget(str(output))
    assert one.importer.offers()["unfinished"] == []
    assert list(library.iterdir()) == [library / "kick.wav"]
    for ask in (one.importer.forget, one.importer.go_on):
        with pytest.raises(LibraryImportError, match="cannot go on"):
            ask(str(output))


@pytest.mark.parametrize("record", ["", "[]", "{", '{"unfinished": [3, {}], "finished": 1}', "[" * 100_000])
def test_a_damaged_record_is_an_empty_one(make_importer, folders, record):
    folders.data.mkdir()
    folders.record.write_text(record)
    assert make_importer().importer.offers()["unfinished"] == []


def test_the_bundle_that_is_played_can_be_learnt_for_some_minutes(make_importer, library, output, commands):
    one = make_importer()
    assert one.importer.offers()["learn"] == ""
    with pytest.raises(LibraryImportError, match="there is no imported folder"):
        one.importer.learn(10)
    one.importer.map_typed(str(library))
    one.wait(lambda state: state.opened == str(output))
    other = make_importer()
    other.opener.playing = output
    assert other.importer.offers()["learn"] == "My Drums"
    for minutes in (0, 1441):
        with pytest.raises(LibraryImportError, match="1 to 1440"):
            other.importer.learn(minutes)
    other.importer.learn(10)
    learned = other.wait(lambda state: state.phase == "finished")
    assert (commands[-1].kind, commands[-1].start, commands[-1].minutes) == ("train", output, 10)
    assert learned.bundle == str(output.with_name("My Drums learned.latentpad"))


def test_without_the_packages_the_advice_is_all_that_happens(make_importer, library, commands, monkeypatch):
    one = make_importer()
    monkeypatch.setattr(importer_module, "map_advice", lambda: 'run: pip install ".[map]"')
    monkeypatch.setattr(importer_module, "train_advice", lambda: 'run: pip install ".[train]"')
    for ask in (lambda: one.importer.map_typed(str(library)), lambda: one.importer.learn(3)):
        with pytest.raises(LibraryImportError, match="pip install"):
            ask()
    assert commands == []
    offers = one.importer.offers()
    assert (offers["needs"], offers["learnNeeds"]) == ('run: pip install ".[map]"', 'run: pip install ".[train]"')


@pytest.mark.parametrize("text", ["", " ", "Samples", "./x", "../x", "a\0b", "\0", "kick.wav", "file:", "http://x/y"])
def test_what_is_no_absolute_path_is_refused(text):
    with pytest.raises(LibraryImportError, match="is not the whole path of a folder"):
        typed_folder(text)


def test_a_path_of_no_folder_is_refused(library):
    with pytest.raises(LibraryImportError, match=r"kick\.wav: is a file; type the path of the folder"):
        typed_folder(str(library / "kick.wav"))
    with pytest.raises(LibraryImportError, match="gone: does not exist"):
        typed_folder(str(library / "gone"))


def test_a_path_is_understood_as_users_paste_it(library, monkeypatch):
    monkeypatch.setenv("HOME", str(library.parent))
    monkeypatch.setenv("USERPROFILE", str(library.parent))
    for text in (f"  {library}/ ", f'"{library}"', library.as_uri(), "~/My Drums", f"{library}/../My Drums"):
        assert typed_folder(text) == library


def test_the_command_runs_this_python_without_what_lies_in_the_current_folder():
    plan = ImportPlan("map", "-x", Path("/lib"), Path("/out.latentpad"))
    command = plan_command(plan, Path("/first"))
    assert command[1:6] == ["-P", "-m", "latentpad", "map", "/lib"]
    assert command[6:] == ["-o", "/out.latentpad", "--name=-x", "--json", "--nice", "10", "--first", "/first"]
    train = plan_command(ImportPlan("train", "x", Path("/lib"), Path("/o"), 0, Path("/from"), 7), Path("/first"))
    assert train[4] == "train"
    assert train[-4:] == ["--from", "/from", "--minutes", "7"]


def test_the_list_of_unusable_files_is_bounded_and_all_are_counted():
    state = ImportState()
    for n in range(MAX_LISTED + 10):
        state = state.after(Skipped(str(n), "is silent"))
    shown = json.loads(json.dumps(state.to_json()))
    assert (len(shown["skipped"]), shown["nSkipped"]) == (MAX_LISTED, MAX_LISTED + 10)


def test_an_import_that_the_disk_was_too_full_for_can_go_on(
    make_importer, library, output, folders, monkeypatch, caplog
):
    def full(path, content):
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    one = make_importer(["full", ""])
    with monkeypatch.context() as patch:
        patch.setattr("latentpad.web.imports.records.replace_file", full)
        one.importer.map_typed(str(library))
        one.wait_phase("failed")
        (unfinished,) = one.importer.offers()["unfinished"]
        assert not folders.record.exists()
        assert "imports.json cannot be written (No space left on device); imports are remembered" in caplog.text
    assert one.importer.offers()["unfinished"] == [unfinished]  # and written, now that there is space
    assert json.loads(folders.record.read_text())["unfinished"][0]["output"] == unfinished["output"]
    one.importer.go_on(unfinished["output"])
    one.wait(lambda state: state.opened == str(output))


@pytest.mark.parametrize(
    "text", ["file://[", "~\0", "/\0", "file:///\0", "~nobody-of-this-name/x", "\udc80", "a" * 5000, "//["]
)
def test_what_is_no_path_is_refused(make_importer, text):
    with pytest.raises(LibraryImportError, match=r"is not the whole path|does not exist|cannot be used"):
        make_importer().importer.map_typed(text)


def test_a_folder_that_cannot_be_looked_at_is_refused_with_the_reason(make_importer):
    with pytest.raises(LibraryImportError, match=r"cannot be used \(File name too long\)$"):
        make_importer().importer.map_typed("/" + "a" * 300)
