"""The section on representations (thesis, table 7.1): fidelity of a sound after a spectrogram and its inversion."""

from dataclasses import asdict, dataclass

import numpy as np
from tqdm import tqdm

from latentpad.bundle.bundle import Bundle
from latentpad.errors import BundleError
from latentpad_export.evaluate import bars
from latentpad_export.evaluate.metrics import fingerprint, peaq, visqol
from latentpad_export.evaluate.metrics.distances import magnitudes
from latentpad_export.evaluate.reconstruction.vocoder_file import TrainedVocoder
from latentpad_export.evaluate.report.figures import hide_axes, new_figure, to_png
from latentpad_export.evaluate.report.section import Picture, Section, Table
from latentpad_export.evaluate.sections.fidelity import RATE, Row, at_rate, compare, reconstruct
from latentpad_export.evaluate.sections.vocoders import loss_curves, vocoder_figures, vocoder_methods
from latentpad_export.evaluate.subjects.analysis_synthesis import Method, Signal, Vocoder, fixed_methods
from latentpad_export.evaluate.subjects.notes import make_notes

COLUMNS = (
    *("reconstruction", "spectrogram", "sample rate (Hz)", "distance at 16 kHz", "distance at 44.1 kHz"),
    *("fingerprint similarity", "ViSQOL", "ODG", "ODG at 44.1 kHz", "told from real"),
    *("training steps", "training minutes", "ms per second of sound", "computed by"),
)

NOTE = (
    "Distance: multi-resolution STFT distance from the original (0: equal magnitudes), mean over the sounds. "
    "Fingerprint similarity (Chromaprint, 100: equal), ViSQOL (4.73: the same, 1: bad) and Objective Difference Grade "
    "(PEAQ, 0: imperceptible, -4: very annoying) are measured on all sounds in one file at 16 kHz, as in the thesis, "
    "and ViSQOL on its first 6 s; a dash: not graded. Unrelated sounds have a fingerprint similarity of 18 to 38, and "
    "so does a drum with noise at -60 dB. ODG at 44.1 kHz: mean over the sounds, at most "
    "20, each alone against the whole original; methods at 16 kHz lack all above 8 kHz. Told from real: accuracy of a "
    "forest that tells the reconstructions from the originals at the method's rate (0.5: it cannot). Cost: "
    "analysis and synthesis, without what other programs took of the processor; ONNX and PyTorch in one thread."
)
THESIS_NOTE = (
    " For the first four rows, on 100 notes of NSynth, the thesis reports a fingerprint similarity of 57, 63, 61 and "
    "69 and an ODG of -3.506, -0.585, -1.966 and -3.326; for Deep Griffin-Lim and WaveNet, both on mel bands and "
    "trained for 50 epochs and 1 million steps, 53 and 53, and -3.913 and -3.911."
)

WIDE = 4
"""Spectrograms per row."""


@dataclass(frozen=True)
class Measured:
    """Results for some sounds."""

    rows: dict[Method, Row]
    first: dict[str, Signal]
    """The first sound as reconstructed by each method, at 44.1 kHz."""

    missing: list[str]

    def figures(self) -> dict[str, dict[str, float | None]]:
        """Return the rows in types that JSON can hold."""
        return {method.name: asdict(row) for method, row in self.rows.items()}


def measure_representations(
    drums: list[Signal],
    bundles: tuple[Bundle, ...],
    seed: int,
    n_notes: int = 6,
    note_seconds: float = 2.0,
    vocoders: tuple[TrainedVocoder, ...] = (),
) -> Section:
    """Reconstruct notes and drums with each method.

    Parameters
    ----------
    drums : list of np.ndarray [shape=(n_samples,), float32]
        At 44.1 kHz, none silent.
    bundles : tuple of Bundle
        Those with a vocoder add a row to each table.
    seed : int
        Chooses the notes and the random phases.
    n_notes : int
        Number of notes.
    note_seconds : float
        Length of each; a vocoder may be limited to the length of its bundle's sounds, two seconds by default.
    vocoders : tuple of TrainedVocoder
        Each adds a row to each table.
    """
    notes = make_notes(n_notes, note_seconds, RATE, np.random.default_rng(seed))
    methods, missing = _methods(bundles)
    methods += vocoder_methods(vocoders)
    with bars.bar(None, "representations", 2 * len(methods), "method") as bar:
        of_notes, of_drums = (_measure(methods, sounds, seed, bar) for sounds in (notes, drums))
    first_drum = {"Original": drums[0], **of_drums.first}
    first_note = {"Original": notes[0], **of_notes.first}
    return Section(
        name="representations",
        title="Representation and reconstruction",
        figures={"notes": of_notes.figures(), "drums": of_drums.figures(), **vocoder_figures(vocoders)},
        tables=(
            _table(f"{n_notes} generated note{'s' if n_notes != 1 else ''} (C4)", of_notes.rows, NOTE + THESIS_NOTE),
            _table(f"{len(drums)} sounds of the library", of_drums.rows, NOTE),
        ),
        pictures=(
            Picture(
                "A sound of the library reconstructed by each method", _spectrograms(first_drum), "0 to 22 kHz, 80 dB."
            ),
            Picture("A note reconstructed by each method", _spectrograms(first_note), "0 to 22 kHz, 80 dB."),
            *loss_curves(vocoders),
        ),
        missing=tuple(dict.fromkeys(missing + of_notes.missing + of_drums.missing)),
    )


def _methods(bundles: tuple[Bundle, ...]) -> tuple[list[Method], list[str]]:
    """Return all methods, and a sentence for each vocoder that cannot be opened."""
    methods, missing = fixed_methods(), []
    for bundle in bundles:
        if bundle.vocoder is None:
            continue
        try:
            vocoder = Vocoder(bundle, bundle.vocoder)
        except BundleError as error:
            missing.append(f"Reconstruction by {error}")
            continue
        rate = bundle.representation.sample_rate
        methods.append(Method(f"Vocoder of {bundle.name}", f"bands of {bundle.name}", rate, vocoder, False, "ONNX"))
    return methods, missing


def _measure(methods: list[Method], sounds: list[Signal], seed: int, bar: tqdm) -> Measured:
    """Reconstruct sounds with each method and compare them with the originals."""
    measured = Measured({}, {}, [])
    for method in methods:
        try:
            reconstructed, elapsed = reconstruct(method, sounds, seed)
        except BundleError as error:
            measured.missing.append(f"Reconstruction by {error}")
        else:
            measured.rows[method] = compare(method, reconstructed, sounds, elapsed)
            measured.first[method.name] = at_rate(reconstructed[0], method.sample_rate, RATE)
        bar.update()
    measured.missing.extend(_absent(list(measured.rows.values())))
    return measured


def _absent(rows: list[Row]) -> list[str]:
    """Return sentences on why cells are empty."""
    lines = []
    if not fingerprint.available():
        lines.append("Fingerprint similarity: fpcalc is not installed (Debian: libchromaprint-tools).")
    elif any(row.fingerprint_similarity is None for row in rows):
        lines.append("Fingerprint similarity of some methods: fpcalc computed no fingerprint.")
    if not visqol.available():
        lines.append(f"ViSQOL: visqol-python is not installed ({visqol.INSTALL}).")
    elif any(row.visqol is None for row in rows):
        lines.append("ViSQOL of some methods: they are silent.")
    if not peaq.available():
        lines.append(f"ODG: peaq is not installed ({peaq.INSTALL}).")
    elif all(row.odg is None and row.odg_44k is None for row in rows):
        lines.append(f"ODG: {peaq.NO_GRADES}.")
    elif any(row.odg is None for row in rows):
        lines.append("ODG of some methods: peaq computed no grade.")
    return lines


def _table(title: str, rows: dict[Method, Row], note: str) -> Table:
    """Return the table, rounded to the significant digits."""
    cells = []
    for method, row in rows.items():
        distances = (round(row.distance_16k, 3), round(row.distance_44k, 3))
        grades = (_rounded(row.fingerprint_similarity, 1), _rounded(row.visqol, 2), row.odg, _rounded(row.odg_44k, 2))
        cost = (method.steps, _rounded(method.minutes, 1), round(row.ms_per_second, 1), method.runs_in)
        named = (method.reconstruction, method.spectrogram, method.sample_rate)
        cells.append((*named, *distances, *grades, _rounded(row.told, 2), *cost))
    return Table(title, COLUMNS, tuple(cells), note)


def _rounded(number: float | None, digits: int) -> float | None:
    """Round a number that there may not be."""
    return None if number is None else round(number, digits)


def _spectrograms(sounds: dict[str, Signal]) -> bytes:
    """Draw spectrograms side by side, each normalised to its loudest bin."""
    n_rows = -(-len(sounds) // WIDE)
    figure = new_figure(3.2 * WIDE, 2.6 * n_rows)
    grid = figure.subplots(n_rows, WIDE, squeeze=False).flat
    for axes, title_and_sound in zip(grid, [*sounds.items()] + [None] * WIDE, strict=False):
        hide_axes(axes)
        if title_and_sound:
            magnitude = magnitudes(title_and_sound[1], 1024)
            decibels = 20 * np.log10(np.maximum(magnitude / max(magnitude.max(), 1e-9), 1e-4))
            axes.imshow(decibels, origin="lower", aspect="auto", cmap="magma", vmin=-80, vmax=0)
            axes.set_title(title_and_sound[0], fontsize=9)
    return to_png(figure)
