"""Kits: sounds on pads, and the files that make other programs load them."""
