"""Tests of what users install: the distributions, their metadata, their dependencies."""
