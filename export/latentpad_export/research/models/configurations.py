"""The nine models of the thesis's table 7.2, and the trainings that they are taken from."""

from dataclasses import dataclass

from latentpad_export.presets import PRESETS, Preset


@dataclass(frozen=True)
class Configuration:
    """A row of table 7.2."""

    key: str
    """For file names."""

    title: str
    """As in the thesis."""

    preset: Preset

    run: str
    """Key of the training that it is a state of."""

    share: float = 1.0
    """Steps of that training up to this state, relative to the budget of all models."""


def _configuration(key: str, title: str, run: str = "", share: float = 1.0) -> Configuration:
    """Return a configuration whose preset is named after its key; by default, with a training of its own."""
    return Configuration(key, title, PRESETS["thesis" if key == "64-dim" else f"thesis-{key}"], run or key, share)


CONFIGURATIONS = (
    _configuration("8-dim", "8 dim"),
    _configuration("64-dim", "64 dim"),
    _configuration("256-dim", "256 dim"),
    _configuration("0-flow", "0 flow"),
    _configuration("20-flow", "20 flow"),
    _configuration("beta", "Beta"),
    _configuration("no-dropout", "No Dropout"),
    _configuration("underfit", "Underfit", run="64-dim", share=0.1),
    _configuration("overfit", "Overfit", run="64-dim", share=2.75),
)
"""In the order of the thesis, which trained "64 dim" for 20,000 steps, and on to 55,000 for "Overfit"; its "Underfit"
has 2,000. Its "No Dropout" ended at 10,000, since it diverged; here it has as many steps as the others."""
