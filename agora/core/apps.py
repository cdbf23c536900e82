from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "agora.core"
    label = "core"

    def ready(self) -> None:
        from agora.core import logs

        logs.configure()
