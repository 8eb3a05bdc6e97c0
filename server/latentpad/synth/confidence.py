"""How sure a sound is, where some of the library's own detail is missing.

With all of its detail, a sound is as sure as its place is (`latentpad.synth.inverse_map`): 1 on a sound of the library.
The model alone has not the detail of any sound: on a sound's own point, it is told from real by a random forest in 93
of 100 cases, half-way between two sounds with their detail in 54 (50 = never).
"""

MODEL_DOUBT = 1.0
"""Doubt of the model alone, on top of that of its place; 0 is none, and a third is that of parents that differ as much
as they usually do in the middle of a triangle."""


def confidence_without(missing: float, confidence: float) -> float:
    """Return the confidence of a sound, from that of its place in (0, 1] and the share of detail that is missing."""
    return 1 / (1 / confidence + MODEL_DOUBT * missing)
