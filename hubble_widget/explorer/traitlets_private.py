"""Every use of a private member of traitlets, each with what is known upstream."""

from operator import attrgetter

stored_values = attrgetter("_trait_values")
"""Returns the values of an object's traits, by name, without the defaults that are still to be made; they can be set.

ipython/traitlets#450: the one public way to set several traits before any observer is notified is
``hold_trait_notifications()``, which is too slow for each state of a training.
"""

holds_notifications = attrgetter("_cross_validation_lock")
"""Returns whether an object is inside ``hold_trait_notifications()``.

ipython/traitlets#110: a flag of its own was proposed and not taken; there is no public way to ask.
"""
