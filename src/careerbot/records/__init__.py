"""Turn -> what may be kept of it for those who run the bot: counts, and masked wordings of what it could not answer."""

from careerbot.records.personal import mask_personal
from careerbot.records.recorder import Recorder

__all__ = ["Recorder", "mask_personal"]
