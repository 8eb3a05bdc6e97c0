"""Attack latentpad for hours and count what breaks: crashes, half files, silent losses, hangs.

    python tools/torture.py FOLDER              every attack in full, one after the other; FOLDER holds the counts
    python tools/torture.py FOLDER --only kills --share 0.01
    python tools/torture.py FOLDER --table      the table of what has been counted so far, as Markdown

Interrupted at any moment, the same command resumes. Each attack has a file of its own in FOLDER, so that several can
run at the same time, in processes of their own. Disks are filled in memory, which takes root.
"""

import argparse
import sys
from pathlib import Path

from torture_bundles import mutate_bundles
from torture_connections import hold_connections
from torture_datagrams import send_datagrams
from torture_folder import break_folder, fill_disk
from torture_kills import kill
from torture_page import attack_page
from torture_soak import PER_SECOND, play
from torture_tally import Attack, Tally, load, machine, perform

ATTACKS = {
    "datagrams": Attack(
        "OSC datagrams, random and damaged, also read by an independent reader", 1_000_000, send_datagrams
    ),
    "kills": Attack("kills (-9) of the daemon, of `render` and of `map`", 1_000, kill),
    "bundles": Attack(
        "bundles changed at random, with hashes that fit, listed, described, loaded and played", 10_000, mutate_bundles
    ),
    "disk": Attack("disks filled to a random degree, and emptied again", 1_000, fill_disk),
    "folder": Attack(
        "faults of the drop folder: files gone, links, FIFOs, foreign files, the folder moved", 1_000, break_folder
    ),
    "connections": Attack(
        "connections of slow clients: unfinished requests, pages that never read", 10_000, hold_connections
    ),
    "page": Attack("hostile requests and messages of pages", 20_000, attack_page),
    "soak": Attack(f"messages in one unbroken hour, {PER_SECOND} per second", 3600 * PER_SECOND, play),
}


def main() -> int:
    """Run the attacks; return 1 if anything broke."""
    arguments = _parser().parse_args()
    folder = arguments.folder.absolute()
    if arguments.table:
        print(table(folder))
        return 0
    faults = 0
    for name in arguments.only or ATTACKS:
        attack = ATTACKS[name]
        total = max(1, round(attack.total * arguments.share))
        tally = perform(attack, folder / name, folder / f"{name}.json", total)
        print(f"{name}: {tally.done} of {total} in {tally.seconds:.0f} s, {tally.faults} faults", flush=True)
        print("".join(f"  {note}\n" for note in tally.notes), end="", flush=True)
        faults += tally.faults
    return 1 if faults else 0


def table(folder: Path) -> str:
    """Return what has been counted, as a table in Markdown."""
    lines = [
        "| attack | done | crashes | half files | silent losses | hangs | measured | minutes | commit, date |",
        "| --- | ---: | ---: | ---: | ---: | ---: | --- | ---: | --- |",
    ]
    for name, attack in ATTACKS.items():
        tally = load(folder / f"{name}.json")
        if tally.done:
            lines.append(_row(attack, tally))
    return "\n".join([*lines, "", machine()])


def _row(attack: Attack, tally: Tally) -> str:
    """Return a row of the table."""
    counts = [f"{tally.done:,}", tally.crashes, tally.half_files, tally.losses, tally.hangs]
    measured = "; ".join(f"{name} {value}" for name, value in tally.measured.items())
    when = f"{', '.join(tally.commits)}, {tally.ended}"
    return f"| {attack.what} | {' | '.join(map(str, counts))} | {measured} | {tally.seconds / 60:.0f} | {when} |"


def _parser() -> argparse.ArgumentParser:
    """Build the parser of the tool's arguments."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="holds the counts, and the files of the attacks")
    parser.add_argument("--only", nargs="+", choices=ATTACKS, metavar="ATTACK", help=f"some of {', '.join(ATTACKS)}")
    parser.add_argument("--share", type=float, default=1.0, help="share of a full run (default: %(default)s)")
    parser.add_argument("--table", action="store_true", help="print the table of what has been counted")
    return parser


if __name__ == "__main__":
    sys.exit(main())
