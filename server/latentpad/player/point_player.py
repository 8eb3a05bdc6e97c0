"""The player of points: a bundle whose requests become files in the drop folder."""

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.errors import FolderError
from latentpad.paths import user_cache_folder
from latentpad.player.explorer import Explorer
from latentpad.player.library_audio import LibraryAudio
from latentpad.player.map_files import write_map_files
from latentpad.player.notices import Listener
from latentpad.player.sound_renderer import SoundRenderer
from latentpad.request import Neighbour, Rendered, Request
from latentpad.samples.folder import Folder, write_sample
from latentpad.samples.recipe import Recipe, check_request
from latentpad.synth.kernels.jit import Progress, report_compilation

Write = Callable[[NDArray[np.float32], int, str, Recipe], Path]
"""Writes a signal, given its rate, label and recipe; returns its path."""


class PointPlayer:
    """A loaded bundle that renders into one folder.

    Parameters
    ----------
    bundle : Bundle
    folder : Folder
    cache : Path, optional
        Where the map is written as files once it is asked for (default: the user's cache folder).
    library : LibraryAudio, optional
        The library's folders (default: where they were when the bundle was made on this computer).
    """

    def __init__(
        self, bundle: Bundle, folder: Folder, cache: Path | None = None, library: LibraryAudio | None = None
    ) -> None:
        self.bundle, self.drop = bundle, folder
        self._cache = cache or user_cache_folder()
        self.renderer = SoundRenderer(bundle, library)
        self.explorer = Explorer(bundle, self.renderer.synth.inverse_map)
        self._last = ""

    @property
    def bundle_name(self) -> str:
        """Name of the bundle."""
        return self.bundle.name

    @property
    def digest(self) -> str:
        """What identifies the bundle: `latentpad.bundle.bundle.Bundle.digest`."""
        return self.bundle.digest

    @property
    def folder(self) -> Path:
        """The drop folder."""
        return self.drop.path

    @property
    def n_points(self) -> int:
        """Sounds on the map."""
        return len(self.bundle.map.points)

    @property
    def sample_rate(self) -> int:
        """Sample rate in Hz."""
        return self.renderer.sample_rate

    def warm_up(self, progress: Progress | None = None) -> None:
        """Compile what is not compiled yet, so that the first request does not wait for it."""
        with report_compilation(progress) if progress else nullcontext():
            self.renderer.synth.warm_up()
        self.explorer.prepare()

    def approach(self, x: float, y: float) -> None:
        """Have the library's sounds around a point read ahead, without waiting."""
        self.renderer.sounds.approach(x, y)

    def listen(self, listener: Listener) -> None:
        """Call `listener` with each notice, from any thread, and at once with those given so far."""
        self.renderer.sounds.notices.listen(listener)

    def play(self, request: Request) -> Rendered:
        """Render and write one sample.

        Raises
        ------
        RangeError
            A value of the request is out of range.
        FolderError
            The folder cannot be written to.
        SilenceError
            The map is silent at this point.
        LengthError
            The controls make the sound too long.
        OwnSoundError
            The file of a morph cannot be used, or is not the one that it was.
        """
        rendered = self._render_to(request, self.drop.write)
        self._last = rendered.path.name
        return rendered

    def play_to(self, request: Request, path: Path) -> Rendered:
        """Render a sample into a new file (raises FolderError if it exists, and as `play`)."""

        def write(signal: NDArray[np.float32], sample_rate: int, label: str, recipe: Recipe) -> Path:
            write_sample(path, signal, sample_rate, recipe, label)
            return path

        return self._render_to(request, write)

    def random_point(self, kind: str = "") -> tuple[float, float]:
        """Return a random point x, y: `Explorer.random_point` (raises UnknownKindError)."""
        return self.explorer.random_point(kind)

    def kind_point(self, kind: str, index: int = 0) -> tuple[float, float]:
        """Return a point x, y of a kind: `Explorer.kind_point` (raises UnknownKindError)."""
        return self.explorer.kind_point(kind, index)

    def nearest(self, x: float, y: float, k: int = 1) -> list[Neighbour]:
        """Return the `k` sounds of the library nearest to a point."""
        return self.explorer.nearest(x, y, k)

    def keep(self, path: str, name: str = "") -> Path:
        """Copy a sample (the last one if `path` is empty) into the drop folder's subfolder ``kept``.

        The copy is named `name` or, if that is empty, like the sample.

        Raises
        ------
        FolderError
            There is no such sample, or the copy cannot be written.
        """
        if not (path or self._last):
            raise FolderError(f"nothing to keep: no sample was rendered since latentpad started ({self.folder})")
        return self.drop.keep(path or self._last, name)

    def map_files(self) -> tuple[Path, Path]:
        """Write the map as files: `latentpad.player.map_files` (raises FolderError)."""
        return write_map_files(self.bundle, self._cache / "maps")

    def _render_to(self, request: Request, write: Write) -> Rendered:
        """Render a sample and write it."""
        started = time.perf_counter()
        request = check_request(self.renderer.own.recorded(request))
        sound = self.renderer.render(request)
        origin = sound.origin
        path = write(sound.signal, self.sample_rate, sound.label, self.renderer.recipe(request, origin))
        milliseconds = 1000 * (time.perf_counter() - started)
        return Rendered(
            *(request, path, self.sample_rate, len(sound.signal), origin.confidence, milliseconds),
            *(origin.pitch_hz, origin.parents),
        )

    def play_many(self, requests: Iterable[Request], n_threads: int | None = None) -> Iterator[Rendered]:
        """Render and write many samples in parallel; yield them in the order of the requests.

        The files are byte for byte those that `play` would write one after the other, except that equal requests get
        their numbers in any order. Errors are those of `play`, raised at the sample concerned.

        Parameters
        ----------
        requests : iterable of Request
        n_threads : int, optional
            Samples rendered at once (default: the number of cores).
        """
        n_threads = n_threads or os.cpu_count() or 1
        waiting: deque[Future[Rendered]] = deque()
        with ThreadPoolExecutor(n_threads, thread_name_prefix="latentpad-batch") as pool:
            try:
                for request in requests:
                    waiting.append(pool.submit(self.play, request))
                    if len(waiting) > 2 * n_threads:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for future in waiting:
                    future.cancel()
