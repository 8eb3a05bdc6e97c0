"""Requests that a player renders, measured."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from pathlib import Path
from typing import TypeVar

from latentpad.bundle.bundle import Bundle
from latentpad.errors import SilenceError
from latentpad.player.player import Player
from latentpad.player.sound_renderer import SoundRenderer
from latentpad.request import Request
from latentpad.samples.folder import Folder
from latentpad_export.evaluate.bars import bar
from latentpad_export.evaluate.cache import Arrays, Cache
from latentpad_export.evaluate.metrics.descriptors import to_comparison_rate
from latentpad_export.evaluate.subjects.measured import Measured, measure_signal, stack_measurements, to_measured
from latentpad_export.evaluate.subjects.originals import Originals
from latentpad_export.evaluate.subjects.ways import Signal

S = TypeVar("S")
T = TypeVar("T")


def open_player(bundle: Bundle, originals: Originals, folder: Path) -> Player:
    """Return a player of a bundle with the sounds of the evaluated library, which writes into a folder."""
    return Player(bundle, Folder(folder), folder, originals.library())


def measure_requests(renderer: SoundRenderer, requests: Sequence[Request], cache: Cache, name: str) -> Measured:
    """Render and measure requests in parallel, or load the results from the cache."""

    def compute() -> Arrays:
        return stack_measurements(each(lambda one: measure_signal(play(renderer, one)), requests, name))

    return to_measured(cache.arrays(name, compute))


def play(renderer: SoundRenderer, request: Request) -> Signal | None:
    """Render a request at 44.1 kHz; None if it is silent."""
    try:
        return to_comparison_rate(renderer.render(request).signal, renderer.sample_rate)
    except SilenceError:
        return None


def each(work: Callable[[S], T], items: Sequence[S], name: str) -> list[T]:
    """Do some work for each item in parallel, with a bar of progress; return the results in the order of the items."""
    with ThreadPoolExecutor(cpu_count()) as pool:
        return list(bar(pool.map(work, items), name.partition("-")[2], len(items)))
