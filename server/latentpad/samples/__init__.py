"""Samples on disk: the folder they are written to, the recipe inside each, their history."""
