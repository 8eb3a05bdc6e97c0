"""The training loop, its sampling, progress and checkpoints."""
