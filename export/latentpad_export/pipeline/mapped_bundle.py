"""The bundle of a library that was mapped with the networks of another bundle."""

from dataclasses import replace

from latentpad.bundle.bundle import Bundle
from latentpad.bundle.map import Map
from latentpad_export import provenance
from latentpad_export.attribution import map_attribution
from latentpad_export.model_card import map_card
from latentpad_export.pipeline.options import MapOptions


def mapped_bundle(parent: Bundle, options: MapOptions, credits: str, layout: Map, labels: tuple[str, ...]) -> Bundle:
    """Return the parent with another map.

    Parameters
    ----------
    parent : Bundle
        Its networks are used.
    options : MapOptions
    credits : str
        Of the library.
    layout : Map
    labels : tuple of str
        Names of the map's label numbers.
    """
    return replace(
        parent,
        name=options.name,
        labels=labels,
        map=layout,
        licence=parent.licence if options.update else provenance.map_licence(options.licence, parent),
        versions=provenance.versions(),
        training=_training(parent, options.update),
        attribution=parent.attribution if options.update else map_attribution(credits, parent),
        model_card=map_card(parent.model_card, options.name, len(layout.points)),
        detail_seconds=options.seconds,
        palette=None,
    )


def _training(parent: Bundle, update: bool) -> dict[str, object]:
    """Return the figures of the parent's training, and which bundle the networks are from."""
    mapped_with = parent.training.get("mapped_with") if update else None
    return {**parent.training, "mapped_with": mapped_with or provenance.identity(parent)}
