"""``render`` and ``again`` with the library's own sounds."""

from dataclasses import replace

import pytest

from latentpad.bundle.bundle import save_bundle
from latentpad.cli.main import main
from latentpad.player.library_audio import remember_library
from latentpad.samples.recipe import read_recipe


@pytest.fixture
def bundle_path(detailed_bundle, tmp_path):
    save_bundle(replace(detailed_bundle, name="own"), tmp_path / "own.latentpad")
    return tmp_path / "own.latentpad"


@pytest.fixture
def render(bundle_path, tmp_path, capsys):
    """Render a point; return the path of the sample and what is printed as a warning."""

    def render(name, *options, command=("render", 0.3, 0.4, "--seed", 7), status=0):
        path = tmp_path / name
        assert main([str(part) for part in (*command, "--bundle", bundle_path, "-o", path, *options)]) == status
        out, err = capsys.readouterr()
        assert out == f"{path}\n"
        return path, err

    return render


def test_render_plays_the_sounds_of_the_folder_that_is_named(render, own_library):
    path, err = render("new.wav", "--library", own_library)
    assert err == ""
    assert len(read_recipe(path).parents) > 1


def test_again_renders_the_same_file_with_them(render, own_library):
    first, _ = render("1.wav", "--library", own_library)
    second, _ = render("2.wav", "--library", own_library, command=("again", first))
    assert first.read_bytes() == second.read_bytes()


def test_the_folder_of_a_library_that_was_mapped_here_is_known(render, own_library, bundle_path, library_records):
    from latentpad.bundle.bundle import load_bundle

    first, _ = render("1.wav", "--library", own_library)
    remember_library(load_bundle(bundle_path).digest, (own_library,), library_records)
    second, err = render("2.wav")
    assert err == ""
    assert first.read_bytes() == second.read_bytes()


def test_without_its_library_a_sample_is_rendered_all_the_same_and_said_to_differ(
    render, own_library, tmp_path, caplog
):
    first, _ = render("1.wav", "--library", own_library)
    (tmp_path / "empty").mkdir()
    second, err = render("2.wav", "--library", tmp_path / "empty", command=("again", first), status=1)
    assert f"{second} is not the same sound" in err
    assert all(name in err for name in read_recipe(first).parents)
    assert read_recipe(second).parents == ()
    assert read_recipe(second).request == read_recipe(first).request
    (record,) = caplog.records
    assert "that were tried, 20 are gone or changed" in record.getMessage()


def test_a_library_that_is_no_folder_is_refused(bundle_path, tmp_path, capsys):
    for command in (["render", "0.3", "0.4", "--bundle", str(bundle_path)], ["serve", str(bundle_path), "--no-web"]):
        assert main([*command, "--library", str(tmp_path / "gone")]) == 1
        assert capsys.readouterr().err == f"latentpad: --library {tmp_path / 'gone'} is not a folder\n"
