import pytest

pytest.importorskip("torch")
from latentpad_export.commands.train import build_parser
from latentpad_export.presets import PRESETS, THESIS

# Table 7.2 of the thesis: latent dimensions, flow layers, steps; beta and dropout are in its text.
TABLE = {
    "thesis-8-dim": (8, 10, 20_000, 1.0, 0.25),
    "thesis": (64, 10, 20_000, 1.0, 0.25),
    "thesis-256-dim": (256, 10, 20_000, 1.0, 0.25),
    "thesis-0-flow": (64, 0, 20_000, 1.0, 0.25),
    "thesis-20-flow": (64, 20, 20_000, 1.0, 0.25),
    "thesis-beta": (64, 10, 20_000, 128.0, 0.25),
    "thesis-no-dropout": (64, 10, 10_000, 1.0, 0.0),
    "thesis-underfit": (64, 10, 2_000, 1.0, 0.25),
    "thesis-overfit": (64, 10, 55_000, 1.0, 0.25),
}


def test_the_nine_models_of_the_thesis_have_names():
    found = {
        name: (p.model.latent_dim, p.model.n_flows, p.training.steps, p.training.beta, p.model.dropout)
        for name, p in PRESETS.items()
        if name.startswith("thesis")
    }
    assert found == TABLE


def test_the_nine_models_share_everything_else():
    for name in TABLE:
        assert PRESETS[name].representation == THESIS.representation
        assert PRESETS[name].training.batch_size == 64


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_each_preset_can_be_chosen_by_name(name):
    assert build_parser().parse_args(["library", "--preset", name]).preset == name
    assert PRESETS[name].name == name
