import os
import subprocess
import sys

import pytest

PRINT_POLICY = """
import os, sys
from latentpad.cli import entry, main
main.main = lambda argv, stopping: print(os.environ.get("OMP_WAIT_POLICY")) or 0
entry.run()
"""


@pytest.mark.parametrize(
    ("arguments", "policy", "expected"),
    [
        (["train", "--nice", "10"], None, "PASSIVE"),
        (["map", "--nic=10"], None, "PASSIVE"),
        (["train", "--nice", "10"], "ACTIVE", "ACTIVE"),
        (["train", "--threads", "2"], None, "None"),
        (["render", "--nice"], None, "None"),
    ],
)
def test_threads_of_a_nice_training_do_not_wait_busily(arguments, policy, expected):
    environment = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
    if policy:
        environment["OMP_WAIT_POLICY"] = policy
    command = [sys.executable, "-c", PRINT_POLICY, *arguments]
    result = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (0, f"{expected}\n", "")
