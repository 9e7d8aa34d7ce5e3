"""A browser on this machine -> a counselor's desk: entries and gaps, an editor, and a chat that answers from it."""

from careerbot.channels.desk.server import serve_desk

__all__ = ["serve_desk"]
