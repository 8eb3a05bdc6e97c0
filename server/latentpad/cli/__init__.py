"""The command line: one module per command, each with ``main(argv)`` that returns the exit status."""
