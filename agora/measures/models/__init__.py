from agora.measures.models.credit import Credit
from agora.measures.models.incrementality import Incrementality
from agora.measures.models.run import Run
from agora.measures.models.score import Score
from agora.measures.models.segment import Segment
from agora.measures.models.tie import Tie

__all__ = ["Credit", "Incrementality", "Run", "Score", "Segment", "Tie"]
