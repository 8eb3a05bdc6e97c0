"""From the command line to the options of a run."""

import os
import re
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the extra [export]")


from latentpad.bundle.bundle import load_bundle
from latentpad.errors import BundleError
from latentpad.paths import default_bundle
from latentpad_export.commands import evaluate as evaluation
from latentpad_export.commands import factory
from latentpad_export.commands import map as mapping
from latentpad_export.commands import train as training
from latentpad_export.data.labelling import Labelling
from latentpad_export.errors import TrainingError
from latentpad_export.evaluate.run import EvaluateOptions
from latentpad_export.pipeline.options import MapOptions, TrainOptions
from latentpad_export.presets import STUDIO


def train_options(monkeypatch: pytest.MonkeyPatch, *argv: str) -> TrainOptions:
    given: list[TrainOptions] = []
    monkeypatch.setattr(training, "train_bundle", lambda options, **_: given.append(options))
    assert training.main(["drums", "--device", "cpu", *argv]) == 0
    return given[0]


def map_options(monkeypatch: pytest.MonkeyPatch, *argv: str) -> MapOptions:
    given: list[MapOptions] = []
    monkeypatch.setattr(mapping, "map_library", lambda options, _: given.append(options))
    assert mapping.main(["drums", *argv]) == 0
    return given[0]


def test_without_an_option_four_seconds_are_played_as_detail(monkeypatch: pytest.MonkeyPatch) -> None:
    assert map_options(monkeypatch).seconds == 4.0
    options = train_options(monkeypatch)
    assert options.seconds == 4.0
    assert options.preset.representation.seconds == pytest.approx(2.04, abs=0.01)


def test_seconds_are_the_length_of_the_detail_of_a_map(monkeypatch: pytest.MonkeyPatch) -> None:
    assert map_options(monkeypatch, "--seconds", "0.1").seconds == 0.1
    assert map_options(monkeypatch, "--seconds", "60").seconds == 60


@pytest.mark.parametrize("seconds", ["0.09", "60.1", "nan", "long"])
def test_seconds_out_of_range_are_refused(monkeypatch: pytest.MonkeyPatch, seconds: str) -> None:
    with pytest.raises(SystemExit):
        map_options(monkeypatch, "--seconds", seconds)


def test_seconds_are_the_length_of_the_model_and_the_detail_of_a_training(monkeypatch: pytest.MonkeyPatch) -> None:
    options = train_options(monkeypatch, "--seconds", "3")
    assert options.seconds == 3.0
    assert options.preset.representation.seconds == pytest.approx(3.0, abs=0.1)


def test_a_model_to_start_from_keeps_its_length_whatever_the_detail(monkeypatch: pytest.MonkeyPatch) -> None:
    options = train_options(monkeypatch, "--from", str(default_bundle()), "--seconds", "6")
    assert options.seconds == 6.0
    assert options.preset.representation.n_frames == 352


@pytest.mark.parametrize("argv", [[], ["--from", "default"], ["--preset", "studio"], ["--dropout", "0.2"]])
def test_a_training_starts_from_the_default_bundle(monkeypatch: pytest.MonkeyPatch, argv: list[str]) -> None:
    options = train_options(monkeypatch, *argv)
    assert options.start == default_bundle()
    assert options.preset.model.onset_frames == STUDIO.model.onset_frames
    assert options.preset.model.latent_dim == load_bundle(default_bundle()).latent_dim


def test_a_training_starts_from_random_weights_if_asked(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    options = train_options(monkeypatch, "--from", "none")
    assert (options.start, options.preset) == (None, STUDIO)
    assert caplog.messages == []


@pytest.mark.parametrize(
    ("option", "value"), [("--latent-dim", "8"), ("--flows", "1"), ("--preset", "thesis"), ("--seconds", "1.0")]
)
def test_an_option_that_changes_the_networks_starts_from_random_weights_with_one_line(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, option: str, value: str
) -> None:
    caplog.set_level("INFO")
    assert train_options(monkeypatch, option, value).start is None
    assert caplog.messages == [f"Training starts from random weights: {option}={value} does not fit the default bundle"]


def test_a_missing_bundle_to_start_from_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BundleError, match=r"^absent\.latentpad"):
        train_options(monkeypatch, "--from", "absent.latentpad")


def test_the_length_of_a_fixed_model_is_not_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TrainingError, match=r"--seconds=3: the preset thesis is fixed to 2\.0 s; choose studio"):
        train_options(monkeypatch, "--preset", "thesis", "--seconds", "3")


def test_threads_and_niceness_are_those_given(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[int] = []
    monkeypatch.setattr(os, "nice", found.append, raising=False)
    assert train_options(monkeypatch, "--threads", "3", "--nice", "7").threads == 3
    assert found == [7]
    assert train_options(monkeypatch).threads is None
    assert found == [7]


def test_niceness_is_ignored_where_the_system_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "nice", raising=False)
    assert train_options(monkeypatch, "--nice", "7").seed == 0


@pytest.mark.parametrize(("argv", "expected"), [((), None), (("--refine",), True), (("--no-refine",), False)])
def test_latents_are_refined_as_asked(
    monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...], expected: bool | None
) -> None:
    assert map_options(monkeypatch, *argv).refine is bool(expected)
    assert train_options(monkeypatch, *argv).refine is expected


def test_labels_words_and_loops_are_chosen_for_both_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = ("--labels", "folders", "--kinds", "mine.toml", "--loops")
    expected = Labelling("folders", Path("mine.toml"), True)
    assert map_options(monkeypatch, *chosen).labelling == train_options(monkeypatch, *chosen).labelling == expected
    assert map_options(monkeypatch).labelling == train_options(monkeypatch).labelling == Labelling("auto", None, False)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a home folder."""
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


def test_a_tilde_is_the_home_folder_in_every_path_of_map_and_train(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both = ("-o", "~/a.latentpad", "--cache", "~/c", "--kinds", "~/k.toml")
    mapped: list[MapOptions] = []
    monkeypatch.setattr(mapping, "map_library", lambda options, _: mapped.append(options))
    assert mapping.main(["~/Drums", "~/Bass", *both, "--model", "~/m", "--first", "~/f"]) == 0
    assert mapping.main(["~/Drums", "--update", "~/u"]) == 0
    trained: list[TrainOptions] = []
    monkeypatch.setattr(training, "train_bundle", lambda options, **_: trained.append(options))
    assert training.main(["~/Drums", "--device", "cpu", *both]) == 0
    for options in (mapped[0], trained[0]):
        assert (options.output, options.cache) == (home / "a.latentpad", home / "c")
        assert options.labelling == Labelling("auto", home / "k.toml", False)
    assert mapped[0].libraries == (home / "Drums", home / "Bass")
    assert (mapped[0].model, mapped[0].first, mapped[1].model) == (home / "m", home / "f", home / "u")
    assert trained[0].libraries == (home / "Drums",)
    with pytest.raises(BundleError, match=re.escape(str(home / "b"))):
        training.main(["~/Drums", "--device", "cpu", "--from", "~/b"])


def test_a_tilde_is_the_home_folder_in_every_path_of_evaluate_and_factory(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[EvaluateOptions] = []

    def note(options: EvaluateOptions) -> list[object]:
        given.append(options)
        raise BundleError("enough")

    monkeypatch.setattr(evaluation, "evaluate", note)
    with pytest.raises(BundleError, match="enough"):
        evaluation.main(["~/b", "~/Drums", "--baseline", "~/c", "~/d", "-o", "~/out"])
    (options,) = given
    assert (options.bundle, options.library, options.baselines) == (
        home / "b",
        home / "Drums",
        (home / "c", home / "d"),
    )
    assert options.output == home / "out"
    assert factory.main(["~/made", "--per-label", "1", "--labels", "kick"]) == 0
    assert len(list((home / "made").rglob("*.wav"))) == 1


@pytest.mark.parametrize(
    ("library", "expected"), [("Drums", "Drums.latentpad"), (".", "work.latentpad"), ("round", "round.latentpad")]
)
def test_a_bundle_without_a_name_is_named_after_its_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str, expected: str
) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    if sys.platform != "win32":
        (tmp_path / "work" / "round").symlink_to("round")
    given: list[MapOptions] = []
    monkeypatch.setattr(mapping, "map_library", lambda options, _: given.append(options))
    assert mapping.main([library]) == 0
    assert given[0].output == Path(expected)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are Unicode there")
def test_names_and_licences_that_are_not_utf_8_are_text(monkeypatch: pytest.MonkeyPatch) -> None:
    latin = os.fsdecode(b"gr\xfcn")
    assert map_options(monkeypatch, "-o", f"{latin}.latentpad").name == r"gr\xfcn"
    options = map_options(monkeypatch, "--name", latin, "--licence", latin)
    assert (options.name, options.licence) == (r"gr\xfcn", r"gr\xfcn")
    assert train_options(monkeypatch, "--name", latin, "--licence", latin).licence == r"gr\xfcn"
