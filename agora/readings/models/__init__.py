from agora.readings.models.reading import Correction, Intent, Reading

__all__ = ["Correction", "Intent", "Reading"]
