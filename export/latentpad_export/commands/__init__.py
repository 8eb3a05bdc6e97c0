"""One module a command of the training side, each with ``main(argv) -> int``."""
