"""One module per kit format; each has a function ``encode`` from a kit and its folder to bytes."""
