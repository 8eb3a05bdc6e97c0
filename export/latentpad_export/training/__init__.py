"""The training loop, its sampling, state and checkpoints."""
