"""Chat in the operators' pages. What people said is to be read there, and never changed."""

from chatbot.admin import conversations, sites

__all__ = ["conversations", "sites"]
