"""Request to sound: a bundle's synthesiser with the library's own sounds as its material."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latentpad import __version__
from latentpad.bundle.bundle import Bundle
from latentpad.player.library_audio import LibraryAudio, find_library
from latentpad.player.parents import ParentSounds
from latentpad.request import Request
from latentpad.samples.recipe import Recipe
from latentpad.synth.confidence import confidence_without
from latentpad.synth.place import Place
from latentpad.synth.synth import Synth

MAX_NAME_LENGTH = 100
"""Characters of a bundle's name in a recipe: libsndfile reads comments of up to 2,046 bytes, six or twelve each."""


@dataclass(frozen=True)
class Origin:
    """What a sound at a point is made of."""

    pitch_hz: float
    """0 if it has none."""

    parents: tuple[str, ...]
    """Names of the library's sounds whose detail is in it, the one with most weight first."""

    confidence: float
    """How sure the sound is, in [0, 1]."""


@dataclass(frozen=True)
class Sound:
    """A rendered sound."""

    signal: NDArray[np.float32]
    """[n_samples]."""

    origin: Origin

    label: str
    """The label with most weight among the sounds that it comes from."""


class SoundRenderer:
    """Renders the sounds of one bundle, in any number of threads at once.

    Parameters
    ----------
    bundle : Bundle
    library : LibraryAudio, optional
        The library's folders (default: where they were when the bundle was made on this computer).
    """

    def __init__(self, bundle: Bundle, library: LibraryAudio | None = None) -> None:
        self.bundle, self.library = bundle, library or find_library(bundle)
        self.sounds = ParentSounds(bundle, self.library)
        self.synth = Synth(bundle, self.sounds)

    @property
    def sample_rate(self) -> int:
        """Sample rate in Hz."""
        return self.bundle.representation.sample_rate

    def render(self, request: Request) -> Sound:
        """Render a sound; what is around its point is read ahead afterwards.

        Raises
        ------
        SilenceError
            The map is silent at this point.
        LengthError
            The controls make the sound too long.
        """
        rng = np.random.default_rng(request.seed)
        place = self.synth.place(request, rng)
        wanted = place.neighbors.tolist() if request.controls.detail else []
        with self.sounds.held(wanted) as at_hand:
            if wanted:
                self.sounds.approach(request.x, request.y)
            signal, parents = self.synth.render_place(place, request.controls, rng), at_hand()
        label = label_at(self.bundle, place.neighbors, place.weights)
        return Sound(signal, self._origin(place, request, parents), label)

    def origin(self, request: Request) -> Origin:
        """Return what the sound of a request would be made of as far as is known, without rendering or reading it."""
        place = self.synth.place(request, np.random.default_rng(request.seed))
        wanted = place.neighbors.tolist() if request.controls.detail and self.sounds.has_source else []
        return self._origin(place, request, [index for index in wanted if not self.sounds.is_missing(index)])

    def recipe(self, request: Request, origin: Origin) -> Recipe:
        """Return the recipe of a rendered sound."""
        name = self.bundle.name[:MAX_NAME_LENGTH]
        made_of = origin.pitch_hz, origin.parents, origin.confidence
        return Recipe(request, name, self.bundle.digest, __version__, *made_of)

    def confidence(self, place: Place, request: Request, parents: Sequence[int]) -> float:
        """Return how sure the sound of a place is with the detail of `parents`; in older bundles, how near others are.

        Parameters
        ----------
        place : Place
        request : Request
        parents : sequence of int
            Those of the place's sounds that are at hand.
        """
        if not self.synth.inverse_map.has_parents:
            return place.confidence
        at_hand = float(place.weights[np.isin(place.neighbors, parents)].sum())
        return confidence_without(1.0 - request.controls.detail * min(at_hand, 1.0), place.confidence)

    def _origin(self, place: Place, request: Request, parents: Sequence[int]) -> Origin:
        """Return the origin of a sound; without parents, the model alone plays, whose pitch is not known."""
        pitch = self.synth.pitch(place, request.controls) if parents else 0.0
        names = tuple(str(self.bundle.map.names[index]) for index in parents)
        return Origin(pitch, names, self.confidence(place, request, parents))


def label_at(bundle: Bundle, neighbors: NDArray[np.int64], weights: NDArray[np.float32]) -> str:
    """Return the label with the most weight among a point's neighbours; ``sound`` if none has a label."""
    labels = bundle.map.labels[neighbors]
    if not (labels >= 0).any():
        return "sound"
    votes = np.bincount(labels[labels >= 0], weights=weights[labels >= 0], minlength=len(bundle.labels))
    return bundle.labels[int(votes.argmax())] or "sound"
