from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "agora.measures"
    label = "measures"
