"""Make the default bundle: map its palette with trained networks, embed the recordings, and write its model card anew.

python tools/map_default.py PALETTE MODEL.latentpad NEW.latentpad

PALETTE is a folder made by tools/choose_palette.py.
"""

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from latentpad.bundle.bundle import Bundle, load_bundle, save_bundle
from latentpad_export.data.library import Sound
from latentpad_export.model.from_onnx import preset_of
from latentpad_export.model_card import model_card, with_recordings
from latentpad_export.pipeline.map import map_library
from latentpad_export.pipeline.options import MapOptions

NAME = "latentpad default"
MAPPED_WITH = "mapped_with"
"""Said of bundles whose networks come from another one, none of whose sounds count as unknown to them."""
LICENCE = "CC0, public domain, CC-BY 3.0 and 4.0, Apache-2.0, Unlicense; see ATTRIBUTION.txt"


def card_of(bundle: Bundle) -> str:
    """Return the model card of a mapped bundle with recordings."""
    labels = [bundle.labels[i] if i >= 0 else "" for i in bundle.map.labels]
    sounds = [
        Sound(Path(name), name, label, kit="", split="")
        for name, label in zip(map(str, bundle.map.names), labels, strict=True)
    ]
    card = model_card(NAME, preset_of(bundle), sounds, bundle.training, LICENCE, skipped=0)
    assert bundle.palette is not None
    return with_recordings(card, bundle.palette, bundle.detail_seconds, LICENCE)


def map_default(palette: Path, model: Path, output: Path, seed: int, *, seen: bool = False) -> None:
    """Map a palette with the networks of a bundle, embed its recordings and write the default bundle.

    Parameters
    ----------
    palette : Path
    model : Path
        Bundle with the networks.
    output : Path
        New bundle.
    seed : int
        Of the map.
    seen : bool
        The networks were trained on the palette, although the map of their bundle does not say so.
    """
    with tempfile.TemporaryDirectory() as folder:
        mapped = Path(folder) / "mapped.latentpad"
        options = MapOptions(
            libraries=(palette,),
            model=model,
            output=mapped,
            name=NAME,
            seed=seed,
            licence=LICENCE,
            refine=True,
            embed=True,
        )
        map_library(options)
        bundle = load_bundle(mapped)
        if seen:
            unseen = np.zeros(len(bundle.map.points), dtype=np.bool_)
            training = {name: value for name, value in bundle.training.items() if name != MAPPED_WITH}
            bundle = replace(bundle, map=replace(bundle.map, unseen=unseen), training=training)
        save_bundle(replace(bundle, licence=LICENCE, model_card=card_of(bundle)), output)
    print(f"{output}: {len(bundle.map.points)} sounds")


def main() -> None:
    """Read the command line and write the bundle."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("palette", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    map_default(arguments.palette, arguments.model, arguments.output, arguments.seed)


if __name__ == "__main__":
    main()
