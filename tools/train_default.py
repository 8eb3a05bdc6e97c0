"""Train the networks of the default bundle, on a CPU or on a bare machine with a GPU.

    python tools/train_default.py pack DATA PACK                       here: recorded sounds, in parts of 48 MiB
    python tools/train_default.py train PACK OUT --minutes 9           there: weights, in parts of 15 MB, and record
    python tools/train_default.py finish OUT PALETTE NEW.latentpad     here: networks, map and recordings as a bundle

``train`` needs numpy, scipy, torch, tqdm and soundfile (with cffi and pycparser: three wheels of 1.6 MB), this checkout
and PYTHONPATH=server:export. Every minute it writes the weights so far to OUT. Ctrl-C ends it with the present ones;
the same command continues, and ``--start OUT`` begins a new run with these weights, on another machine, too. To start
from a bundle there, write its weights into a folder here: ``python tools/train_default.py weights BUNDLE START``.

14 minutes on a bare machine with one H100: half a minute to start; a minute to read the pack and to synthesise 8,400
sounds on 16 cores; 8 s for 83,840 features and variants; 11 minutes of training, and one to bring OUT home. Where the
parts of the pack are sent one by one, move each out of the folder that is sent before the next one arrives: a copy that
mirrors this folder removes it.

Per second, an H100 trained on 6,800 sounds in batches of 256 and on 16,000 in batches of 1,024, an H200 on 9,400 and
25,000 (16,200 in batches of 512), with Adam. The present bundle was trained with Muon, first on one core with AMX, on
58 sounds per second: ``--minutes 66 --batch-size 64 --rate 4e-3 --factory 300 --variants 4``, then on two cores
without, on 72: ``--start OUT --minutes 75 --batch-size 64 --rate 2.5e-3 --factory 400 --variants 4 --seed 1``. It
diverged once at the rate of each, at half of it not. What rates the larger batches of a GPU allow with Muon has not
been tried; with Adam, 1,024 diverged at 1.2e-3. On a CPU, the cores have to be free: threads wait busily for each
other, and beside one busy program, at a niceness of 5, two took 9 steps in a minute in place of 80.
``OMP_WAIT_POLICY=PASSIVE`` helps there, and costs a quarter of the speed where they are free.

A run that diverges returns to its last good weights at half the rate, and ends with the best ones.
"""

import argparse
import logging
from pathlib import Path

import torch


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts = parser.add_subparsers(required=True, dest="part")
    packing = parts.add_parser("pack", help="pack the recorded sounds")
    packing.add_argument("data", type=Path)
    packing.add_argument("pack", type=Path, help="new folder")
    packing.add_argument("--per-kit", type=int, default=24, help="sounds of each kit and label (default: %(default)s)")
    training = parts.add_parser("train", help="train the networks")
    training.add_argument("pack", type=Path)
    training.add_argument("out", type=Path)
    training.add_argument("--minutes", type=float, default=9.0, help="of training (default: %(default)s)")
    training.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    training.add_argument("--batch-size", type=int, default=256, help="sounds per batch (default: %(default)s)")
    training.add_argument("--batches", type=int, default=1, help="batches per step (default: %(default)s)")
    training.add_argument("--rate", type=float, default=2e-3, help="learning rate (default: %(default)s)")
    training.add_argument("--latent-dim", type=int, help="dimensions of the latent space (default: the preset's)")
    training.add_argument("--beta", type=float, help="weight of the divergence (default: the preset's)")
    training.add_argument(
        "--factory", type=int, default=600, help="synthesised sounds per label (default: %(default)s)"
    )
    training.add_argument("--variants", type=int, default=8, help="of each sound (default: %(default)s)")
    training.add_argument("--compile", action="store_true", help="compile the likelihood (CUDA)")
    training.add_argument("--seed", type=int, default=0)
    training.add_argument("--start", type=Path, help="folder of an earlier run, or a bundle, to start from")
    training.add_argument("--work", type=Path, help="folder of the checkpoint (default: OUT.work)")
    starting = parts.add_parser("weights", help="write the weights of a bundle, to start from")
    starting.add_argument("bundle", type=Path)
    starting.add_argument("out", type=Path, help="new folder")
    finishing = parts.add_parser("finish", help="make a bundle")
    finishing.add_argument("out", type=Path)
    finishing.add_argument("palette", type=Path, help="folder made by tools/choose_palette.py")
    finishing.add_argument("bundle", type=Path, help="new bundle")
    finishing.add_argument("--start", type=Path, help="bundle that the training started from, if OUT does not say")
    finishing.add_argument("--seed", type=int, default=0, help="of the map")
    return parser.parse_args()


def main() -> None:
    """Run one part; each needs other packages."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    arguments = read_arguments()
    if arguments.part == "pack":
        from default_pack import pack_library

        pack_library(arguments.data, arguments.pack, arguments.per_kit)
    elif arguments.part == "weights":
        from default_weights import write_start

        write_start(arguments.bundle, arguments.out)
    elif arguments.part == "train":
        from default_training import train

        train(arguments)
    else:
        from default_bundle import finish

        finish(arguments.out, arguments.palette, arguments.bundle, arguments.start, arguments.seed)


if __name__ == "__main__":
    main()
