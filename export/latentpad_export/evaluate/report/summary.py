"""A summary of a bundle's strengths and weaknesses in words, composed from the verdicts of the headline."""

from dataclasses import dataclass

from latentpad_export.evaluate.report.headline import Headline, Line, LineGroup

GOOD = 1
"""Largest grade of what a bundle is good at."""

MOST_NAMED = 3
"""Exceptions and losses that are named; more are counted."""


@dataclass(frozen=True)
class Paragraph:
    """A sentence of the summary with its heading."""

    heading: str
    items: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return the sentence."""
        return f"{'; '.join(self.items)}."


def summarise(headline: Headline) -> tuple[Paragraph, ...]:
    """Return sentences on the first bundle, and on each of the others beside it."""
    good, bad, unknown = list[str](), list[str](), list[str]()
    for own in headline.groups:
        grade = _grade(own)
        if grade is None:
            unknown.append(own.group.title[0].lower() + own.group.title[1:])
        else:
            (good if grade <= GOOD else bad).append(own.group.phrases[grade] + _exceptions(own, grade))
    found = [
        Paragraph("Good at", tuple(good)),
        Paragraph("Not good at", tuple(bad)),
        Paragraph("Too few sounds to tell", tuple(unknown)),
        *(_beside(headline, i) for i in range(1, len(headline.names))),
    ]
    return tuple(paragraph for paragraph in found if paragraph.items)


def _grades(own: LineGroup) -> list[tuple[int, Line]]:
    """Return the lines of a group that have a grade, the best first."""
    lines = ((line.judged[0].grade, line) for line in own.lines if line.judged[0] is not None)
    return sorted(((grade, line) for grade, line in lines if grade is not None), key=lambda found: found[0])


def _grade(own: LineGroup) -> int | None:
    """Return the grade of a group: the mean of its lines, rounded; None if none has one."""
    found = [grade for grade, _ in _grades(own)]
    return int(sum(found) / len(found) + 0.5) if found else None


def _exceptions(own: LineGroup, grade: int) -> str:
    """Name the lines of a good group that are not, the worst first."""
    named = [line for found, line in reversed(_grades(own)) if found > GOOD] if grade <= GOOD else []
    return f" (except {_list([_in_words(line) for line in named])})" if named else ""


def _in_words(line: Line) -> str:
    """Return the title of a line, without what is in brackets, with its verdict."""
    title, judged = line.row.title.partition(" (")[0], line.judged[0]
    return f"“{title}”: {judged.verdict}" if judged else f"“{title}”"


def _list(items: list[str]) -> str:
    """Join items, and count those that are not named."""
    more = len(items) - MOST_NAMED
    return ", ".join(items[:MOST_NAMED] + ([f"and {more} more"] if more > 0 else []))


def _beside(headline: Headline, other: int) -> Paragraph:
    """Return the comparison with another bundle."""
    found = [(line, against) for line in headline.lines if (against := line.against(other)) is not None]
    better, worse = (sum(against == sign for _, against in found) for sign in (1, -1))
    if not found:
        return Paragraph("", ())
    lost = [line.row.title for line, against in found if against < 0]
    items = [
        f"better in {better} of {len(found)} measures",
        f"worse in {worse}" + (f" ({_list(lost)})" if lost else ""),
        f"no clear difference in {len(found) - better - worse}",
    ]
    return Paragraph(f"Beside {headline.names[other]}", (", ".join(items),))
