"""The section on representations, with sounds of a fifth of a second, and few iterations where they do not matter."""

import json
import re
from dataclasses import replace

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

pytest.importorskip("librosa")
pytest.importorskip("acoustid")

from latentpad_export.evaluate.metrics import peaq
from latentpad_export.evaluate.metrics.distances import match_level, multi_resolution_stft_distance
from latentpad_export.evaluate.sections import representations
from latentpad_export.evaluate.sections.fidelity import at_rate, compare, reconstruct
from latentpad_export.evaluate.sections.representations import COLUMNS, measure_representations
from latentpad_export.evaluate.subjects import analysis_synthesis
from latentpad_export.evaluate.subjects.analysis_synthesis import (
    Method,
    fit,
    fixed_methods,
    through_cqt,
    through_mel,
    zero_phase,
)
from latentpad_export.presets import THESIS

RATE = 44_100
TIME = np.arange(RATE // 5) / RATE
OLD = THESIS.representation
FIXED = (
    "No reconstruction / STFT",
    "Griffin-Lim / STFT",
    "Griffin-Lim / Mel",
    "Griffin-Lim / CQT",
    "Griffin-Lim / STFT 1024/256",
    "latentpad / warped bands",
)


def tone(sample_rate, n_samples):
    """Return the tone of 500 Hz that the toy vocoder returns for everything."""
    return np.sin(2 * np.pi * 500 * np.arange(n_samples) / sample_rate).astype(np.float32)


@pytest.fixture
def drums(rng):
    decay = np.exp(-TIME / 0.05)
    snare = decay * (0.5 * np.sin(2 * np.pi * 190 * TIME) + 0.3 * rng.standard_normal(len(TIME)))
    return [tone(RATE, len(TIME)), (snare / np.abs(snare).max()).astype(np.float32)]


@pytest.fixture
def without_programs(tmp_path, monkeypatch):
    """Hide the programs, and ViSQOL."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("latentpad_export.evaluate.metrics.visqol.available", lambda: False)


@pytest.fixture
def ours_only(monkeypatch, without_programs):
    """Leave out all methods but ours and the vocoders, and the plot."""
    monkeypatch.setattr(representations, "_spectrograms", lambda _: b"")
    monkeypatch.setattr(representations, "fixed_methods", lambda: fixed_methods()[-1:])


def measure(drums, *bundles, seed=0):
    return measure_representations(drums, bundles, seed, n_notes=1, note_seconds=0.2)


def vocoder_network(shape, signal, source="feature", target="signal"):
    """Return a network that maps any feature to a signal, times the feature's maximum, which is 1."""
    nodes = [
        helper.make_node("ReduceMax", [source, "axes"], ["loudest"], keepdims=0),
        helper.make_node("Reshape", ["loudest", "column"], ["gain"]),
        helper.make_node("MatMul", ["gain", "row"], [target]),
    ]
    constants = {"axes": np.array([1, 2]), "column": np.array([-1, 1]), "row": signal[None]}
    graph = helper.make_graph(
        nodes,
        "toy",
        [helper.make_tensor_value_info(source, TensorProto.FLOAT, ["batch", shape.n_bands, shape.n_frames])],
        [helper.make_tensor_value_info(target, TensorProto.FLOAT, ["batch", len(signal)])],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, ir_version=9, opset_imports=[helper.make_opsetid("", 18)])
    onnx.checker.check_model(model)
    return model.SerializeToString()


@pytest.fixture
def vocoder_bundle(bundle):
    """The toy bundle with a vocoder."""
    shape = bundle.representation
    network = vocoder_network(shape, tone(shape.sample_rate, shape.n_samples))
    return replace(bundle, vocoder=network)


def test_every_method_has_a_row_in_both_tables_and_missing_programs_are_reported_once(
    drums, monkeypatch, without_programs
):
    monkeypatch.setattr(analysis_synthesis, "N_ITER", 1)
    section = measure(drums)
    assert {name: tuple(rows) for name, rows in section.figures.items()} == {"notes": FIXED, "drums": FIXED}
    for table in section.tables:
        assert tuple(f"{row[0]} / {row[1]}" for row in table.rows) == FIXED
        assert [row[2] for row in table.rows] == [16_000] * 4 + [44_100] * 2
        assert {len(row) for row in table.rows} == {len(COLUMNS)}
        assert all(cell is None for row in table.rows for cell in row[5:12])
        assert [row[13] for row in table.rows] == ["librosa"] * 5 + ["numba"]
    assert [line.split(":")[0] for line in section.missing] == ["Fingerprint similarity", "ViSQOL", "ODG"]
    assert json.loads(json.dumps(section.figures, allow_nan=False)) == section.figures
    assert section.pictures[0].png.startswith(b"\x89PNG")


def test_installed_programs_fill_their_columns(drums, ours_only, monkeypatch):
    monkeypatch.setattr("latentpad_export.evaluate.sections.fidelity.fingerprint_similarity", lambda *_: 61.234)
    monkeypatch.setattr("latentpad_export.evaluate.sections.fidelity.mean_opinion_score", lambda *_: 4.125)
    monkeypatch.setattr("latentpad_export.evaluate.sections.fidelity.objective_difference_grade", lambda *_: -1.966)
    monkeypatch.setattr("latentpad_export.evaluate.metrics.fingerprint.available", lambda: True)
    monkeypatch.setattr("latentpad_export.evaluate.metrics.peaq.available", lambda: True)
    monkeypatch.setattr("latentpad_export.evaluate.metrics.visqol.available", lambda: True)
    section = measure(drums)
    assert [row[5:8] for table in section.tables for row in table.rows] == [(61.2, 4.12, -1.966)] * 2
    assert section.missing == ()


def test_programs_without_a_result_are_reported(drums, ours_only, monkeypatch):
    monkeypatch.setattr("latentpad_export.evaluate.metrics.fingerprint.available", lambda: True)
    monkeypatch.setattr("latentpad_export.evaluate.metrics.peaq.available", lambda: True)
    monkeypatch.setattr("latentpad_export.evaluate.metrics.visqol.available", lambda: True)
    monkeypatch.setattr("latentpad_export.evaluate.sections.fidelity.mean_opinion_score", lambda *_: None)
    assert measure(drums).missing == (
        "Fingerprint similarity of some methods: fpcalc computed no fingerprint.",
        "ViSQOL of some methods: they are silent.",
        f"ODG: {peaq.NO_GRADES}.",
    )


def test_the_seed_determines_the_result(drums, ours_only):
    one, same, other = (measure(drums, seed=seed).figures for seed in (1, 1, 2))

    def distance(figures, sounds):
        return figures[sounds][FIXED[-1]]["distance_44k"]

    assert distance(one, "notes") == distance(same, "notes") != distance(other, "notes")
    assert distance(one, "drums") == distance(same, "drums") != distance(other, "drums")


def test_a_vocoder_has_a_row_and_reconstructs_the_one_sound_that_it_knows(drums, ours_only, bundle, vocoder_bundle):
    section = measure(drums[:1], bundle, vocoder_bundle)
    assert [row[:3] for row in section.tables[1].rows][1:] == [("Vocoder of toy", "bands of toy", 8_000)]
    rows = [section.figures[sounds]["Vocoder of toy / bands of toy"] for sounds in ("drums", "notes")]
    assert rows[0]["distance_16k"] < 0.1 < 0.5 < rows[1]["distance_16k"]


def broken(bundle, kind):
    shape = bundle.representation
    right = tone(shape.sample_rate, shape.n_samples)
    return {
        "damaged": b"no network",
        "another input": vocoder_network(shape, right, source="mel"),
        "another output": vocoder_network(shape, right, target="audio"),
        "another length": vocoder_network(shape, right[:-1]),
        "more bands": vocoder_network(replace(shape, n_bands=66), right),
        "not finite": vocoder_network(shape, np.full_like(right, np.nan)),
    }[kind]


@pytest.mark.parametrize(
    ("kind", "complaint"),
    [
        ("damaged", r"is not a network that latentpad can run \(.*\)"),
        ("another input", r"maps \['mel'\] to \['signal'\], must map feature to signal"),
        ("another output", r"maps \['feature'\] to \['audio'\], must map feature to signal"),
        ("another length", r"returned signal float32 \(1, 1983\), must be finite float32 \(1, 1984\)"),
        ("more bands", r"cannot process 32 frames \(.*\)"),
        ("not finite", r"returned signal float32 \(1, 1984\), must be finite float32 \(1, 1984\)"),
    ],
)
def test_a_vocoder_that_cannot_be_used_is_reported_in_one_sentence(drums, ours_only, bundle, kind, complaint):
    section = measure(drums, replace(bundle, vocoder=broken(bundle, kind)))
    assert re.fullmatch(rf"Reconstruction by toy: vocoder\.onnx {complaint}", section.missing[0])
    assert len(section.missing) == 4
    assert [len(table.rows) for table in section.tables] == [1, 1]


def test_a_vocoder_limited_to_a_length_has_no_row_for_longer_sounds(drums, ours_only, vocoder_bundle):
    longer = np.tile(drums[0], 2)
    section = measure([longer], vocoder_bundle)
    (line,) = (line for line in section.missing if "vocoder" in line)
    assert line.startswith("Reconstruction by toy: vocoder.onnx cannot process 51 frames (")
    assert [len(table.rows) for table in section.tables] == [2, 1]


def test_our_method_is_closer_to_the_original_than_that_of_the_thesis(drums):
    methods = {method.name: method for method in fixed_methods()}
    ours, theirs = (
        compare(method, reconstruct(method, drums, 0)[0], drums, 1.0)
        for method in (methods["latentpad / warped bands"], methods["Griffin-Lim / Mel"])
    )
    assert ours.distance_44k < 0.5 * theirs.distance_44k
    assert ours.distance_16k < theirs.distance_16k


def test_iterations_bring_griffin_lim_closer(drums):
    sound = at_rate(drums[1], RATE, OLD.sample_rate)
    reconstructed = analysis_synthesis.through_stft(sound, OLD, np.random.default_rng(0))
    none = zero_phase(sound, OLD)
    fitted = (fit(signal, len(sound)) for signal in (reconstructed, none))
    found, start = (multi_resolution_stft_distance(match_level(signal, sound), sound) for signal in fitted)
    assert found < 0.7 * start


def test_the_mel_bands_of_the_thesis_reproduce_a_tone(drums):
    sound = at_rate(drums[0], RATE, OLD.sample_rate)
    reconstructed = through_mel(sound, OLD, np.random.default_rng(0))
    assert abs(np.abs(np.fft.rfft(reconstructed, OLD.sample_rate)).argmax() - 500) < 16
    assert np.abs(reconstructed).std() == pytest.approx(np.abs(sound).std(), rel=0.3)


def test_the_constant_q_bins_end_just_above_4_khz(rng, monkeypatch):
    monkeypatch.setattr(analysis_synthesis, "N_ITER", 1)
    noise = rng.standard_normal(OLD.sample_rate // 2).astype(np.float32)
    reconstructed = through_cqt(noise, OLD, np.random.default_rng(0))
    power = np.square(np.abs(np.fft.rfft(reconstructed, OLD.sample_rate)))
    assert power[3_000:4_000].mean() > 100 * power[4_500:].mean()


@pytest.mark.parametrize("joined", [True, False])
def test_reconstructed_sounds_keep_their_lengths(joined):
    lengths = []

    def shorter(sound, rng):
        lengths.append(len(sound))
        return 2 * sound[:-1]

    sounds = [np.full(n, n, dtype=np.float32) for n in (5, 7, 3)]
    reconstructed = Method("a", "b", 8_000, shorter, joined)(sounds, np.random.default_rng(0))
    assert lengths == ([15] if joined else [5, 7, 3])
    assert [sound.tolist()[:-1] for sound in reconstructed] == [[2 * n] * (n - 1) for n in (5, 7, 3)]
    assert [sound[-1] for sound in reconstructed] == ([10, 14, 0] if joined else [0, 0, 0])
