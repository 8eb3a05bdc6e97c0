"""The page of an evaluation, which needs no other file."""

from base64 import b64encode
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from latentpad import __version__
from latentpad_export.evaluate.report.facts import Facts
from latentpad_export.evaluate.report.headline import Headline
from latentpad_export.evaluate.report.players import side_by_side
from latentpad_export.evaluate.report.rows import groups
from latentpad_export.evaluate.report.section import Section
from latentpad_export.evaluate.report.summary import summarise
from latentpad_export.evaluate.report.tables import format_cell, right_aligned
from latentpad_export.evaluate.report.verdicts import limits_in_words

PACKAGE = "latentpad_export.evaluate.report"


def as_page(facts: Facts, headline: Headline, sections: tuple[Section, ...]) -> str:
    """Return the page."""
    environment = Environment(
        loader=PackageLoader("latentpad_export.evaluate", "report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "base64": lambda content: b64encode(content).decode(),
        "cell": format_cell,
        "limits": limits_in_words,
        "players": side_by_side,
        "right_aligned": right_aligned,
    }
    page: str = environment.get_template("page.html").render(
        version=__version__,
        facts=facts,
        headline=headline,
        summary=summarise(headline),
        all_groups=groups(),
        sections=sections,
        style=_text("page.css"),
        script=_text("page.js"),
    )
    return page


def _text(name: str) -> str:
    """Return a file of this package."""
    return files(PACKAGE).joinpath(name).read_text("utf-8")
