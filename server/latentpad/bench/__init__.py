"""The speed of latentpad on this machine: each figure with its target and, if the extra is installed, a reference."""
