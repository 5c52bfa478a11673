"""The matplotlib figure and its plots."""
