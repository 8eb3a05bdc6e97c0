"""Experiments of the thesis and beyond: what ``latentpad research`` runs."""
