"""``latentpad evaluate``: what a bundle's sounds and map are worth, in figures and pictures."""
