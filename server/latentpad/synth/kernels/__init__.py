"""The compiled loops: arrays in, first argument filled; no allocation, no error, one dtype (float32, complex64)."""
