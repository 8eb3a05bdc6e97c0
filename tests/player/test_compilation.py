"""Compilation in a process of its own; here, programs that print what it would."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from latentpad.player import compilation
from latentpad.player.compilation import compile_loops
from latentpad.synth.kernels import jit

needs_scripts = pytest.mark.skipif(sys.platform == "win32", reason="a shell script in the place of Python")

WARM_UP = """
import sys
from pathlib import Path
from latentpad.bundle.bundle import load_bundle
from latentpad.player.compilation import compile_loops
from latentpad.synth.kernels.jit import report_compilation
from latentpad.synth.synth import Synth
reports = []
compile_loops(lambda done, total: None)
with report_compilation(lambda done, total: reports.append(done)):
    Synth(load_bundle(Path(sys.argv[1]))).warm_up()
print(len(reports))
"""


@pytest.fixture
def mark(tmp_path, monkeypatch):
    """Have nothing stored yet."""
    path = tmp_path / "complete"
    monkeypatch.setattr(compilation, "mark_of_stored_loops", lambda: path)
    return path


@pytest.fixture
def compiler(tmp_path, monkeypatch):
    """Replace the program that compiles by a script."""

    def replace(script):
        program = tmp_path / "python"
        program.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/arguments\n{script}\n', encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(program))

    return replace


@needs_scripts
def test_another_process_compiles_and_its_progress_is_reported(mark, compiler, tmp_path):
    compiler("echo 1 3; echo noise; echo 2 3; echo 3 3")
    reports = []
    compile_loops(lambda *report: reports.append(report))
    assert reports == [(1, 3), (2, 3), (3, 3)]
    assert (tmp_path / "arguments").read_text() == "-P -m latentpad.player.compilation\n"


@needs_scripts
def test_no_process_is_started_once_all_loops_are_stored(mark, compiler, tmp_path):
    compiler("")
    mark.touch()
    compile_loops(pytest.fail)
    assert not (tmp_path / "arguments").exists()


def test_no_process_is_started_where_nothing_can_be_stored(monkeypatch):
    monkeypatch.setattr(jit, "KERNELS", [jit._dispatcher(lambda: None, fastmath=False, cached=False)])
    assert jit.mark_of_stored_loops() is None
    monkeypatch.setattr(sys, "executable", "/nowhere")
    compile_loops(pytest.fail)


@pytest.mark.parametrize("program", ["/nowhere/python", "", None])
def test_a_process_that_cannot_be_started_leaves_the_work_to_this_one(mark, monkeypatch, program):
    monkeypatch.setattr(sys, "executable", program)
    compile_loops(pytest.fail)
    assert not mark.exists()


@needs_scripts
def test_ctrl_c_ends_the_process_that_compiles(mark, compiler, tmp_path):
    compiler(f"echo $$ > {tmp_path}/pid; echo 1 3; exec sleep 100")

    def interrupt(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compile_loops(interrupt)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_what_is_compiled_for_the_built_in_bundle_serves_all_others(bundle_path):
    command = [sys.executable, "-c", WARM_UP, str(bundle_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    assert done.stdout == "0\n"
    mark = jit.mark_of_stored_loops()
    assert mark is None or mark.exists()


def test_the_program_marks_what_it_has_stored_and_does_not_do_so_again(mark, monkeypatch):
    calls = []
    monkeypatch.setattr(compilation, "_compile", lambda: calls.append(1))
    assert [compilation.main(), compilation.main()] == [0, 0]
    assert (len(calls), mark.exists()) == (1, True)


def test_the_program_stops_where_loops_cannot_be_stored(mark, monkeypatch):
    def report(progress):
        progress(1, 3)

    monkeypatch.setattr(compilation, "n_lost", lambda: 1)
    monkeypatch.setattr(compilation, "report_compilation", report)
    with pytest.raises(SystemExit):
        compilation.main()
    assert not mark.exists()


def test_marks_differ_by_processor_and_version(monkeypatch):
    here = jit.mark_of_stored_loops()
    monkeypatch.setattr(jit, "cache_folder", lambda: Path("/other"))
    other = jit.mark_of_stored_loops()
    assert here.name != other.name
