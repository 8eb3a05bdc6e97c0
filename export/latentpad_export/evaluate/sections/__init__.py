"""The sections of an evaluation: measure, tabulate and plot."""
