"""``latentpad evaluate``: the quality of a bundle's sounds and map, in figures and plots."""
