"""The settings of the compiler and of the FFTs in the environment."""

import os
import subprocess
import sys

import pytest

from latentpad.compiler import check_environment
from latentpad.errors import SettingError


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("NUMBA_DISABLE_JIT", "1", "NUMBA_DISABLE_JIT is set, but sounds cannot be rendered without the compiler"),
        ("NUMBA_NUM_THREADS", "0", "NUMBA_NUM_THREADS=0 is not a number of threads, which is at least 1"),
        ("NUMBA_NUM_THREADS", "-2", "NUMBA_NUM_THREADS=-2 is not"),
        ("NUMBA_CPU_FEATURES", "avx2", r"NUMBA_CPU_FEATURES=avx2 is not a list such as \+avx2,-avx512f"),
        ("NUMBA_CPU_FEATURES", " +avx2", "is not a list"),
    ],
)
def test_a_variable_with_which_nothing_can_be_rendered_is_named(monkeypatch, name, value, complaint):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError, match=f"{complaint}.*; unset it$"):
        check_environment()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("NUMBA_DISABLE_JIT", "0"), ("NUMBA_DISABLE_JIT", ""), ("NUMBA_CPU_FEATURES", "")),
        *(("NUMBA_NUM_THREADS", "2"), ("NUMBA_NUM_THREADS", "all"), ("NUMBA_CPU_FEATURES", "+avx2,-avx512f")),
    ],
)
def test_other_settings_are_numbas_own(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    check_environment()
    assert os.environ[name] == value


@pytest.mark.parametrize(
    ("openmp", "own", "used"),
    [
        *(("4", None, None), (" +4 ", None, None), (None, None, None), ("abc", "2", "2")),
        *(("4,2", None, "1"), ("", None, "1"), ("-1", None, "1"), ("abc", None, "1"), ("4", "many", "1")),
    ],
)
def test_a_number_of_threads_that_the_ffts_cannot_read_is_replaced(monkeypatch, openmp, own, used):
    for name, value in (("OMP_NUM_THREADS", openmp), ("DUCC0_NUM_THREADS", own)):
        monkeypatch.setenv(name, value or "")  # so that it is restored
        if value is None:
            monkeypatch.delenv(name)
    check_environment()
    assert os.environ.get("DUCC0_NUM_THREADS") == used


@pytest.mark.parametrize("command", ["render", "map"])
def test_without_the_compiler_a_command_is_refused_in_a_line(command, tmp_path):
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1"}
    arguments = [sys.executable, "-m", "latentpad", command, ".5", ".5", "-o", str(tmp_path / "a")]
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=60, check=False, env=environment)
    expected = "latentpad: NUMBA_DISABLE_JIT is set, but sounds cannot be rendered without the compiler; unset it\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", expected)
    assert not (tmp_path / "a").exists()


def test_settings_of_numba_in_the_current_folder_are_not_read(tmp_path):
    pytest.importorskip("yaml")
    (tmp_path / ".numba_config.yaml").write_text("opt: 0\ncache_dir: /of/somebody/else\n", encoding="utf-8")
    script = "from latentpad.compiler import config; print(int(config.OPT), repr(config.CACHE_DIR))"
    command = [sys.executable, "-W", "error", "-c", script]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=clean, cwd=tmp_path)
    assert (done.stdout, done.stderr) == ("3 ''\n", "")
