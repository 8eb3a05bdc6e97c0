"""The detail of a place: its parents tuned to one pitch, aligned at their onsets, filtered and added.

Each parent is filtered as the decoder says (`latentpad.synth.layer_gains`), and tones lose the noise that the others
do not have (`latentpad.synth.tonal`). The parents keep their phases, and are added at constant power.

Parents tuned to one pitch are coherent, so each has the polarity in which its attack adds to that of the heaviest:
prominence of the partials half-way between pitched sounds less the parents', -2.8 dB in place of -6.3. The heaviest is
one of the map, so that the others keep their polarity on the way from a sound of one's own. Magnitudes that are the
root of the summed powers, with 0, 2 or 8 iterations of Griffin-Lim from the sum's phases, come closer to the straight
way (1.05 in place of 1.11 for drums), but are told from real more often (0.63, 0.67, 0.67 in place of 0.59): there are
no iterations.

Onsets are aligned at the geometric weighted mean of their times, so that a kick between two kicks and a sound that
swells for 70 ms begins 7 ms late, not 24. With all of them at one early sample, the first frames are too loud, and
drums are told from real more often: 0.65 in place of 0.62.
"""

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.bundle.outline import outline
from latentpad.synth.griffin_lim import MIN_WINDOW, hann
from latentpad.synth.kernels.filtering import Blocks, Filter, add_filtered
from latentpad.synth.kernels.griffin_lim import BLOCK, add_squared_windows
from latentpad.synth.layer_gains import Layer, LayerGains
from latentpad.synth.layering import common_onset, extend, polarity, shift
from latentpad.synth.own_parent import OWN
from latentpad.synth.parents import Parent, find_times
from latentpad.synth.place import Place
from latentpad.synth.tonal import NoiseReduction, attenuations
from latentpad.synth.transforms import resample
from latentpad.synth.tuning import tuning_ratios

ATTACK_SECONDS = 0.03
"""Part of the sounds by which their polarity is chosen."""

FILTER_HOPS = 2
"""Hops of the representation per hop of the filter, which changes slowly; at most half a window."""


class DetailMixer:
    """Mixes the parents of places."""

    def __init__(self, bundle: Bundle, octaves: NDArray[np.float64]) -> None:
        """Prepare the tables.

        Parameters
        ----------
        bundle : Bundle
        octaves : np.ndarray [shape=(n_sounds,)]
            Binary logarithm of each sound's pitch; NaN = none.
        """
        self.representation, self._octaves = bundle.representation, octaves
        self.window = hann(self.representation.n_fft)
        self._hop_length = min(FILTER_HOPS * self.representation.hop_length, self.representation.n_fft // 2)
        self._gains, self._noise = LayerGains(bundle), NoiseReduction(self.representation)
        samples_per_time = self._gains.seconds_per_time * self.representation.sample_rate
        self._frames_per_time = np.float32(samples_per_time / self._hop_length)
        hertz = np.linspace(0, self.representation.sample_rate / 2, self.representation.n_bins)
        self._position = np.interp(hertz, self._gains.centres, np.arange(len(self._gains.centres))).astype(np.float32)

    def make_blocks(self) -> Blocks:
        """Allocate working arrays."""
        n_fft, n_bins = self.representation.n_fft, self.representation.n_bins
        return Blocks(
            spectrum=np.empty((BLOCK, n_bins), dtype=np.complex64),
            frames=np.empty((BLOCK, n_fft), dtype=np.float32),
            gain=np.empty(len(self._gains.centres) + 1, dtype=np.float32),
        )

    def layers(self, place: Place, parents: list[Parent | None]) -> list[Layer]:
        """Return those parents of a place that are at hand, and how they are played."""
        octaves = place.values(self._octaves, "octave")
        ratios, is_own = tuning_ratios(octaves, place.shares), place.neighbors == OWN
        how = place.weights, place.shares, ratios, np.isfinite(octaves), is_own
        rows = zip(parents, *(values.tolist() for values in how), strict=True)
        return [Layer(parent, *how)._replace(beyond=place.beyond) for parent, *how in rows if parent is not None]

    def mix(
        self, layers: list[Layer], mean: NDArray[np.float32], tilt: NDArray[np.float32] | None, blocks: Blocks
    ) -> NDArray[np.float32]:
        """Mix the layers of a place; a single one keeps its level, more are added at constant power.

        Parameters
        ----------
        layers : list of Layer
            At least one.
        mean : np.ndarray [shape=(n_bands, n_frames), float32]
            What the decoder makes of the place.
        tilt : np.ndarray [shape=(n_bins,), float32], optional
            Factor on the magnitude of each bin.
        blocks : Blocks
            Working arrays.
        """
        total = sum(layer.weight for layer in layers)
        onsets = [layer.parent.onset / layer.ratio for layer in layers]
        begin = common_onset(onsets, [layer.weight / total for layer in layers], self.representation.sample_rate)
        signals = [
            shift(resample(layer.parent.signal, layer.ratio), round(begin - onset))
            for layer, onset in zip(layers, onsets, strict=True)
        ]
        signals = self._less_noise(layers, signals, round(begin))
        attack = slice(round(begin), round(begin + ATTACK_SECONDS * self.representation.sample_rate))
        gains = self._gains(layers, outline(mean), begin / self.representation.sample_rate)
        log_tilt = np.zeros(self.representation.n_bins) if tilt is None else np.log2(tilt)
        bins = Filter(gains[0], self._frames_per_time, self._position, log_tilt.astype(np.float32))
        reference = signals[next((i for i, layer in enumerate(layers) if not layer.is_own), 0)]
        n_samples, start = max(map(len, signals)), self.representation.n_fft // 2
        mixed, weight = self._prepare(n_samples)
        source = np.zeros_like(mixed)
        for layer, signal, gain in zip(layers, signals, gains, strict=True):
            amount = polarity(signal[attack], reference[attack]) * np.sqrt(layer.weight / total)
            source[start : start + n_samples] = extend(signal, n_samples, self.representation.sample_rate)
            source *= np.float32(amount)
            add_filtered(mixed, source, self.window, self._hop_length, bins._replace(gain=gain), blocks)
        mixed *= weight
        return mixed[start : start + n_samples]

    def _less_noise(
        self, layers: list[Layer], signals: list[NDArray[np.float32]], onset: int
    ) -> list[NDArray[np.float32]]:
        """Attenuate the noise of those tones that have more than their place has."""
        if sum(layer.is_tone for layer in layers) < 2:
            return signals
        contrasts = np.full(len(layers), np.nan)
        for i, layer in enumerate(layers):
            if layer.is_tone:
                contrasts[i] = self._noise.contrast(signals[i], onset)
        weights = np.array([layer.weight for layer in layers])
        decibels = attenuations(contrasts, weights / weights.sum()).tolist()
        return [self._noise.attenuate(*how, onset) for how in zip(signals, decibels, strict=True)]

    def warm_up(self, signal: NDArray[np.float32], mean: NDArray[np.float32], blocks: Blocks) -> None:
        """Mix a signal with itself, so that everything is compiled."""
        parent = Parent(signal, *find_times(signal, self.representation.sample_rate), outline(mean))
        self.mix([Layer(parent, 0.5, 0.5, 1.0), Layer(parent, 0.5, 0.5, 1.1)], mean, None, blocks)
        self._noise.attenuate(signal, 1.0, 0)

    def _prepare(self, n_samples: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return silence with half a window before and after the samples, and the weight of each sample."""
        n_fft, hop_length = self.representation.n_fft, self._hop_length
        n_frames = -(-n_samples // hop_length) + 1
        mixed, weight = np.zeros((2, n_fft + hop_length * (n_frames - 1)), dtype=np.float32)
        add_squared_windows(weight, self.window, n_frames, hop_length)
        np.reciprocal(np.maximum(weight, MIN_WINDOW, out=weight), out=weight)
        return mixed, weight
