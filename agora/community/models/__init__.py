from agora.community.models.question import AcceptedAnswer, MeToo, Question
from agora.community.models.review import Review, VerifiedPurchase

__all__ = ["AcceptedAnswer", "MeToo", "Question", "Review", "VerifiedPurchase"]
