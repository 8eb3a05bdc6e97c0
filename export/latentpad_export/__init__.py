"""The training side of latentpad: libraries, models, bundles and their evaluation."""
