"""A sample that was made, as the page is told of it."""

from typing import Any

from latentpad.samples.history import Sample


def to_json(made: Sample) -> dict[str, Any]:
    """Give a sample as an object of JSON."""
    rendered = made.rendered
    request = rendered.request
    return {
        "name": made.name,
        "path": str(rendered.path),
        "kept": str(made.kept) if made.kept else None,
        "keptName": made.kept.stem if made.kept else None,
        "undone": made.undone,
        "x": request.x,
        "y": request.y,
        **request.settings,
        "sampleRate": rendered.sample_rate,
        "nSamples": rendered.n_samples,
        "confidence": float(rendered.confidence),
    }
