"""The magic %hubblefit."""
