"""Request to sound: a bundle's synthesiser with the library's own sounds as its material."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from latentpad import __version__
from latentpad.bundle.bundle import Bundle
from latentpad.player.library_audio import LibraryAudio, find_library
from latentpad.player.parents import ParentSounds
from latentpad.player.prepared_sounds import PreparedSounds
from latentpad.request import Request
from latentpad.samples.recipe import Recipe
from latentpad.sources import Morph, Sibling
from latentpad.synth.confidence import confidence_without
from latentpad.synth.own_parent import OWN
from latentpad.synth.place import Place
from latentpad.synth.synth import Synth

MAX_NAME_LENGTH = 100
"""Characters of a bundle's name in a recipe: libsndfile reads comments of up to 2,045 bytes, six or twelve each."""


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
    """[n_samples], or [n_samples, 2] with the control stereo."""

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
        self.synth = Synth(bundle, self.sounds, lambda morph: self.own(morph))
        self.own = PreparedSounds(bundle, self.synth.decoder)

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
        OwnSoundError
            The file of a morph cannot be used.
        """
        rng = np.random.default_rng(request.seed)
        place = self.synth.place(request, rng)
        wanted = place.known if request.controls.detail else []
        with self.sounds.held(wanted) as at_hand:
            if wanted:
                self.sounds.approach(request.x, request.y)
            signal, parents = self.synth.render_place(place, request.controls, rng), at_hand()
        label = label_at(self.bundle, place)
        return Sound(signal, self._origin(place, request, parents), label)

    def origin(self, request: Request) -> Origin:
        """Return what the sound of a request would be made of as far as is known, without rendering or reading it."""
        place = self.synth.place(request, np.random.default_rng(request.seed))
        wanted = place.known if request.controls.detail and self.sounds.has_source else []
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
        if not self.synth.inverse_map.has_parents and place.own is None:
            return place.confidence
        at_hand = float(place.weights[np.isin(place.neighbors, [*parents, OWN])].sum())
        return confidence_without(1.0 - request.controls.detail * min(at_hand, 1.0), place.confidence)

    def _origin(self, place: Place, request: Request, parents: Sequence[int]) -> Origin:
        """Return the origin of a sound; without parents, the model alone plays."""
        controls = request.controls if parents or place.own else replace(request.controls, detail=0.0)
        pitch = self.synth.pitch(place, controls)
        named = {index: str(self.bundle.map.names[index]) for index in parents}
        if place.own and request.controls.detail:
            named[OWN] = own_name(request)
        names = tuple(named[index] for index in place.neighbors.tolist() if index in named)
        return Origin(pitch, names, self.confidence(place, request, parents))


def own_name(request: Request) -> str:
    """Return the name of the file of a morph, empty if a request is none."""
    source = request.source.origin if isinstance(request.source, Sibling) else request.source
    return os.path.basename(source.path) if isinstance(source, Morph) else ""


def label_at(bundle: Bundle, place: Place) -> str:
    """Return the label with the most weight among the sounds of a place; ``sound`` if none has a label."""
    labels = place.values(bundle.map.labels, "label")
    if not (labels >= 0).any():
        return "sound"
    votes = np.bincount(labels[labels >= 0], weights=place.weights[labels >= 0], minlength=len(bundle.labels))
    return bundle.labels[int(votes.argmax())] or "sound"
