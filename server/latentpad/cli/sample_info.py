"""The recipe of a sample as text, for ``latentpad info FILE.wav``."""

import math
from pathlib import Path

import soundfile

from latentpad.printable import printable
from latentpad.samples.recipe import read_recipe, recorded_controls
from latentpad.sources import Blend, Morph, Source

NOTES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")


def describe_sample(path: Path) -> str:
    """Return what the recipe of a sample says, in printable lines (raises RecipeError)."""
    recipe = read_recipe(path)
    request, audio = recipe.request, soundfile.info(path)
    recorded = recorded_controls(request.controls).items()
    controls = ", ".join(f"{key} {value if isinstance(value, str) else format(value, 'g')}" for key, value in recorded)
    lines = [
        f"{path.name}  ({recipe.bundle}, {recipe.digest[:12]})",
        f"  path        {path}",
        f"  audio       {audio.samplerate} Hz, {audio.duration:.2f} s",
        f"  point       x {request.x:.4g}, y {request.y:.4g}, seed {request.seed}",
        *([f"  source      {source_text(request.source)}"] if request.source else []),
        f"  controls    {controls}",
        f"  pitch       {pitch_text(recipe.pitch_hz)}",
        f"  parents     {', '.join(recipe.parents) or 'none'}",
        *([] if recipe.confidence is None else [f"  confidence  {recipe.confidence:.2f}"]),
        f"  made with   latentpad {recipe.version}",
    ]
    return "\n".join(map(printable, lines))


def source_text(source: Source) -> str:
    """Return what a sound that is not that of its point alone comes from.

    >>> source_text(Morph("/own.wav", 0.25))
    '0.25 of the way from /own.wav to the point'
    """
    match source:
        case Blend(points):
            return "blend of " + ", ".join(f"({x:.4g}, {y:.4g}) by {weight:.4g}" for x, y, weight in points)
        case Morph(path, amount):
            return f"{amount:.4g} of the way from {path} to the point"
    of = source_text(source.origin) if source.origin else "the point"
    return f"relative, by {len(source.steps)} step{'s' * (len(source.steps) > 1)}, of: {of}"


def pitch_text(hertz: float) -> str:
    """Return a pitch as the nearest note and in hertz.

    >>> pitch_text(110.25)
    'A2 (110.2 Hz)'
    """
    if hertz <= 0:
        return "none"
    note = round(69 + 12 * math.log2(hertz / 440))
    return f"{NOTES[note % 12]}{note // 12 - 1} ({hertz:.1f} Hz)"
