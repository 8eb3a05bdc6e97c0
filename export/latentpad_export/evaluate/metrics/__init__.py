"""Measures of sounds, distributions and maps."""
