"""Kits: 16 samples that fit together, rendered into a folder of their own, with the files of other programs."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import log2
from pathlib import Path

import numpy as np

from latentpad.errors import FolderError, LengthError, OwnSoundError, SilenceError
from latentpad.kits.kit import FULL, Kit, KitSample, Pad
from latentpad.kits.pads import Place, place, wav_name
from latentpad.kits.recipes import Slot, find_recipe
from latentpad.kits.write import write_each
from latentpad.player.batch import Batch, BatchStep
from latentpad.player.kit_choice import Choice, KitChoice
from latentpad.player.kit_folder import new_kit_folder, unless_empty
from latentpad.player.kit_keeping import N_PADS, KeptPad, copy_sample, find_kept, slot_of
from latentpad.player.kit_order import KitOrder, find_style
from latentpad.player.own_player import OwnPlayer
from latentpad.player.sound_renderer import label_at
from latentpad.request import SEED, Rendered, Request
from latentpad.samples.folder import KITS
from latentpad.samples.own_file import quoted
from latentpad.samples.recipe import check_request

N_NEAREST = 3
"""Sounds of the map that stand for one of these files."""

LAYER_TILT, LAYER_ATTACK = 2.5, 0.1
"""A layer is darker than the one above by so many dB at 4 octaves, and softer by so much of `attack`."""

AGAIN = np.array([0.15, 1.0, 0.1])
"""Largest change of `pitch`, `tone` and `attack` between the samples of a round robin."""


@dataclass
class _State:
    """What is made of a kit so far."""

    folder: Path
    pads: list[Pad] = field(default_factory=list)
    kept: dict[int, Place] = field(default_factory=dict)
    """Places of the pads that stay as they are, by their numbers."""

    kick_hz: float = 0.0

    def place(self, kind: str) -> Place:
        """Return the place of a kind on a pad that is free."""
        return place(kind, {pad.note for pad in self.pads} | {one.note for one in self.kept.values()})


class KitMaker:
    """Makes kits with one player."""

    def __init__(self, player: OwnPlayer) -> None:
        self._player = player
        self._choice = KitChoice(player.bundle, player.explorer.regions)

    def batch(self, order: KitOrder, request: Request) -> Batch:
        """Return a kit as a batch; its samples have the controls of a request. Its folder is created at once.

        Raises
        ------
        UnknownKindError, RangeError, FolderError
            As `KitOrder.check`, `check_request` and `find_kept`, or the folder cannot be created.
        RecipeError
            A wav to keep was not rendered by latentpad.
        """
        order.check()
        check_request(replace(request, seed=order.seed))
        kept = find_kept(order.keep, self._player.drop.open)
        each = order.layers * order.round_robins
        n = sum(len(kept[number].files) if number in kept else each for number in range(1, N_PADS + 1))
        state = _State(new_kit_folder(self._player.folder / KITS, order))
        for number, pad in sorted(kept.items()):
            state.kept[number] = state.place(pad.name)
        return Batch(n, state.folder, unless_empty(state.folder, self._steps(order, request, kept, state)))

    def _steps(self, order: KitOrder, request: Request, kept: dict[int, KeptPad], state: _State) -> Iterator[BatchStep]:
        """Choose, render and write."""
        rng, slots = np.random.default_rng(order.seed), find_recipe(order.recipe)
        name = order.recipe.strip().casefold()
        yield from self._choice.prepare(name)
        style = self._choice.random_style(slots, name, rng)
        rows = yield from self._like(order.recipe)
        choices = self._choice.choose(slots, self._choice.style_of(np.array(rows)) if rows else style, rng)
        yield None
        for number, choice in enumerate(choices, start=1):
            try:
                if number in kept:
                    yield from self._keep(number, kept[number], slots, state)
                else:
                    yield from self._render(number, choice, order, replace(request, seed=order.seed), state)
            except FolderError as error:
                raise FolderError(f"{error}; missing are pads {number} to {N_PADS} and the kit's other files") from None
        kit = Kit(state.folder.name, tuple(state.pads), licence=self._player.bundle.licence)
        for _ in write_each(kit, state.folder, order.formats) if state.pads else ():
            yield None

    def _like(self, recipe: str) -> Generator[None, None, list[int]]:
        """Return the sounds of the map that are most like files, of those in folders the usable ones."""
        files = yield from find_style(recipe)
        rows = list[int]()
        for path, is_named in files:
            try:
                nearest = map(self._player.bundle.map.names.find, self._player.locate(path).nearest[:N_NEAREST])
                rows += np.unique(np.concatenate([*nearest])).tolist()
            except OwnSoundError:
                if is_named:
                    raise
            yield
        if files and not rows:
            raise OwnSoundError(f"none of the {len(files)} sounds in {quoted(files[0].path)} and beside it can be used")
        return rows

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
                except (SilenceError, LengthError) as error:
                    yield error
                    continue
                samples.append(_sample(file, rendered, _velocities(layer, order.layers), turn))
                yield rendered
        if samples:
            kind, level_db = self._kind_of(request), choice.slot.level_db
            state.pads.append(Pad(found.name, found.note, tuple(samples), kind, found.choke, level_db))

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

    def _keep(self, number: int, pad: KeptPad, slots: Sequence[Slot], state: _State) -> Iterator[BatchStep]:
        """Copy the samples of a pad of an earlier kit."""
        samples, place, slot = [], state.kept[number], slot_of(pad.name, number, slots)
        for file in pad.files:
            rendered = copy_sample(file.path, state.folder / file.path.name, self._player.drop.open)
            velocity = _velocities(pad.layers.index(file.layer), len(pad.layers))
            samples.append(_sample(file.path.name, rendered, velocity, file.turn))
            if slot and slot.place == "kick":
                state.kick_hz = rendered.pitch_hz
            yield rendered
        level_db = slot.level_db if slot else 0.0
        kind = self._kind_of(rendered.request)
        state.pads.append(Pad(pad.name, place.note, tuple(samples), kind, place.choke, level_db))

    def _kind_of(self, request: Request) -> str:
        """Return the kind of a sound, made now or earlier, as the present map has it."""
        renderer, rng = self._player.renderer, np.random.default_rng(request.seed)
        return label_at(renderer.bundle, renderer.synth.place(replace(request, source=None), rng))


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
    """Return the request of a layer `below` the loudest, and of a turn of its round robin.

    Both are the same hit, played softer or again: siblings of some drums would hardly differ, of others too much.
    """
    if not below and not turn:
        return request
    seed = (request.seed + 7 * below + turn) % (int(SEED.high) + 1)
    pitch, tone, attack = np.random.default_rng(seed).uniform(-1, 1, 3) * AGAIN * bool(turn)
    given = request.controls
    changed = {
        "pitch": min(max(given.pitch + pitch, -24.0), 24.0),
        "tone": min(max(given.tone - LAYER_TILT * below + tone, -12.0), 12.0),
        "attack": min(max(given.attack - LAYER_ATTACK * below + attack, -1.0), 1.0),
    }
    return replace(request, seed=seed, controls=replace(given, **changed))
