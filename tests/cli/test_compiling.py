"""The progress of what commands compile."""

from latentpad.cli.compiling import compiling
from latentpad.synth.kernels import jit


def test_what_a_command_compiles_is_reported_once(monkeypatch, capsys):
    loop = jit._dispatcher(lambda x: x + 1, fastmath=False, cached=False)
    monkeypatch.setattr(jit, "KERNELS", [loop])
    for printed in ("Compiling, once per machine: 1 of 1 (0 s)\n", ""):
        with compiling():
            assert loop(1) == 2
        assert capsys.readouterr().err.replace("(1 s)", "(0 s)") == printed
