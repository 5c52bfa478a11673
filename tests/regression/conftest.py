"""Settings of the property tests."""

from hypothesis import settings

# How long an example takes depends on the machine, and on who imports torch first.
settings.register_profile("hubble_widget", deadline=None)
settings.load_profile("hubble_widget")
