"""Samples on disk: the drop folder, the recipe in each wav, and their history."""
