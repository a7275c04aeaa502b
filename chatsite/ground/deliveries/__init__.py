"""Calls to other people's servers that must arrive: stored, made, repeated, written down.

An app says with two models who is told and what, and with a `Courier` how long it insists.
"""

from chatsite.ground.deliveries.courier import Courier, Letter
from chatsite.ground.deliveries.rows import Delivery, Recipient

__all__ = ["Courier", "Delivery", "Letter", "Recipient"]
