from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    name = "agora.recognition"
    label = "recognition"
