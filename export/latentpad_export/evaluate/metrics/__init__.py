"""Metrics of sounds, distributions and maps."""
