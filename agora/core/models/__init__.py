from agora.core.models.imports import Import, Rejection
from agora.core.models.replays import Replay
from agora.core.models.sources import Source

__all__ = ["Import", "Rejection", "Replay", "Source"]
