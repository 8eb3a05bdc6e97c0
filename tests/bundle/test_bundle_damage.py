"""Every kind of damage gives one line: file, what was found and what was expected."""

import hashlib
import json
import re
import zipfile
from dataclasses import replace

import pytest

from latentpad.bundle.bundle import load_bundle, save_bundle
from latentpad.bundle.file_sizes import MAX_BYTES
from latentpad.errors import BundleError

FILES = ("bundle.json", "decoder.onnx", "encoder.onnx", "map.npz", "mel.npz", "ATTRIBUTION.txt", "MODEL_CARD.md")


def change(path, **changes):
    """Change the manifest; None removes a field."""
    manifest = {**json.loads((path / "bundle.json").read_text(encoding="utf-8")), **changes}
    (path / "bundle.json").write_text(json.dumps({k: v for k, v in manifest.items() if v is not None}))


def test_a_missing_bundle_is_refused_with_a_way_to_make_one(tmp_path, refused):
    assert refused(
        tmp_path / "no.latentpad", r"does not exist\. To make a bundle .*: latentpad map FOLDER -o NAME\.latentpad$"
    )


def test_an_impossible_file_name_is_refused(tmp_path, refused):
    assert refused(tmp_path / ("x" * 300), "does not exist")
    assert refused(tmp_path / "a\0b", "does not exist")


@pytest.mark.parametrize("content", [b"", b"RIFF", b"PK\3\4 no zip after all"])
def test_a_file_that_is_not_a_zip_is_refused(tmp_path, content, refused):
    (tmp_path / "kick.wav").write_bytes(content)
    assert refused(tmp_path / "kick.wav", r"is neither a bundle folder nor a zip of one\. To make a bundle")


def test_an_empty_folder_is_refused(tmp_path, refused):
    assert refused(tmp_path, r"is not a bundle: it has no bundle\.json\. To make a bundle")


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_refused(bundle_path, name, refused):
    (bundle_path / name).unlink()
    assert refused(
        bundle_path, rf"({re.escape(name)} is missing; the bundle is incomplete|it has no {re.escape(name)}\.)"
    )


@pytest.mark.parametrize("name", FILES)
def test_a_folder_in_place_of_a_file_is_refused(bundle_path, name, refused):
    (bundle_path / name).unlink()
    (bundle_path / name).mkdir()
    assert refused(bundle_path, rf"{re.escape(name)} cannot be read \(")


@pytest.mark.parametrize("name", FILES[1:])
def test_one_flipped_bit_is_detected(bundle_path, name, refused):
    content = bytearray((bundle_path / name).read_bytes())
    content[len(content) // 2] ^= 1
    (bundle_path / name).write_bytes(content)
    assert refused(bundle_path, rf"{re.escape(name)} does not match its sha256 in bundle\.json; copy")


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_too_large_is_refused_before_it_is_read(bundle_path, name, monkeypatch, refused):
    size = (bundle_path / name).stat().st_size
    monkeypatch.setitem(MAX_BYTES, name, size)
    with (bundle_path / name).open("ab") as file:
        file.truncate(size + 1)
    assert refused(bundle_path, rf"{re.escape(name)} has {size + 1} bytes, at most {size} are read$")


@pytest.mark.parametrize(
    "text", [b"", b"{", b"\xff\xfe\0", b"PK\3\4", b"[" * 100_000, b'{"a":' * 100_000, b"9" * 5000, b"{'format': 1}"]
)
def test_a_manifest_that_is_not_json_is_refused(bundle_path, text, refused):
    (bundle_path / "bundle.json").write_bytes(text)
    assert refused(bundle_path, r"bundle\.json is not JSON \(.+\); the bundle is damaged$")


@pytest.mark.parametrize("text", ["3", "null", "[]", "{}", '"latentpad"'])
def test_json_of_another_program_is_refused(bundle_path, text, refused):
    (bundle_path / "bundle.json").write_text(text)
    assert refused(bundle_path, r"bundle\.json has format=\w+, so this is not a latentpad bundle$")


@pytest.mark.parametrize("found", [True, 0, -1, 1.0, "1", "x" * 10000, [1]])
def test_a_format_that_is_not_a_number_is_refused(bundle_path, found, refused):
    change(bundle_path, format=found)
    assert refused(bundle_path, r"bundle\.json has format=\S+, so this is not a latentpad bundle$")


def test_a_newer_format_is_refused_with_what_to_do(bundle_path, refused):
    change(bundle_path, format=3)
    assert refused(bundle_path, "format=3, but this version reads up to 2; update latentpad$")


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"files": None}, r"bundle\.json lists no files; the bundle is damaged$"),
        ({"files": [1]}, r"bundle\.json lists no files"),
        ({"files": {}}, r"mel\.npz does not match its sha256 in bundle\.json"),
        ({"representation": None}, "representation must be an object of numbers, found NoneType"),
        ({"latent_dim": None}, "latent_dim=None, must be an integer between 1 and 4096"),
        ({"latent_dim": True}, "latent_dim=True, must be"),
        ({"latent_dim": 4.0}, "latent_dim=4.0, must be"),
        ({"latent_dim": 0}, "latent_dim=0, must be"),
        ({"latent_dim": 4097}, "latent_dim=4097, must be"),
        ({"latent_dim": 5}, r"map\.npz: latents is float32 \(32, 4\), must be 32 x 5"),
        ({"labels": None}, "labels must be a list of strings"),
        ({"labels": ["kick", 3]}, "labels must be a list of strings"),
        ({"labels": ["kick"]}, r"map\.npz: labels has values outside -1 to 0"),
        ({"name": 3}, "name=3 must be a string"),
        ({"preset": ["a" * 100] * 100}, "preset=.* must be a string"),
        ({"licence": None}, "licence=None must be a string"),
        ({"versions": "0.1"}, "versions must be an object"),
        ({"training": None}, "training must be an object"),
    ],
)
def test_a_manifest_with_a_wrong_field_is_refused(bundle_path, changes, complaint, refused):
    change(bundle_path, **changes)
    assert refused(bundle_path, complaint)


@pytest.mark.parametrize("value", [None, True, "8000", 0, 1e9])
def test_a_representation_out_of_bounds_is_refused(bundle_path, bundle, value, refused):
    change(bundle_path, representation={**bundle.representation.to_dict(), "sample_rate": value})
    assert refused(
        bundle_path, r"bundle\.json: representation\.sample_rate=.*, must be a number between 8000 and 192000$"
    )


def test_tables_of_another_representation_are_refused(bundle_path, bundle, refused):
    change(bundle_path, representation={**bundle.representation.to_dict(), "n_bands": 64})
    assert refused(bundle_path, r"mel\.npz: analysis is float32 \(65, 129\), must be 64 x 129")


@pytest.mark.parametrize("found", [True, 3, "", "decoder.onnx", "../vocoder.onnx", ["vocoder.onnx"], "x" * 10000])
def test_a_vocoder_of_the_wrong_name_or_type_is_refused(bundle_path, found, refused):
    change(bundle_path, vocoder=found)
    assert refused(bundle_path, r"bundle\.json: vocoder=.*, must be 'vocoder\.onnx' or left out$")


def test_a_vocoder_that_is_null_is_refused(bundle_path, refused):
    manifest = json.loads((bundle_path / "bundle.json").read_text(encoding="utf-8"))
    (bundle_path / "bundle.json").write_text(json.dumps({**manifest, "vocoder": None}))
    assert refused(bundle_path, r"bundle\.json: vocoder=None, must be")


@pytest.fixture
def vocoder_path(bundle, tmp_path):
    path = tmp_path / "vocoder.latentpad"
    save_bundle(replace(bundle, vocoder=b"network"), path)
    return path


def test_a_listed_but_missing_vocoder_is_refused(vocoder_path, refused):
    (vocoder_path / "vocoder.onnx").unlink()
    assert refused(vocoder_path, r"vocoder\.onnx is missing")


def test_a_vocoder_other_than_the_listed_one_is_refused(vocoder_path, refused):
    (vocoder_path / "vocoder.onnx").write_bytes(b"another")
    assert refused(vocoder_path, r"vocoder\.onnx does not match its sha256 in bundle\.json; copy")


def outcome(path):
    try:
        return load_bundle(path).digest
    except BundleError as error:
        return str(error)


@pytest.mark.parametrize("flipped", [0x01, 0x06, 0xFF])
def test_a_zip_with_a_wrong_byte_is_refused_or_still_the_same_bundle(bundle_path, bundle, tmp_path, flipped):
    path = tmp_path / "toy.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in FILES:
            archive.writestr(name, (bundle_path / name).read_bytes())
    whole = path.read_bytes()
    outcomes = set()
    for place in range(0, len(whole), 13):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ flipped]) + whole[place + 1 :])
        outcomes.add(outcome(path))
    assert {bundle.digest} < outcomes
    assert all(text.startswith(str(path)) and "\n" not in text for text in outcomes - {bundle.digest})


def test_a_zip_that_unpacks_to_too_much_is_refused(tmp_path, refused):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bundle.json", bytes(10_000_001))
    assert path.stat().st_size < 20_000
    assert refused(path, r"bundle\.json has 10000001 bytes, at most 2097152 are read$")


def test_the_digest_is_that_of_the_manifest(bundle_path, bundle):
    assert bundle.digest == hashlib.sha256((bundle_path / "bundle.json").read_bytes()).hexdigest()
