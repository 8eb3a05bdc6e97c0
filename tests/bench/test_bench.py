"""The benchmark's measurements and checks; each check can fail."""

import json
import struct
from dataclasses import replace

import numpy as np
import pytest
import soundfile

from latentpad.bench import families, inputs, installed, playing, rendering, run
from latentpad.bench.playing import check_complete
from latentpad.bench.report import Report, Row
from latentpad.bench.run import Measured
from latentpad.bench.timing import summary, time_call, time_calls
from latentpad.cli.main import main
from latentpad.errors import BenchError
from latentpad.synth.griffin_lim import PhaseReconstruction


def test_a_target_is_met_within_its_bounds():
    assert [Row("a", value, "ms", high=20.0).holds for value in (19.9, 20.0, 20.1)] == [True, True, False]
    assert [Row("a", value, "x", low=10.0).holds for value in (9.9, 10.0, 10.1)] == [False, True, True]
    assert (Row("a", 1, "ms", high=20.0).target, Row("a", 1, "x", low=10.0).target) == ("≤ 20", "≥ 10")


def test_a_summary_is_in_milliseconds():
    assert summary([0.001 * i for i in range(101)]) == pytest.approx((50.0, 99.0))
    calls = []
    assert time_calls(lambda: calls.append(1), 5).p50 < 1
    assert len(calls) == 7


def test_the_table_shows_which_targets_are_missed():
    report = Report(rows=[Row("good", 1.0, "ms", high=2.0), Row("bad", 3.0, "ms", high=2.0, beside="why")])
    lines = report.to_markdown().splitlines()
    assert "| good | 1 ms | ≤ 2 | yes |  |" in lines
    assert "| bad | 3 ms | ≤ 2 | NO | why |" in lines
    loaded = json.loads(json.dumps(report.to_dict()))
    assert [row["holds"] for row in loaded["rows"]] == [True, False]
    assert loaded["versions"]["numpy"] == np.__version__


def test_the_inputs_are_the_same_every_time(bundle):
    assert inputs.requests(bundle, 10) == inputs.requests(bundle, 10)
    assert inputs.one_shot().tobytes() == inputs.one_shot().tobytes()
    assert len(inputs.one_shot()) == 88_200
    assert np.array_equal(inputs.random_map(50).points, inputs.random_map(50).points)


def test_the_convergence_of_a_signal_to_itself_is_zero():
    signal = inputs.one_shot(0.25)
    wanted = inputs.magnitudes(signal)
    assert inputs.spectral_convergence(signal, wanted) == 0.0
    assert inputs.spectral_convergence(0.5 * signal, wanted) == pytest.approx(0.5, abs=1e-6)


def test_a_truncated_wav_is_detected(tmp_path):
    path = tmp_path / "a.wav"
    soundfile.write(path, np.zeros(100), 44100, subtype="PCM_24")
    check_complete(path, 100)
    with pytest.raises(BenchError, match="is incomplete"):
        check_complete(path, 101)
    whole = path.read_bytes()
    path.write_bytes(whole[:-3])
    with pytest.raises(BenchError, match=r"is incomplete: \d+ bytes, \d+ in its header, 100 samples"):
        check_complete(path, 100)
    path.write_bytes(whole[:4] + struct.pack("<I", 9) + whole[8:])
    with pytest.raises(BenchError, match="is incomplete"):
        check_complete(path, 100)


def test_silent_points_are_left_out(bundle, make_decoder):
    points = inputs.requests(bundle, 200)
    assert 100 < len(points) < 200  # a corner of the toy is silent
    mute = replace(bundle, decoder=make_decoder(np.zeros((4, 65, 32), dtype=np.float32)))
    with pytest.raises(BenchError, match=r"^toy: all of 9 points are silent"):
        inputs.requests(mute, 9)


def test_a_daemon_is_measured_from_outside(bundle, bundle_path, monkeypatch):
    monkeypatch.setattr(playing, "N_RESTS", 3)
    report = Report()
    times = playing.measure_playing(inputs.requests(bundle, 20), bundle_path, report, 1.0)
    found = {row.what: row for row in report.rows}
    assert 0 < times.p50 <= times.p99
    assert found["datagram to finished file and reply, p50"].value == times.p50
    assert "120 points per second for 1 s: longest wait beyond two renders" in found
    assert found["moved points, trigger auto: reply after the rest, p50"].value > -10


def test_batches_are_measured_from_outside(bundle, bundle_path, monkeypatch):
    monkeypatch.setattr(families, "N_TOUCHES", 6)
    monkeypatch.setattr(families, "N_KITS", 1)
    report = Report()
    points = inputs.requests(bundle, 12)
    families.measure_families(points, bundle_path, report)
    rendering.measure_locating(bundle, points, report)
    assert [row.unit for row in report.rows] == ["s", "s", "x", "ms"]
    assert all(row.value > 0 for row in report.rows)


def test_a_daemon_that_cannot_start_is_reported_in_one_line(tmp_path):
    with pytest.raises(BenchError, match=r"^the daemon did not start \(latentpad: .*nowhere does not exist"):
        playing.measure_playing([], tmp_path / "nowhere", Report(), 1.0)


def test_the_ffts_alone_take_less_time_than_the_reconstruction(monkeypatch):
    monkeypatch.setattr(rendering, "N_RUNS", 5)
    monkeypatch.setattr(rendering, "N_GROWTH_RUNS", 1)
    report = Report()
    milliseconds = rendering.measure_phase(report)
    (row,) = report.rows
    assert row.value > 1
    assert milliseconds > 0
    assert {name: len(points) for name, points in report.growth.items()} == {"seconds of sound": 6, "sample rate": 4}


def test_the_batch_and_the_stages_are_measured(noisy_bundle):
    points, report = inputs.requests(noisy_bundle, 12), Report()
    rendering.measure_batch(noisy_bundle, points, report)
    rendering.measure_stages(noisy_bundle, points, report)
    assert report.rows[0].value > 0
    assert {"inverse map", "decoder", "wav, write, fsync, rename"} < set(report.stages)


def test_the_installed_size_leaves_out_extras():
    names = installed.dependencies("latentpad")
    assert {"latentpad", "numpy", "numba", "llvmlite", "onnxruntime", "cffi", "rocket-fft"} <= names
    assert not names & {"torch", "librosa", "umap-learn", "pytest", "scipy"}
    assert installed.megabytes("numpy") > 10


def test_bench_refuses_an_impossible_stream(capsys):
    for words, complaint in ((["0"], "must be between 1 and 600, not 0"), (["long"], "must be a number, not 'long'")):
        with pytest.raises(SystemExit):
            main(["bench", "--seconds", *words])
        assert complaint in capsys.readouterr().err


SKIPPED = (
    *("measure_start", "measure_families", "measure_locating", "measure_inverse_map", "measure_batch"),
    *("measure_stages", "measure_installed"),
)


@pytest.mark.parametrize("as_json", [True, False])
def test_bench_prints_every_step_and_each_reference(bundle_path, monkeypatch, capsys, as_json):
    for name in SKIPPED:
        monkeypatch.setattr(run, name, lambda *_: None)
    monkeypatch.setattr(run, "measure_playing", lambda *_: summary([0.010]))
    monkeypatch.setattr(run, "measure_phase", lambda _report: 5.0)
    monkeypatch.setattr("latentpad.cli.bench.references", lambda: [compare])

    def compare(_bundle, measured, report):
        assert measured == Measured(pytest.approx(10.0), 5.0)
        report.rows.append(Row("reference", 300.0, "x", low=100.0))

    assert main(["bench", str(bundle_path), *(["--json"] if as_json else [])]) == 0
    out, err = capsys.readouterr()
    assert "measuring: 10 of 10" in err
    if as_json:
        assert json.loads(out)["rows"][0]["what"] == "reference"
    else:
        assert "| reference | 300 x | ≥ 100 | yes |  |" in out


def test_the_references_are_those_of_the_training_half():
    pytest.importorskip("librosa")
    from latentpad_export import bench_references as references

    assert run.references() == [references.compare]


def test_librosa_is_compared_on_the_same_magnitudes(monkeypatch):
    pytest.importorskip("librosa")
    from latentpad_export import bench_references as references

    monkeypatch.setattr(references, "time_calls", lambda call, _: summary([time_call(call)]))
    report = Report()
    references._compare_phase(10.0, report)
    speed, distance = report.rows
    assert speed.value > 1
    assert distance.value < 1


def test_the_phase_is_no_worse_than_librosas_on_a_drum():
    librosa = pytest.importorskip("librosa")
    time = np.arange(60 * inputs.HOP_LENGTH) / inputs.SAMPLE_RATE
    noise = np.random.default_rng(0).standard_normal(time.size)
    drum = 0.7 * np.exp(-time / 0.08) * np.sin(2 * np.pi * 180 * time) + 0.3 * np.exp(-time / 0.03) * noise
    wanted = inputs.magnitudes(drum)
    stft = {"hop_length": inputs.HOP_LENGTH, "n_fft": inputs.N_FFT}
    theirs = librosa.griffinlim(wanted.T, n_iter=32, random_state=0, length=time.size, **stft)
    ours = PhaseReconstruction(inputs.N_FFT, inputs.HOP_LENGTH)(wanted, np.random.default_rng(0))
    assert inputs.spectral_convergence(ours, wanted) < inputs.spectral_convergence(theirs, wanted)
