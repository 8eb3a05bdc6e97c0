"""Importing a folder of samples from the page: receiving its files, and mapping it in a process of its own."""
