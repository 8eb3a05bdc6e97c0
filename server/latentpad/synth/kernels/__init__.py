"""Compiled loops: arrays in, first argument filled; no allocation, no errors, one dtype (float32, complex64)."""
