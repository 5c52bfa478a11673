"""How long a test waits for what never comes."""

PATIENCE = 60.0
"""Seconds: ten times what is needed where four programs share a core. Only a test that fails waits so long."""
