"""The widgets and their layout."""
