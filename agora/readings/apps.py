from django.apps import AppConfig


class ReadingsConfig(AppConfig):
    name = "agora.readings"
    label = "readings"
