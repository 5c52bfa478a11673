"""Tests that drive a real JupyterLab, with real kernels, in a real Chromium."""
