"""How fast latentpad is on this machine: each figure beside its target and, where the training half is, a reference."""
