"""The README: short, with the two commands that CI copies from it."""

from pathlib import Path

import pytest

README = Path(__file__).parents[2] / "README.md"
MOST_LINES = 120
COMMANDS = ("pip install . && latentpad", 'pip install -e ".[dev]" && pytest')


def complaints(text):
    """Return what is wrong with a README."""
    lines = text.splitlines()
    installs = tuple(line for line in lines if line.startswith("pip install"))
    return [
        *([f"{len(lines)} lines, at most {MOST_LINES}"] if len(lines) > MOST_LINES else []),
        *([f"commands {installs}, must begin with {COMMANDS}"] if installs[:2] != COMMANDS else []),
    ]


def test_the_readme_is_short_and_begins_with_the_two_commands():
    assert complaints(README.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(COMMANDS) + "\n" * (MOST_LINES - 1) + "one line too many\n",
        "pip install latentpad\n" + "\n".join(COMMANDS),
        COMMANDS[0],
    ],
)
def test_a_long_readme_or_one_with_other_commands_is_found(text):
    assert len(complaints(text)) == 1
