"""The plan of the nine models: who gets which steps."""

from latentpad_export.research.models.configurations import CONFIGURATIONS
from latentpad_export.research.models.plan import Plan, equal_rounds, steps_of

PLAN = Plan(20_000)
BY_KEY = {c.key: c for c in CONFIGURATIONS}


def test_the_whole_budget_is_that_of_the_thesis() -> None:
    steps = {key: steps_of(configuration, 20_000) for key, configuration in BY_KEY.items()}
    assert steps == {**dict.fromkeys(BY_KEY, 20_000), "underfit": 2_000, "overfit": 55_000}
    own = {key: c.preset.training.steps for key, c in BY_KEY.items() if key != "no-dropout"}
    assert own == {key: n for key, n in steps.items() if key != "no-dropout"}


def test_nine_models_are_states_of_seven_trainings() -> None:
    assert len(CONFIGURATIONS) == 9
    assert len(PLAN.runs) == 7
    assert sum(max(PLAN.stops(run.key)) for run in PLAN.runs) == 8.75 * 20_000


def test_states_of_one_training_have_the_same_network() -> None:
    for configuration in CONFIGURATIONS:
        own, run = configuration.preset, BY_KEY[configuration.run].preset
        assert (own.model, own.representation) == (run.model, run.representation)
        assert own.training.beta == run.training.beta


def test_after_each_round_there_is_every_model() -> None:
    for steps in (1, 2, 7, 2_000, 20_000):
        plan = Plan(steps)
        assert plan.budgets[-1] == steps
        for budget in plan.budgets:
            for configuration in CONFIGURATIONS:
                stops = plan.stops(configuration.run, budget)
                assert steps_of(configuration, budget) in stops
                assert max(stops) == max(steps_of(c, budget) for c in CONFIGURATIONS if c.run == configuration.run)


def test_one_round_pauses_only_where_a_model_is_taken() -> None:
    plan = Plan(20_000, rounds=equal_rounds(1))
    assert plan.budgets == (20_000,)
    assert plan.stops("64-dim") == (2_000, 20_000, 55_000)
    assert Plan(20_000, rounds=equal_rounds(4)).budgets == (5_000, 10_000, 15_000, 20_000)


def test_a_training_that_is_ahead_keeps_states_of_later_rounds() -> None:
    assert set(PLAN.budgets) & set(range(2_000, 5_500)) <= set(PLAN.stops("64-dim", 2_000))


def test_states_of_later_rounds_are_needed_and_those_of_earlier_ones_are_not() -> None:
    needed = PLAN.needed("64-dim", 10_000)
    assert {1_000, 10_000, 27_500, 2_000, 20_000, 55_000} <= set(needed)
    assert not {400, 100, 8_000} & set(needed)
