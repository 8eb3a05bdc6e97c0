"""Rendering: a point of the map to a signal; no file, socket, clock or thread."""
