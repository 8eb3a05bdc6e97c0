"""A bundle in use: samples, previews, map files and the library's own audio."""
