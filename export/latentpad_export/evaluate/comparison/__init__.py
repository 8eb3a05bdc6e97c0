"""Comparison of two evaluations: what changed beyond noise."""
