"""Data sets: two columns, their labels, moments and bins. Needs numpy only."""
