"""Tests of hubble_widget: unit tests mirror the modules, browser/ drives real front ends."""
