"""Turn -> what may be kept of it for those who run the bot: counts, and masked wordings of what it could not answer."""

from careerbot.records.recorder import Recorder, is_crisis, is_ratable

__all__ = ["Recorder", "is_crisis", "is_ratable"]
