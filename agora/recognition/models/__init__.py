from agora.recognition.models.badge import Award, Badge

__all__ = ["Award", "Badge"]
