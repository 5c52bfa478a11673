"""Benchmarks: each runs the plain way and ours in turn, in one go, and gives their ratio."""
