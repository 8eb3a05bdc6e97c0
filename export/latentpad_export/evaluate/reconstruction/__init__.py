"""Neural networks from spectrograms to sounds: their training on real sounds and notes, and their files."""
