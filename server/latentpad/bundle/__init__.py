"""A trained model with its map: what it holds, how it is stored, how it is checked."""
