"""Which training takes how many steps: rounds, after each of which all nine models can be evaluated.

After a round, each model has its share of the same budget of steps, so that they can be compared whenever time is up.
"""

from dataclasses import dataclass

from latentpad_export.research.models.configurations import CONFIGURATIONS, Configuration

ROUNDS = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Budgets after which there is a complete set of models, relative to the whole one."""


@dataclass(frozen=True)
class Plan:
    """The steps of all trainings."""

    steps: int
    """The whole budget: steps of the models that have no other share."""

    configurations: tuple[Configuration, ...] = CONFIGURATIONS

    rounds: tuple[float, ...] = ROUNDS
    """Budgets of the rounds relative to the whole one, rising to 1."""

    @property
    def runs(self) -> tuple[Configuration, ...]:
        """The configurations whose trainings the others are states of."""
        return tuple(c for c in self.configurations if c.run == c.key)

    @property
    def budgets(self) -> tuple[int, ...]:
        """Budgets of the rounds, rising."""
        return tuple(sorted({max(1, round(share * self.steps)) for share in self.rounds}))

    def stops(self, run: str, budget: int | None = None) -> tuple[int, ...]:
        """Return the steps at which the weights of a training are kept, rising: up to the end of a round, or all.

        A training that is ahead of the others passes states of later rounds.
        """
        everything = self._steps(run, self.budgets)
        last = max(self._steps(run, (budget,))) if budget else everything[-1]
        return tuple(step for step in everything if step <= last)

    def needed(self, run: str, budget: int) -> tuple[int, ...]:
        """Return the steps whose weights are still needed once a budget is spent: of that round and of later ones."""
        return self._steps(run, tuple(b for b in self.budgets if b >= budget))

    def _steps(self, run: str, budgets: tuple[int, ...]) -> tuple[int, ...]:
        """Return the steps of all models that are states of a training, at some budgets."""
        own = [c for c in self.configurations if c.run == run]
        return tuple(sorted({steps_of(c, budget) for c in own for budget in budgets}))


def equal_rounds(n: int) -> tuple[float, ...]:
    """Return n rounds of the same length."""
    return tuple((i + 1) / n for i in range(n))


def steps_of(configuration: Configuration, budget: int) -> int:
    """Return the steps of a model at a budget."""
    return max(1, round(configuration.share * budget))
