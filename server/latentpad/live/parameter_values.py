"""The values of a device's parameters in Live, as shares of their ranges."""

SAME = 1e-3
"""Share of a parameter's range below which two of its values are the same."""

MIDDLE = 0.5


class ParameterValues:
    """What is known of the parameters of a device."""

    def __init__(self) -> None:
        self.low: tuple[float, ...] = ()
        self.high: tuple[float, ...] = ()
        """Ends of the ranges, by the parameters' numbers."""
        self.shares: dict[int, float] = {}
        """Last value of each parameter that was heard of."""

    def share(self, parameter: int) -> float:
        """Return the value of a parameter; the middle of its range as long as it is not known."""
        return self.shares.get(parameter, MIDDLE)

    def hear(self, parameter: int, value: float) -> float | None:
        """Note a value that Live reports; return the one before, None if there was none or the range is not known.

        A value that is the same as the last one is not noted, so that many small steps add up to a large one.
        """
        if not 0 <= parameter < min(len(self.low), len(self.high)):
            return None
        low, high = self.low[parameter], self.high[parameter]
        before = self.shares.get(parameter)
        share = (value - low) / (high - low) if high > low else 0.0
        if before is None or abs(share - before) >= SAME:
            self.shares[parameter] = share
        return before

    def follow(self, parameter: int, share: float) -> float | None:
        """Return the value that Live is to set, None if it is set or not known; Live's report of it is no news then."""
        if parameter not in self.shares or abs(share - self.shares[parameter]) < SAME:
            return None
        self.shares[parameter] = share
        low, high = self.low[parameter], self.high[parameter]
        return low + share * (high - low)
