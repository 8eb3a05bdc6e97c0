"""The file of a trained vocoder."""

import io
import json
import zipfile

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra [export]")

from latentpad_export.errors import EvaluationError
from latentpad_export.evaluate.reconstruction import vocoder_contents
from latentpad_export.evaluate.reconstruction.vocoder_file import load_vocoder, save_vocoder


@pytest.fixture
def path(toy, about, tmp_path, monkeypatch):
    monkeypatch.setattr(toy, "to_onnx", lambda: None)
    save_vocoder(tmp_path / "toy.vocoder", toy, about)
    return tmp_path / "toy.vocoder"


def rewrite(path, **contents):
    """Replace contents of the file; None removes one."""
    with zipfile.ZipFile(path) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    found |= {name.replace("_", "."): content for name, content in contents.items()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in found.items():
            if content is not None:
                archive.writestr(name, content)


def manifest(path, **changes):
    with zipfile.ZipFile(path) as archive:
        found = json.loads(archive.read("vocoder.json"))
    return json.dumps({name: value for name, value in {**found, **changes}.items() if value is not None}).encode()


def arrays(**values):
    buffer = io.BytesIO()
    np.savez(buffer, **values)
    return buffer.getvalue()


def test_a_vocoder_is_the_same_after_it_was_saved_and_loaded(toy, about, path, rng):
    trained = load_vocoder(path)
    signal = rng.uniform(-1, 1, 500).astype(np.float32)
    assert trained.about == about
    assert trained.vocoder.config == toy.config
    assert np.array_equal(trained.vocoder.reconstruct(signal, rng), toy.reconstruct(signal, rng))


@pytest.mark.parametrize(
    ("contents", "complaint"),
    [
        ({"vocoder_json": b"{"}, r"is no vocoder of .*, or damaged \(Expecting"),
        ({"vocoder_json": None}, r"or damaged \(.*no item named 'vocoder\.json'"),
        ({"vocoder_json": b"[]"}, r"or damaged \("),
        ({"weights_npz": b"pickled"}, r"or damaged \("),
        ({"weights_npz": arrays(weight=np.array([{}]))}, r"or damaged \(.*allow_pickle=False"),
        ({"weights_npz": arrays(weight=np.zeros(3, np.float32))}, r"or damaged \(Error\(s\) in loading"),
        ({"weights_npz": arrays(weight=np.full(3, np.nan, np.float32))}, r"\(weight weight is not finite float32\)"),
    ],
)
def test_damaged_contents_are_refused_in_one_line(path, contents, complaint):
    rewrite(path, **contents)
    with pytest.raises(EvaluationError, match=complaint) as caught:
        load_vocoder(path)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(f"{path}: ")


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"format": 2}, r"format=2, but this latentpad reads format 1$"),
        ({"name": "tacotron"}, r"name='tacotron', must be one of .*toy"),
        ({"config": {"surprise": 1}}, r"or damaged \(.*surprise"),
        ({"representation": {"sample_rate": 1}}, r"or damaged \(its representation is another"),
        ({"curve": None}, r"or damaged \('curve'\)"),
        ({"steps": "many"}, r"or damaged \(invalid literal"),
        ({"steps": float("inf")}, r"or damaged \(cannot convert float infinity"),
        ({"steps": -1}, r"or damaged \(steps=-1, minutes=.*, must be 0 or more\)"),
        ({"minutes": float("nan")}, r"or damaged \(steps=.*, minutes=nan, must be 0 or more\)"),
        ({"trained_on": "kick.wav"}, r"or damaged \(trained_on must be a list, data and versions objects\)"),
        ({"data": []}, r"or damaged \(trained_on must be a list, data and versions objects\)"),
        ({"config": {"batch_size": 10**6}}, r"or damaged \(setting batch_size=1000000, must be int, 0 to 32\)"),
        ({"config": {"batch_size": None}}, r"or damaged \(setting batch_size=None, must be int, 0 to 32\)"),
        ({"config": {"dropout": float("nan")}}, r"or damaged \(setting dropout=nan, must be float, 0 to 1\)"),
    ],
)
def test_wrong_statements_are_refused_in_one_line(path, changes, complaint):
    rewrite(path, vocoder_json=manifest(path, **changes))
    with pytest.raises(EvaluationError, match=complaint):
        load_vocoder(path)


@pytest.mark.parametrize("position", range(60, 260, 20))
def test_flipped_bytes_of_packed_contents_are_refused_in_one_line(path, position):
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("vocoder.json").header_offset
    content = bytearray(path.read_bytes())
    content[start + position] ^= 0x5A
    path.write_bytes(content)
    with pytest.raises(EvaluationError, match=r"is no vocoder of .*, or damaged \(") as caught:
        load_vocoder(path)
    assert "\n" not in str(caught.value)


def test_weights_that_claim_or_unpack_to_too_much_are_refused(path, monkeypatch):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        header = io.BytesIO()
        shape = {"descr": "<f4", "fortran_order": False, "shape": (10**15,)}
        np.lib.format.write_array_header_1_0(header, shape)
        archive.writestr("weight.npy", header.getvalue())
    rewrite(path, weights_npz=packed.getvalue())
    with pytest.raises(EvaluationError, match=r"or damaged \(Unable to allocate"):
        load_vocoder(path)
    zeros = io.BytesIO()
    np.savez_compressed(zeros, weight=np.zeros(500_000, np.float32))
    rewrite(path, weights_npz=zeros.getvalue())
    monkeypatch.setattr(vocoder_contents, "MAX_BYTES", 1_000_000)
    with pytest.raises(EvaluationError, match=r"or damaged \(what is packed in it has over 1 MB\)"):
        load_vocoder(path)


def test_a_file_that_is_not_there_or_no_zip_is_refused(tmp_path):
    with pytest.raises(EvaluationError, match=r"absent\.vocoder: cannot be read \(No such file"):
        load_vocoder(tmp_path / "absent.vocoder")
    (tmp_path / "text.vocoder").write_text("no zip")
    with pytest.raises(EvaluationError, match=r"text\.vocoder: is no vocoder of .*\(File is not a zip file\)"):
        load_vocoder(tmp_path / "text.vocoder")
