"""Kits: 16 samples that fit together, rendered into a folder of their own, with the files of other programs."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import log2
from pathlib import Path

import numpy as np
import soundfile

from latentpad.errors import FolderError, SilenceError
from latentpad.files import write_new
from latentpad.kits.kit import FULL, Kit, KitSample, Pad
from latentpad.kits.pads import Place, place, wav_name
from latentpad.kits.recipes import find_recipe
from latentpad.kits.write import write_formats
from latentpad.player.batch import Batch, BatchStep
from latentpad.player.kit_choice import Choice, KitChoice
from latentpad.player.kit_order import KEPT_NAME, KitOrder, kept_by_pad, paths_of
from latentpad.player.own_player import OwnPlayer
from latentpad.request import SEED, Rendered, Request
from latentpad.samples.recipe import read_recipe

KITS = "kits"
"""Subfolder of the drop folder."""

N_NEAREST = 3
"""Sounds of the map that stand for one of these files."""

LAYER_TILT, LAYER_VARIATION = 2.5, 0.15
"""A layer is darker than the one above by so many dB at 4 octaves, and a sibling with this variation."""


@dataclass
class _State:
    """What is made of a kit so far."""

    folder: Path
    pads: list[Pad] = field(default_factory=list)
    kick_hz: float = 0.0

    def place(self, kind: str) -> Place:
        """Return the place of a kind on a pad that is free."""
        return place(kind, {pad.note for pad in self.pads})


class KitMaker:
    """Makes kits with one player."""

    def __init__(self, player: OwnPlayer) -> None:
        self._player = player
        self._choice = KitChoice(player.bundle, player.explorer.regions)

    def batch(self, order: KitOrder, request: Request) -> Batch:
        """Return a kit as a batch; its samples have the controls of a request.

        Raises
        ------
        UnknownKindError, RangeError, FolderError
            As `KitOrder.check`.
        """
        order.check()
        kept = kept_by_pad(order.keep)
        n = sum(len(kept[number]) if number in kept else order.layers * order.round_robins for number in range(1, 17))
        folder = self._free_folder(order)
        return Batch(n, folder, self._steps(order, request, kept, folder))

    def _free_folder(self, order: KitOrder) -> Path:
        """Return a folder that does not exist yet."""
        parent = self._player.folder / KITS
        stem = order.title
        names = [stem] if order.name else []
        names += [f"{stem} {number}" for number in range(2 if order.name else 1, 10_000)]
        return next(parent / name for name in names if not os.path.lexists(parent / name))

    def _steps(
        self, order: KitOrder, request: Request, kept: dict[int, list[Path]], folder: Path
    ) -> Iterator[BatchStep]:
        """Choose, render and write."""
        rng = np.random.default_rng(order.seed)
        slots = find_recipe(order.recipe)
        style = self._choice.random_style(slots, order.recipe.strip().casefold(), rng)
        paths = paths_of(order.recipe)
        rows: list[int] = []
        for path in paths:
            rows += self._like(path)
            yield None
        if rows:
            style = self._choice.style_of(np.array(rows))
        choices = self._choice.choose(slots, style, rng)
        yield None
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise FolderError(f"{folder} cannot be created ({error.strerror})") from None
        state = _State(folder)
        for number, choice in enumerate(choices, start=1):
            if number in kept:
                yield from self._keep(number, kept[number], state)
            else:
                yield from self._render(number, choice, order, replace(request, seed=order.seed), state)
        kit = Kit(folder.name, tuple(state.pads), licence=self._player.bundle.licence)
        for key in order.formats:
            write_formats(kit, folder, (key,))
            yield None

    def _like(self, path: str) -> list[int]:
        """Return the sounds of the map that are most like a file."""
        names = self._player.locate(path).nearest[:N_NEAREST]
        return [int(row) for row in np.flatnonzero(np.isin(self._player.bundle.map.names, names))]

    def _render(
        self, number: int, choice: Choice, order: KitOrder, request: Request, state: _State
    ) -> Iterator[BatchStep]:
        """Render the samples of a pad."""
        found = state.place(choice.slot.place)
        request = self._tuned(choice, replace(request, x=choice.x, y=choice.y, source=None), state)
        samples = []
        for layer in range(order.layers):
            for turn in range(order.round_robins):
                file = wav_name(number, found.name, (layer, order.layers), (turn, order.round_robins))
                one = _of_layer(request, order.layers - 1 - layer, turn)
                try:
                    rendered = self._player.play_to(one, state.folder / file)
                except SilenceError as error:
                    yield error
                    continue
                samples.append(_sample(file, rendered, _velocities(layer, order.layers), turn))
                yield rendered
        if samples:
            pad = Pad(found.name, found.note, tuple(samples), choice.label, found.choke, choice.slot.level_db)
            state.pads.append(pad)

    def _tuned(self, choice: Choice, request: Request, state: _State) -> Request:
        """Return the request of a sound, tuned to the kick if its slot says so; remember the kick's pitch."""
        pitch = self._player.renderer.origin(request).pitch_hz
        if choice.slot.place == "kick":
            state.kick_hz = pitch
        if not (choice.slot.follows_kick and pitch and state.kick_hz) or request.controls.tune != "off":
            return request
        shift = (12 * log2(state.kick_hz / pitch) + 6) % 12 - 6
        wanted = min(max(request.controls.pitch + shift, -24.0), 24.0)
        return replace(request, controls=replace(request.controls, pitch=wanted))

    def _keep(self, number: int, paths: Sequence[Path], state: _State) -> Iterator[BatchStep]:
        """Copy the samples of a pad of an earlier kit."""
        matches = [KEPT_NAME.fullmatch(path.name) for path in paths]
        name = next(match[2] for match in matches if match)
        found = state.place(name)
        layers = sorted({match[3] or "" for match in matches if match})
        samples = []
        for path, match in zip(paths, matches, strict=True):
            rendered = self._copy(path, state.folder / path.name)
            layer = layers.index((match and match[3]) or "")
            turn = int(match[4][2:]) - 1 if match and match[4] else 0
            samples.append(_sample(path.name, rendered, _velocities(layer, len(layers)), turn))
            yield rendered
        level = next((slot.level_db for slot in find_recipe("") if slot.place == name.lower()), 0.0)
        state.pads.append(Pad(name, found.note, tuple(samples), name, found.choke, level))

    def _copy(self, path: Path, new: Path) -> Rendered:
        """Copy a wav of latentpad's (raises FolderError, RecipeError)."""
        recipe = read_recipe(path)
        try:
            write_new(new, path.read_bytes())
        except OSError as error:
            raise FolderError(f"{new} cannot be written ({error.strerror})") from None
        info = soundfile.info(new)
        return Rendered(
            *(recipe.request, new, info.samplerate, info.frames, recipe.confidence or 0.0, 0.0),
            *(recipe.pitch_hz, recipe.parents),
        )


def _sample(file: str, rendered: Rendered, velocity: tuple[int, int], turn: int) -> KitSample:
    """Return a rendered wav as a sample of a pad."""
    return KitSample(file, rendered.n_samples, rendered.sample_rate, velocity, turn)


def _velocities(layer: int, n_layers: int) -> tuple[int, int]:
    """Return the velocities of a layer, of which all have about equally many.

    >>> [_velocities(layer, 3) for layer in range(3)]
    [(1, 42), (43, 84), (85, 127)]
    """
    low, high = (FULL[1] * edge // n_layers for edge in (layer, layer + 1))
    return low + 1, high


def _of_layer(request: Request, below: int, turn: int) -> Request:
    """Return the request of a layer `below` the loudest, and of a turn of its round robin."""
    if not below and not turn:
        return request
    controls = request.controls
    tone = max(controls.tone - LAYER_TILT * below, -12.0)
    softer = replace(controls, tone=tone, variation=max(controls.variation, LAYER_VARIATION))
    return replace(request, seed=(request.seed + 7 * below + turn) % (int(SEED.high) + 1), controls=softer)
