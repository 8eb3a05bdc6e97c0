"""From a folder of one-shots to training data."""
