"""Entry point of ``python -m latentpad``."""

from latentpad.cli.entry import run

run()
