"""All bundles under evaluation, played once, when the first section needs it."""

from dataclasses import dataclass
from functools import cached_property

from latentpad.bundle.bundle import Bundle
from latentpad_export.evaluate.cache import Cache
from latentpad_export.evaluate.subjects.detail import DetailSubject, choose_rows, prepare_detail
from latentpad_export.evaluate.subjects.families import FamilySubject, prepare_families
from latentpad_export.evaluate.subjects.generated import Counts
from latentpad_export.evaluate.subjects.originals import Originals
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds
from latentpad_export.evaluate.subjects.subject import Subject, choose_sounds, prepare_subject
from latentpad_export.evaluate.subjects.walks import count_strokes


@dataclass(frozen=True)
class Prepared:
    """The bundles as they are played; everything is kept in the cache."""

    bundles: tuple[Bundle, ...]
    reference: ReferenceSounds
    labels: tuple[str, ...]
    """Labels of the classifier; empty without it."""

    counts: Counts
    """Numbers of sounds that each model generates."""

    n_played: int
    """Number of sounds of each map that are played with detail, on their points, half-way to a neighbour, and so on."""

    cache: Cache
    seed: int

    @cached_property
    def originals(self) -> tuple[Originals, ...]:
        """The real sounds of each map."""
        return tuple(Originals(bundle, self.reference) for bundle in self.bundles)

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """Return the sounds that the models generate and, for the pad, those with detail."""
        selection = choose_sounds(self.bundles, self.reference, self.labels, self.counts, self.seed)
        return tuple(
            prepare_subject(
                bundle,
                self.reference,
                selection,
                self.labels,
                self.counts,
                self.cache,
                self.seed,
                own.parent if own.has_parents() else None,
            )
            for bundle, own in zip(self.bundles, self.originals, strict=True)
        )

    @cached_property
    def detailed(self) -> tuple[DetailSubject, ...]:
        """Return the sounds of the bundles with and without detail, at the same spots."""
        chosen = choose_rows(self.bundles, self.reference, self.originals, self.n_played, self.seed)
        return tuple(
            prepare_detail(bundle, own, rows, self.cache, self.seed, count_strokes(self.n_played))
            for bundle, own, rows in zip(self.bundles, self.originals, chosen, strict=True)
        )

    @cached_property
    def families(self) -> tuple[FamilySubject, ...]:
        """Return blends, paths, kits and samples of kinds of the bundles."""
        return tuple(
            prepare_families(bundle, own, self.n_played, self.cache, self.seed)
            for bundle, own in zip(self.bundles, self.originals, strict=True)
        )
