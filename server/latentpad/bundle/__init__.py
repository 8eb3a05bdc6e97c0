"""Bundles: a trained model with its map, how it is stored and how it is checked."""
