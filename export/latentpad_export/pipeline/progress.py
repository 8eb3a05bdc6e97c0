"""Progress of ``latentpad map`` and ``latentpad train`` over all stages, with the time that is left.

How long a stage takes is planned from figures of one machine; once a stage has run, the plan of the others is scaled by
how long it really took.
"""

import time
from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

MEASURED_SECONDS = 2.0
"""A stage that has run for less says nothing about the machine."""


class State(NamedTuple):
    """How far a run is."""

    stage: str
    done: int
    total: int
    remaining: float | None
    """Seconds until all stages are done; None while that is unknown."""


class Reporter(Protocol):
    """Shows what a run does."""

    def progress(self, state: State) -> None:
        """Show how far it is; called many times."""

    def event(self, event: str, **values: object) -> None:
        """Report that something happened, such as ``skipped`` or ``playable``."""


class Silent:
    """A reporter that shows nothing."""

    def progress(self, state: State) -> None:
        """Ignore it."""

    def event(self, event: str, **values: object) -> None:
        """Ignore it."""


class Progress:
    """The stages of one run.

    Parameters
    ----------
    reporter : Reporter
    plan : mapping of str to float
        Seconds that each stage is expected to take, in their order.
    clock : callable, optional
        Seconds.
    """

    def __init__(
        self, reporter: Reporter, plan: Mapping[str, float], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._reporter, self._plan, self._clock = reporter, dict(plan), clock
        self._stage, self._began, self._first = "", clock(), 0
        self._speed = 1.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Report how much of a stage is done; work that an earlier run has done counts as done at its first call."""
        now = self._clock()
        if stage != self._stage:
            self._stage, self._began, self._first = stage, now, done
        self._reporter.progress(State(stage, done, total, self._remaining(done, total, now - self._began)))

    def _remaining(self, done: int, total: int, seconds: float) -> float | None:
        """Return the seconds that are left."""
        planned = self._plan.get(self._stage)
        if planned is None:
            return None
        own = planned * self._speed * (total - done) / max(total, 1)
        advanced = done - self._first
        if advanced > 0 and seconds >= MEASURED_SECONDS:
            own = seconds / advanced * (total - done)
            share = planned * advanced / max(total, 1)
            self._speed = seconds / share if share > 0 else self._speed
        stages = list(self._plan)
        later = stages[stages.index(self._stage) + 1 :]
        return own + self._speed * sum(self._plan[stage] for stage in later)
