"""The section on the map: figures, plots, and sentences on missing figures."""

import json
from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("matplotlib", reason="needs the extra [export]")
pytest.importorskip("sklearn", reason="needs the extra [export]")
pytest.importorskip("umap", reason="needs the extra [export]")

from threadpoolctl import threadpool_limits

from latentpad.synth.synth import Synth
from latentpad_export.evaluate.metrics.smoothness import measure_smoothness
from latentpad_export.evaluate.report.section import Section
from latentpad_export.evaluate.sections import map_measures
from latentpad_export.evaluate.sections.map import measure_map
from latentpad_export.evaluate.sections.map_plots import GREY, draw_smoothness, palette_of
from latentpad_export.evaluate.subjects.embeddings import SETTINGS, Setting

pytestmark = pytest.mark.usefixtures("single_thread")

FAST = (Setting("PCA"), Setting("t-SNE", {"perplexity": 2, "max_iter": 250}))


@pytest.fixture(scope="module")
def single_thread():
    """Use one thread: t-SNE's threads spin while they wait for each other, which takes longer than a few sounds."""
    with threadpool_limits(1):
        yield


def shrunk(bundle, chosen, **changes):
    """Return the bundle with some of its sounds only."""
    layout = {name: values[chosen] for name, values in vars(bundle.map).items() if values is not None}
    return replace(bundle, map=replace(bundle.map, **{**layout, **changes}))


@pytest.fixture
def spread_bundle(bundle, rng):
    """The toy with slightly different latents for each sound."""
    noise = 0.01 * rng.random(bundle.map.latents.shape).astype(np.float32)
    return replace(bundle, map=replace(bundle.map, latents=bundle.map.latents + noise))


@pytest.fixture
def kits(bundle):
    """Two kits with four sounds of each label."""
    return {str(name): "ab"[i % 2] for i, name in enumerate(bundle.map.names)}


@pytest.fixture(scope="module")
def shared():
    """Results shared between tests."""
    return {}


@pytest.fixture
def section(spread_bundle, bundle, kits, shared):
    """Measure once; the toy is the same in every test."""
    if not shared:
        shared["section"] = measure_map((spread_bundle, bundle), kits, seed=0, settings=FAST)
    return shared["section"]


def test_section_is_the_same_after_a_round_trip_through_json(section):
    text = json.dumps(section.to_dict(), allow_nan=False)
    assert Section.from_dict(json.loads(text)) == section


def test_each_embedding_has_a_row_after_the_latents_themselves(section):
    table = section.tables[0]
    assert [row[0] for row in table.rows] == ["latents themselves", *(setting.title for setting in FAST)]
    assert all(len(row) == len(table.columns) for row in table.rows)
    pca, tsne = section.figures["embeddings"]
    assert pca["inverse"]["n"] == 32
    assert tsne["inverse"] is None


def test_every_map_preserves_the_clusters_of_the_toy(section):
    assert section.figures["latents"]["knn_accuracy"] == 1
    assert section.figures["latents"]["knn_ceiling"] == 1
    assert section.figures["latents"]["most_frequent_label"] == pytest.approx(1 / 3)
    for found in section.figures["shipped"].values():
        assert found["knn_accuracy"] == 1
        assert found["kernel"]["mse"] == pytest.approx(0, abs=1e-9)
        assert found["left_out"]["relative"] < 0.05
        assert found["heard"]["kernel_db"] == pytest.approx(0, abs=1e-3)
        assert found["travel"]["worst_jump_db"] > 10


def test_left_out_sound_is_decoded_as_far_away_as_its_neighbours_are(bundle, kits):
    # The first sound differs from the cluster around it: left out, it is decoded as its neighbours are.
    latents = bundle.map.latents.copy()
    latents[0] = [0, 1, 0, 0]
    odd = replace(bundle, map=replace(bundle.map, latents=latents))
    decoded = measure_map((odd,), kits, seed=0, settings=FAST[:1]).figures["shipped"]["toy"]["heard"]
    assert decoded["n"] == 32
    assert decoded["left_out_db"] > 80 / 32
    assert decoded["left_out_median_db"] < 10


def test_every_map_has_a_column_and_a_plot_and_repeated_names_are_numbered(section):
    assert section.tables[1].columns == ("", "toy", "toy (2)")
    assert [picture.title for picture in section.pictures] == [
        "The thesis's embeddings",
        "Map of toy",
        "Map of toy (2)",
        "Smoothness along strokes",
    ]
    assert all(picture.png[:4] == b"\x89PNG" for picture in section.pictures)


def test_nothing_is_missing_if_labels_and_kits_are_known(section):
    assert section.missing == ()


def test_at_most_n_sounds_are_embedded(spread_bundle, kits):
    figures = measure_map((spread_bundle,), kits, seed=0, n_sounds=12, settings=FAST[:1]).figures
    assert figures["n_compared"] == 12
    assert figures["embeddings"][0]["left_out"]["n"] == 12
    assert figures["shipped"]["toy"]["n_sounds"] == 32


def test_only_some_sounds_of_a_large_map_are_ranked(spread_bundle, kits, monkeypatch):
    monkeypatch.setattr(map_measures, "N_RANKED", 20)
    found = measure_map((spread_bundle,), kits, seed=0, settings=FAST[:1]).figures["shipped"]["toy"]
    assert found["n_ranked"] == 20
    assert found["left_out"]["n"] == 32
    assert found["trustworthiness"] > 0.8


def test_same_seed_gives_the_same_figures(spread_bundle, kits, section, bundle):
    assert measure_map((spread_bundle, bundle), kits, seed=0, settings=FAST).figures == section.figures


def test_tiny_library_with_duplicates_reports_which_settings_it_is_too_small_for(spread_bundle, kits):
    tiny = shrunk(spread_bundle, [0, 1, 8, 9, 16, 17, 24, 25, 25, 25])
    section = measure_map((tiny,), kits, seed=0, settings=SETTINGS[:2] + SETTINGS[4:])
    assert [found["setting"] for found in section.figures["embeddings"]] == [s.title for s in FAST]
    assert len(section.missing) == 19 - 4
    assert "t-SNE perplexity=30, max_iter=250: needs 31 different sounds, there are 8." in section.missing
    assert "UMAP n_neighbors=100, min_dist=0.8: needs 101 different sounds, there are 8." in section.missing
    assert section.figures["shipped"]["toy"]["n_sounds"] == 10
    json.dumps(section.to_dict(), allow_nan=False)


def test_library_of_duplicates_only_has_no_embedding_but_a_map(spread_bundle, kits):
    section = measure_map((shrunk(spread_bundle, [3] * 9),), kits, seed=0, settings=FAST)
    assert section.figures["embeddings"] == []
    assert section.figures["shipped"]["toy"]["left_out"]["relative"] is None
    assert "PCA: needs 2 different sounds, there are 1." in section.missing
    json.dumps(section.to_dict(), allow_nan=False)


def test_map_of_seven_sounds_is_only_reported_as_too_small(bundle, kits):
    section = measure_map((shrunk(bundle, np.arange(7)), bundle), kits, seed=0)
    assert section.figures == {}
    assert section.tables == section.pictures == ()
    assert section.missing == ("Map: it has 7 sounds, at least 8 are needed; train on a larger library.",)


def test_small_map_of_a_baseline_is_left_out(bundle, kits):
    small = replace(shrunk(bundle, np.arange(5)), name="small")
    section = measure_map((bundle, small), kits, seed=0, settings=FAST[:1])
    assert list(section.figures["shipped"]) == ["toy"]
    assert section.missing == ("Map of small: it has 5 sounds, at least 8 are needed.",)


def test_without_labels_the_accuracy_is_reported_as_missing(bundle):
    section = measure_map((shrunk(bundle, np.arange(32), labels=np.full(32, -1)),), {}, seed=0, settings=FAST[:1])
    assert section.figures["latents"]["knn_accuracy"] is None
    assert section.figures["shipped"]["toy"]["knn_accuracy"] is None
    assert section.missing == ("Label accuracy of toy: its sounds have no labels.",)


def test_without_kits_the_accuracy_is_reported_as_inflated(bundle):
    section = measure_map((bundle,), {"other.wav": "a"}, seed=0, settings=FAST[:1])
    assert section.figures["shipped"]["toy"]["knn_accuracy"] == 1
    assert len(section.missing) == 1
    assert "inflates the label accuracy" in section.missing[0]


def test_the_most_frequent_labels_get_a_colour_and_the_rest_are_grey(bundle):
    labels = np.array([*range(12), *range(12), 12, 13, 14, 15, 19, 19, 19, 19])
    names = tuple(f"label {i:02}" for i in range(20))
    palette = palette_of((shrunk(replace(bundle, labels=names), np.arange(32), labels=labels),))
    assert list(palette.colours) == [*(f"label {i:02}" for i in range(13)), "label 19"]
    assert palette.colour("label 19") != GREY
    assert palette.colour("label 15") == palette.colour("") == GREY


def test_smoothness_plot_is_a_png_with_a_row_per_map(bundle):
    synth = Synth(bundle)
    smoothness = measure_smoothness(synth, seed=0, n_strokes=2, n_steps=8)
    one = draw_smoothness({"toy": (smoothness, synth.inverse_map.points)})
    two = draw_smoothness(
        {"toy": (smoothness, synth.inverse_map.points), "other": (smoothness, synth.inverse_map.points)}
    )
    assert one[:8] == two[:8] == b"\x89PNG\r\n\x1a\n"
    heights = [int.from_bytes(png[20:24]) for png in (one, two)]
    assert heights[1] == 2 * heights[0]
