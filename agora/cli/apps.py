from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "agora.cli"
    label = "cli"
