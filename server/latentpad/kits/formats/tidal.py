"""A folder for TidalCycles with SuperDirt, which is also a sample pack of Strudel.

Each pad has a folder of copied wavs; the folder's name is that of the sound, and the order of file names its ``n``. The
copies are needed since SuperDirt reads all wavs of a folder and names sounds by folders. Neither has velocity layers:
they are in ``n`` as well, from soft to loud. ``strudel.json`` has paths relative to itself.
"""

import json
import re
import unicodedata
from pathlib import Path
from urllib.parse import quote

from latentpad.kits.kit import Kit, Pad, read_wav
from latentpad.samples.file_names import RESERVED

SAMPLE_MAP = "strudel.json"


def encode(kit: Kit, folder: Path) -> dict[str, bytes]:
    """Return the files of the folder by relative path."""
    sounds: dict[str, list[str]] = {}
    for pad in kit.pads:
        sounds.setdefault(sound_name(pad), []).extend(sample.file for sample in pad.samples)
    files = {f"{sound}/{name}": read_wav(folder, name) for sound, names in sounds.items() for name in names}
    paths = {sound: [quote(f"{sound}/{name}") for name in sorted(names)] for sound, names in sounds.items()}
    return {**files, SAMPLE_MAP: (json.dumps(paths, indent=2) + "\n").encode()}


def sound_name(pad: Pad) -> str:
    """Return a word that both mini-notations accept: lower-case ASCII letters and digits, a letter first."""
    letters = unicodedata.normalize("NFKD", pad.name).encode("ascii", errors="ignore").decode().lower()
    word = re.sub(r"[^a-z0-9]", "", letters)
    return word if word[:1].isalpha() and not RESERVED.fullmatch(word) else f"pad{pad.note}"
