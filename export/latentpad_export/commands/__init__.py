"""Commands of the training half: one module per command, each with ``main(argv)`` that returns the exit status."""
