"""The explorer: its state, the connections of its controls, playback, and what can be saved."""
