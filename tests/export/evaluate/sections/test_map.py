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
from latentpad_export.evaluate.cache import Cache
from latentpad_export.evaluate.metrics.smoothness import measure_smoothness
from latentpad_export.evaluate.report.section import Section
from latentpad_export.evaluate.sections import map_embeddings, map_measures
from latentpad_export.evaluate.sections.map import measure_map
from latentpad_export.evaluate.sections.map_embeddings import Embeddings, choose_sounds
from latentpad_export.evaluate.sections.map_measures import Effort
from latentpad_export.evaluate.sections.map_plots import GREY, draw_smoothness, palette_of
from latentpad_export.evaluate.subjects.embedding_settings import SETTINGS, Setting

pytestmark = pytest.mark.usefixtures("single_thread")

FAST = (Setting("PCA"), Setting("t-SNE", {"perplexity": 2, "max_iter": 250}))
EFFORT = Effort(n_strokes=4, n_points=30, n_decoded=32)


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


@pytest.fixture
def measured(tmp_path):
    """Return a function that measures maps with nothing cached."""

    def measure(bundles, kits, settings=FAST, n_sounds=1_000):
        folder = tmp_path / f"cache {len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        compared = choose_sounds(bundles[0], kits, 0, n_sounds, EFFORT)
        return measure_map(bundles, kits, Embeddings(compared, Cache(folder), settings, n_processes=0))

    return measure


@pytest.fixture(scope="module")
def shared():
    """Results shared between tests."""
    return {}


@pytest.fixture
def section(spread_bundle, bundle, kits, shared, measured):
    """Measure once; the toy is the same in every test."""
    if not shared:
        shared["section"] = measured((spread_bundle, bundle), kits)
    return shared["section"]


def test_section_is_the_same_after_a_round_trip_through_json(section):
    text = json.dumps(section.to_dict(), allow_nan=False)
    assert Section.from_dict(json.loads(text)) == section


def test_every_map_of_the_same_sounds_has_a_row_without_a_gap(section):
    table = section.tables[0]
    rows = [("toy", "as shipped"), ("PCA", ""), ("t-SNE", "perplexity=2, max_iter=250")]
    assert [row[:2] for row in table.rows] == rows
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert all(cell is not None for row in table.rows for cell in row)
    assert "on 4 lines" in table.note
    assert "share of 30 random points" in table.note


def test_only_methods_with_an_inverse_have_a_row_beside_that_of_the_pad(section):
    table = section.tables[1]
    assert [row[:3] for row in table.rows] == [("PCA", "", 32)]
    assert all(isinstance(cell, float) for cell in table.rows[0][3:])
    pca, tsne = section.figures["embeddings"]
    assert pca["inverse"]["n"] == pca["inverse"]["pad_left_out"]["n"] == 32
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


def test_left_out_sound_is_decoded_as_far_away_as_its_neighbours_are(bundle, kits, measured):
    # The first sound differs from the cluster around it: left out, it is decoded as its neighbours are.
    latents = bundle.map.latents.copy()
    latents[0] = [0, 1, 0, 0]
    odd = replace(bundle, map=replace(bundle.map, latents=latents))
    decoded = measured((odd,), kits, FAST[:1]).figures["shipped"]["toy"]["heard"]
    assert decoded["n"] == 32
    assert decoded["left_out_db"] > 80 / 32
    assert decoded["left_out_median_db"] < 10


def test_every_map_has_a_column_and_a_plot_and_repeated_names_are_numbered(section):
    assert section.tables[2].columns == ("", "toy", "toy (2)")
    assert [picture.title for picture in section.pictures] == [
        "Embeddings",
        "Map of toy",
        "Map of toy (2)",
        "Smoothness along strokes",
    ]
    assert all(picture.png[:4] == b"\x89PNG" for picture in section.pictures)


def test_nothing_is_missing_if_labels_and_kits_are_known(section):
    assert section.missing == ()


def test_at_most_n_sounds_are_embedded(spread_bundle, kits, measured):
    figures = measured((spread_bundle,), kits, FAST[:1], n_sounds=12).figures
    assert figures["n_compared"] == 12
    assert figures["embeddings"][0]["left_out"]["n"] == 12
    assert figures["shipped"]["toy"]["n_sounds"] == 32


def test_only_some_sounds_of_a_large_map_are_ranked(spread_bundle, kits, monkeypatch, measured):
    monkeypatch.setattr(map_measures, "N_RANKED", 20)
    found = measured((spread_bundle,), kits, FAST[:1]).figures["shipped"]["toy"]
    assert found["n_ranked"] == found["left_out"]["n"] == 20
    assert found["trustworthiness"] > 0.8


def test_same_seed_gives_the_same_figures(spread_bundle, kits, section, bundle, measured):
    assert measured((spread_bundle, bundle), kits, FAST).figures == section.figures


def test_tiny_library_with_duplicates_reports_which_settings_it_is_too_small_for(spread_bundle, kits, measured):
    tiny = shrunk(spread_bundle, [0, 1, 8, 9, 16, 17, 24, 25, 25, 25])
    section = measured((tiny,), kits, SETTINGS[:2] + SETTINGS[4:])
    fitted = [found["setting"] for found in section.figures["embeddings"]]
    assert fitted == [*(s.title for s in FAST), "latentpad layout=sound"]
    (sentence,) = section.missing
    n = len(SETTINGS) - 2
    assert sentence == (
        f"Embeddings, {n - 3} of {n}: they need more different sounds than the map has, 8 (PaCMAP: 32, "
        "UMAP init=spectral: 120, UMAP n_neighbors=10: 11, UMAP n_neighbors=100: 101, UMAP n_neighbors=15: 16, "
        "UMAP n_neighbors=50: 51, densMAP n_neighbors=100: 101, densMAP n_neighbors=15: 16, t-SNE perplexity=100: 101, "
        "t-SNE perplexity=30: 31)."
    )
    assert section.figures["shipped"]["toy"]["n_sounds"] == 10
    json.dumps(section.to_dict(), allow_nan=False)


def test_without_pacmap_a_sentence_says_how_to_get_it(spread_bundle, kits, measured, monkeypatch):
    monkeypatch.setattr(map_embeddings, "has_pacmap", lambda: False)
    section = measured((spread_bundle,), kits, (*FAST[:1], Setting("PaCMAP", {"init": "pca"})))
    assert [found["setting"] for found in section.figures["embeddings"]] == ["PCA"]
    assert section.missing == (
        'PaCMAP: needs the package pacmap; in your copy of the repository: pip install ".[maps]".',
    )


def test_library_of_duplicates_only_has_no_embedding_but_a_map(spread_bundle, kits, measured):
    section = measured((shrunk(spread_bundle, [3] * 9),), kits, FAST)
    assert section.figures["embeddings"] == []
    assert section.figures["shipped"]["toy"]["left_out"]["relative"] is None
    assert section.figures["shipped"]["toy"]["twins"]["share"] == 1
    assert "Embeddings, 2 of 2: they need more different sounds than the map has, 1 (" in section.missing[0]
    json.dumps(section.to_dict(), allow_nan=False)


def test_map_of_seven_sounds_is_only_reported_as_too_small(bundle, kits, measured):
    section = measured((shrunk(bundle, np.arange(7)), bundle), kits)
    assert section.figures == {}
    assert section.tables == section.pictures == ()
    assert section.missing == ("Map: it has 7 sounds, at least 8 are needed; train on a larger library.",)


def test_small_map_of_a_baseline_is_left_out(bundle, kits, measured):
    small = replace(shrunk(bundle, np.arange(5)), name="small")
    section = measured((bundle, small), kits, FAST[:1])
    assert list(section.figures["shipped"]) == ["toy"]
    assert section.missing == ("Map of small: it has 5 sounds, at least 8 are needed.",)


def test_without_labels_the_accuracy_is_reported_as_missing(bundle, measured):
    section = measured((shrunk(bundle, np.arange(32), labels=np.full(32, -1)),), {}, FAST[:1])
    assert section.figures["latents"]["knn_accuracy"] is None
    assert "label accuracy" not in section.tables[0].columns
    assert section.figures["shipped"]["toy"]["knn_accuracy"] is None
    assert section.missing == ("Label accuracy of toy: its sounds have no labels.",)


def test_without_kits_the_accuracy_is_reported_as_inflated(bundle, measured):
    section = measured((bundle,), {"other.wav": "a"}, FAST[:1])
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


def test_a_map_of_mostly_unseen_sounds_is_laid_out_as_a_whole(bundle, kits):
    unseen = np.zeros(len(bundle.map.points), dtype=bool)
    unseen[1:] = True
    mapped = replace(bundle, map=replace(bundle.map, unseen=unseen))
    assert len(choose_sounds(mapped, kits, 0, 1_000, EFFORT).sounds.latents) == len(unseen)
    trained = replace(bundle, map=replace(bundle.map, unseen=np.arange(len(unseen)) < 2))
    assert len(choose_sounds(trained, kits, 0, 1_000, EFFORT).sounds.latents) == len(unseen) - 2
