"""Texts for users, without widgets and matplotlib: the readout's sentences and the summary."""
