"""Random use of the explorer in a real JupyterLab, by mouse and keyboard, from a seed: ``make soak``."""
