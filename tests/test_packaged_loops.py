"""The processor that numba compiles for where the app brings compiled loops."""

import platform

import llvmlite.binding
import pytest

from latentpad import packaged_loops
from latentpad.packaged_loops import FEATURES, NAME, X86, choose_processor


@pytest.fixture
def chosen(monkeypatch, tmp_path):
    """Choose on a machine; return the variables of numba."""

    def choose(machine="x86_64", features=X86.features, folder=tmp_path, **variables):
        with monkeypatch.context() as patch:
            for name in (NAME, FEATURES):
                patch.delenv(name, raising=False)
            for name, value in variables.items():
                patch.setenv(name, value)
            patch.setattr(packaged_loops, "packaged_folder", lambda: folder)
            patch.setattr(platform, "machine", lambda: machine)
            patch.setattr(llvmlite.binding, "get_host_cpu_features", lambda: dict.fromkeys(features, True))
            choose_processor()
            return [packaged_loops.os.environ.pop(name, None) for name in (NAME, FEATURES)]

    return choose


def test_the_app_compiles_for_the_baseline(chosen):
    assert chosen() == ["x86-64-v3", ""]
    assert chosen("AMD64") == ["x86-64-v3", ""]
    assert chosen("arm64", features=()) == ["apple-m1", ""]


def test_processors_without_the_baseline_compile_for_themselves(chosen):
    assert chosen(features=X86.features[1:]) == [None, None]
    assert chosen("riscv64") == [None, None]


def test_a_package_compiles_for_the_processor_that_is_there(chosen):
    assert chosen(folder=None) == [None, None]


def test_what_the_user_has_chosen_stays(chosen):
    assert chosen(NUMBA_CPU_NAME="generic") == ["generic", None]
    assert chosen(NUMBA_CPU_FEATURES="+sse4.2") == [None, "+sse4.2"]
