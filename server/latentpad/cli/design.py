"""The commands that find places, and make samples from several: ``latentpad random``, ``kit``, ``blend`` and others."""

import argparse
import os
from collections.abc import Callable
from dataclasses import replace

from latentpad.bundle.bundle import load_bundle
from latentpad.cli import design_arguments as parsers
from latentpad.cli.arguments import controls_of
from latentpad.cli.compiling import compiling
from latentpad.cli.library import open_library
from latentpad.cli.output import OUTPUT_OPTION, open_drop_folder
from latentpad.cli.results import Results
from latentpad.errors import FolderError, LatentpadError
from latentpad.player.batch import Batch
from latentpad.player.explorer import Explorer
from latentpad.player.locating import Locating
from latentpad.player.player import Player
from latentpad.player.sound_renderer import SoundRenderer
from latentpad.request import Request
from latentpad.sources import Blend, Morph
from latentpad.synth.inverse_map import InverseMap

Command = Callable[[argparse.Namespace, Results], None]


def run(name: str, argv: list[str]) -> int:
    """Run the command with this name and the arguments after it; return the exit status."""
    arguments = parsers.PARSERS[name]().parse_args(argv)
    with compiling():
        COMMANDS[name](arguments, Results(name, arguments.json))
    return 0


def _random(arguments: argparse.Namespace, results: Results) -> None:
    player = _player(arguments, is_batch=arguments.n > 1)
    for index in range(arguments.n):
        x, y = player.random_point(arguments.kind or "")
        request = replace(_request(arguments), x=x, y=y, seed=arguments.seed + index)
        _write_one(arguments, player, request, results)


def _kind(arguments: argparse.Namespace, results: Results) -> None:
    player = _player(arguments, is_batch=arguments.n > 1)
    for index in range(arguments.n):
        x, y = player.kind_point(arguments.kind, arguments.index + index)
        _write_one(arguments, player, replace(_request(arguments), x=x, y=y), results)


def _blend(arguments: argparse.Namespace, results: Results) -> None:
    blend = Blend.of(arguments.points)
    x, y = blend.middle
    _write_one(arguments, _player(arguments), replace(_request(arguments), x=x, y=y, source=blend), results)


def _morph(arguments: argparse.Namespace, results: Results) -> None:
    source = Morph(os.path.abspath(arguments.file), arguments.amount)
    request = replace(_request(arguments), x=arguments.x, y=arguments.y, source=source)
    _write_one(arguments, _player(arguments), request, results)


def _vary(arguments: argparse.Namespace, results: Results) -> None:
    player = _player(arguments, is_batch=True)
    request = player.recipe_of(arguments.file).request
    _write_batch(player.vary(request, arguments.n, arguments.amount), results)


def _path(arguments: argparse.Namespace, results: Results) -> None:
    _write_batch(_player(arguments, is_batch=True).path(arguments.points, arguments.n, _request(arguments)), results)


def _grid(arguments: argparse.Namespace, results: Results) -> None:
    player = _player(arguments, is_batch=True)
    batch = player.grid(arguments.columns, arguments.rows, arguments.corners, _request(arguments))
    _write_batch(batch, results)


def _kit(arguments: argparse.Namespace, results: Results) -> None:
    if arguments.recipe and arguments.like:
        raise LatentpadError(f"a kit is either {arguments.recipe!r} or like sounds; leave out one of them")
    recipe = "like " + "\n".join(os.path.abspath(path) for path in arguments.like) if arguments.like else ""
    order = {
        "keep": tuple(arguments.keep),
        "layers": arguments.layers,
        "round_robins": arguments.round_robin,
        "formats": arguments.formats,
        "name": arguments.name,
    }
    player = _player(arguments, is_batch=True)
    batch = player.kit(recipe or arguments.recipe, arguments.seed, _request(arguments), **order)
    _write_batch(batch, results, is_kit=True)


def _nearest(arguments: argparse.Namespace, results: Results) -> None:
    bundle = load_bundle(arguments.bundle)
    for found in Explorer(bundle, InverseMap(bundle.map)).nearest(arguments.x, arguments.y, arguments.k):
        text = f"{found.x:.4f} {found.y:.4f}  {found.distance:.4f}  {found.kind or '-'}  {found.name}"
        results.add(found._asdict(), text)


def _locate(arguments: argparse.Namespace, results: Results) -> None:
    bundle = load_bundle(arguments.bundle)
    own = SoundRenderer(bundle, open_library(bundle, arguments.library)).own
    locating = Locating(bundle, own.locator, own.files)
    for path in arguments.files:
        found = locating.file(path)
        text = f"{found.x:.4f} {found.y:.4f}  {found.certainty:.2f}  {found.distance:.2f}  {found.kind or '-'}  {path}"
        results.add({"path": str(path), **found._asdict()}, text)


COMMANDS: dict[str, Command] = {
    "random": _random,
    "kind": _kind,
    "vary": _vary,
    "blend": _blend,
    "path": _path,
    "grid": _grid,
    "kit": _kit,
    "morph": _morph,
    "nearest": _nearest,
    "locate": _locate,
}


def _player(arguments: argparse.Namespace, is_batch: bool = False) -> Player:
    """Open the player of a command, with the folder for its samples (raises LatentpadError)."""
    bundle, output = load_bundle(arguments.bundle), arguments.output
    if output is not None and output.suffix.lower() == ".wav" and not output.is_dir():
        if is_batch:
            raise FolderError(f"{output} is not a folder; name one with {OUTPUT_OPTION} for several samples")
        output = output.parent
    return Player(bundle, open_drop_folder(output, OUTPUT_OPTION), library=open_library(bundle, arguments.library))


def _request(arguments: argparse.Namespace) -> Request:
    """Return a request with the seed and the controls of a command."""
    return Request(0.5, 0.5, arguments.seed, controls_of(arguments))


def _write_one(arguments: argparse.Namespace, player: Player, request: Request, results: Results) -> None:
    """Write a sample into the folder, or the new file, of a command."""
    is_file = arguments.output is not None and not arguments.output.is_dir()
    results.add_sample(player.play_to(request, arguments.output) if is_file else player.play(request))


def _write_batch(batch: Batch, results: Results, is_kit: bool = False) -> None:
    """Write a batch, with its progress."""
    done = 0
    for step in batch.steps():
        if step is not None:
            done += 1
            results.add_step(step, done, batch.n, is_quiet=is_kit)
    if is_kit:
        results.add({"folder": str(batch.folder)}, batch.folder)
