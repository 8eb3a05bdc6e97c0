"""Add the short table of an evaluation to the model card of a bundle, which is saved under another name.

python tools/add_figures.py BUNDLE NAME.evaluation NEW_BUNDLE
"""

import argparse
from dataclasses import replace
from pathlib import Path

from latentpad.bundle.bundle import load_bundle, save_bundle

START, END = "## In short\n", "\n## "


def main() -> None:
    """Read the command line and write the new bundle."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("bundle", type=Path)
    parser.add_argument("evaluation", type=Path)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    bundle = load_bundle(arguments.bundle)
    tables = (arguments.evaluation / "tables.md").read_text(encoding="utf-8")
    short = tables[tables.index(START) + len(START) :]
    short = short[: short.index(END)] if END in short else short
    text = (
        f"\n## Figures\n\nOf `latentpad evaluate`, judged by sounds of kits that it has not learnt. What each of them "
        f"is, and what is weak: docs/quality.md.\n\n{short.strip()}\n"
    )
    card = bundle.model_card.partition("\n## Figures\n")[0].rstrip("\n")
    save_bundle(replace(bundle, model_card=f"{card}\n{text}"), arguments.output)


if __name__ == "__main__":
    main()
