"""Request to signal: the steps of a render in their order, without file, socket, clock or thread."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.bundle.map import N_PARTIAL_GROUPS
from latentpad.errors import SilenceError
from latentpad.request import Controls, Request
from latentpad.synth.attack import follow_attack
from latentpad.synth.buffers import BufferPool
from latentpad.synth.cues import NO_CUES, Cues, find_cues
from latentpad.synth.decoder import Decoded, Decoder
from latentpad.synth.detail import DetailMixer
from latentpad.synth.excitation import Excitation
from latentpad.synth.finish import finish
from latentpad.synth.griffin_lim import PhaseReconstruction
from latentpad.synth.inverse_map import InverseMap
from latentpad.synth.layering import blend
from latentpad.synth.own_parent import OwnParents
from latentpad.synth.parents import Parents, Sounds
from latentpad.synth.partials import PartialSynthesis, find_phases
from latentpad.synth.place import Place, original_level
from latentpad.synth.render_buffers import Buffers
from latentpad.synth.scale import scale_ratio
from latentpad.synth.shaping import shape
from latentpad.synth.sources import source_place
from latentpad.synth.stereo import widen
from latentpad.synth.stretch import LONGER, low_tones, shorten, stretch
from latentpad.synth.texture import TextureSampler
from latentpad.synth.transforms import apply_controls, frequency_ratio, is_plain, resample, tilt
from latentpad.synth.tuning import common_pitch

PLAIN = Controls()
"""All controls at their defaults."""

STRONGEST_TONE = 12.0
"""Largest value of the control tone."""


class Synth:
    """Renders the sounds of one bundle, in any number of threads at once."""

    def __init__(self, bundle: Bundle, sounds: Sounds | None = None, own: OwnParents | None = None) -> None:
        """Load the bundle's networks and tables.

        Parameters
        ----------
        bundle : Bundle
        sounds : callable, optional
            Returns the signal of a sound of the map: mono, at the bundle's rate, from its onset, peak 1; None where it
            is not at hand. Without it, all sounds are made by the model alone.
        own : callable, optional
            Returns the user's own sound of a morph; none can be rendered without it.

        Raises
        ------
        BundleError
            The decoder does not fit the bundle.
        """
        self.bundle, self.representation = bundle, bundle.representation
        self.inverse_map = InverseMap(bundle.map)
        self.decoder = Decoder(bundle)
        self.draw = TextureSampler(self.representation, bundle.synthesis)
        self.reconstruct = PhaseReconstruction(self.representation.n_fft, self.representation.hop_length)
        self.partials = PartialSynthesis(self.representation, self.reconstruct)
        self.mixer = DetailMixer(bundle, self.inverse_map.octaves)
        has_detail = self.inverse_map.has_parents and bundle.map.outlines is not None
        self.parents = Parents(bundle, sounds) if sounds and has_detail else None
        self._own, self._parent = own, self.parents.get if self.parents else lambda _index: None
        self._low, self._buffers = low_tones(bundle.map), BufferPool(self._make_buffers)

    def render(self, request: Request, rng: np.random.Generator | None = None) -> NDArray[np.float32]:
        """Render the sound of a point.

        Parameters
        ----------
        request : Request
        rng : np.random.Generator, optional
            Source of everything random about the sound; seeded by the request by default.

        Returns
        -------
        np.ndarray [shape=(n_samples,), float32]
            [n_samples, 2] with stereo. The same bundle, sounds, request and generator give the same samples.

        Raises
        ------
        SilenceError
            The point is silent.
        LengthError
            The controls ask for too long a sound.
        """
        rng = np.random.default_rng(request.seed) if rng is None else rng
        return self.render_place(self.place(request, rng), request.controls, rng)

    def place(self, request: Request, rng: np.random.Generator) -> Place:
        """Return the place of a request's point, blend or morph; with a variation, a random one around it."""
        return source_place(self.inverse_map, request, rng, self._own)

    def pitch(self, place: Place, controls: Controls = PLAIN) -> float:
        """Return the pitch in hertz of a place as it is rendered; 0 where less than half of it has a certain one.

        Where the model plays alone, its fundamental must repeat, too, to be one.
        """
        hertz = self._transposed_pitch(place, controls)
        return hertz * scale_ratio(hertz, controls.tune)

    def _transposed_pitch(self, place: Place, controls: Controls) -> float:
        """Return the pitch before it is moved to a note."""
        if not (controls.detail and (self.parents or place.own)):
            excitation = self.cues(place).excitation
            return excitation.pitch * frequency_ratio(controls) if excitation else 0.0
        octaves = place.values(self.inverse_map.octaves, "octave")
        return common_pitch(octaves, place.shares, place.weights) * frequency_ratio(controls)

    def render_place(
        self, place: Place, controls: Controls = PLAIN, rng: np.random.Generator | None = None
    ) -> NDArray[np.float32]:
        """Render the sound of a place; otherwise as `render`."""
        rng = np.random.default_rng(0) if rng is None else rng
        level = original_level(place, self.bundle.map.peaks)
        with self.buffers() as buffers:
            decode = cache(lambda: self.decoder(place.latent, buffers.decoder))  # once, if at all
            detail, share = self._render_detail(place, controls, rng, buffers, decode)
            is_copy = share == 1 and is_plain(controls) and self.inverse_map.is_sound(place)
            cues = self.cues(place) if share < 1 else NO_CUES
            draw = partial(self._with_model, detail, share, controls, rng, buffers, decode, cues)
            drawn = [draw().copy(), draw()] if controls.stereo and share < 1 else [draw()]
            rate = self.representation.sample_rate
            heard = controls if share else replace(controls, detail=0.0)  # its parents may not be at hand
            ratio = scale_ratio(self._transposed_pitch(place, heard), controls.tune)
            shaped = [shape(resample(signal, ratio), controls, rate) for signal in drawn]
            signal = widen(shaped[0], shaped[-1], controls.stereo, rng, rate) if controls.stereo else shaped[0]
            is_whole = is_copy and not controls.reverse  # backwards, it would begin with the noise of the recording
            finished = finish(signal, rate, level, controls.dynamics, is_whole, bool(controls.reverse))
            return np.ascontiguousarray(finished.T)

    def render_latent(
        self,
        latent: NDArray[np.float32],
        rng: np.random.Generator,
        controls: Controls = PLAIN,
        cues: Cues = NO_CUES,
    ) -> NDArray[np.float32]:
        """Render the sound of any latent [latent_dim] by the model alone, as cued; returns and raises as `render`."""
        with self.buffers() as buffers:
            signal = self._render_decoded(self.decoder(latent, buffers.decoder), rng, buffers, controls, cues)
            return finish(signal, self.representation.sample_rate)

    def render_sound(self, index: int, rng: np.random.Generator) -> NDArray[np.float32]:
        """Render a sound of the map by the model alone; returns and raises as `render`."""
        place = self.inverse_map.place_of(index)
        return self.render_latent(place.latent, rng, cues=self.cues(place))

    def cues(self, place: Place) -> Cues:
        """Return what the model's sound of a place follows."""
        return find_cues(place, self.bundle.map, self.inverse_map.octaves)

    def buffers(self) -> AbstractContextManager[Buffers]:
        """Lend the working arrays of one render for a block."""
        return self._buffers.lend()

    def warm_up(self) -> None:
        """Render white noise and discard it, so that everything is compiled before the first request."""
        for x in (0.5, -1.0):  # inside the map and outside
            place = self.inverse_map.place(x, x)
        shape = self.representation.n_bands, self.representation.n_frames
        white = Decoded(np.ones(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32))
        rng = np.random.default_rng(0)
        with self.buffers() as buffers:
            shares = np.ones(N_PARTIAL_GROUPS, dtype=np.float32)
            tone = Cues(excitation=Excitation(50.0, shares, 0 * shares))  # every loop is used
            self._render_decoded(white, rng, buffers, cues=tone)
            noise = self._render_decoded(white, rng, buffers).copy()
            self.mixer.warm_up(noise, white.mean, buffers.blocks)
            stretch(noise, Controls(length=0.25), self.reconstruct, rng, buffers.phase, buffers.blocks)
            finish(noise, self.representation.sample_rate, original_level(place, self.bundle.map.peaks))

    def _render_detail(
        self,
        place: Place,
        controls: Controls,
        rng: np.random.Generator,
        buffers: Buffers,
        decode: Callable[[], Decoded],
    ) -> tuple[NDArray[np.float32] | None, float]:
        """Render the detail of a place; return it with its share of the sound, None and 0 where there is none."""
        if not (controls.detail and (self.parents or place.own)):
            return None, 0.0
        is_own = self.inverse_map.is_sound(place) and not controls.tone
        if not is_own:
            decode()  # first, as the parents may still be being read
        parents = place.parents(self._parent)
        layers = self.mixer.layers(place, parents)
        if not layers:
            return None, 0.0
        signal = layers[0].parent.signal
        if not is_own:
            gain = tilt(self.representation, controls.tone) if controls.tone else None
            signal = self.mixer.mix(layers, decode().mean, gain, buffers.blocks)
        longer = LONGER if place.values(self._low, "is_low") @ place.weights > 0.5 else 1
        how = self.reconstruct, rng, buffers.phase, buffers.blocks, longer
        signal = stretch(shorten(signal, controls.decay), controls, *how)
        missing = sum(w for w, parent in zip(place.weights.tolist(), parents, strict=True) if parent is None)
        return signal, controls.detail * (1.0 - missing)

    def _with_model(
        self,
        detail: NDArray[np.float32] | None,
        share: float,
        controls: Controls,
        rng: np.random.Generator,
        buffers: Buffers,
        decode: Callable[[], Decoded],
        cues: Cues,
    ) -> NDArray[np.float32]:
        """Return the detail with the model's sound where its share is below 1; another draw of it at each call."""
        if detail is not None and share == 1:
            return detail
        try:
            model = self._render_decoded(decode(), rng, buffers, controls, cues, detail)
            return blend(model, detail, share, self.representation.sample_rate)
        except SilenceError:
            if detail is None:
                raise
            return detail

    def _render_decoded(
        self,
        decoded: Decoded,
        rng: np.random.Generator,
        buffers: Buffers,
        controls: Controls = PLAIN,
        cues: Cues = NO_CUES,
        detail: NDArray[np.float32] | None = None,
    ) -> NDArray[np.float32]:
        """Render a decoded spectrogram, without the last steps; its partials are in phase with those of a detail.

        The more `decay` and `tone` change a sound, the less it follows the attack, which was measured without them.
        """
        decoded = apply_controls(decoded, controls, self.representation)
        magnitude = self.draw(decoded, rng, buffers.texture)
        if controls.tone:
            magnitude *= tilt(self.representation, controls.tone)
        periodic, rate, ratio = None, self.representation.sample_rate, frequency_ratio(controls)
        if cues.excitation:
            phases = None if detail is None else find_phases(detail, rate, cues.excitation.hertz * ratio)
            periodic = self.partials(magnitude, cues.excitation, rng, phases)
        signal = self.reconstruct(magnitude, rng, buffers.phase)
        if periodic is not None:
            signal += periodic
        signal = resample(signal, ratio)
        if cues.attack is None:
            return signal
        kept = controls.decay * (1 - abs(controls.tone) / STRONGEST_TONE)
        return follow_attack(signal, cues.attack, rate, kept)

    def _make_buffers(self) -> Buffers:
        """Allocate arrays for the bundle's longest sound."""
        n_frames = self.representation.n_frames
        return Buffers(
            self.decoder.make_buffers(),
            self.draw.make_buffers(n_frames),
            self.reconstruct.make_buffers(n_frames),
            self.mixer.make_blocks(),
        )
