from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from agora.core import logs


class CoreConfig(AppConfig):
    name = "agora.core"
    label = "core"

    def ready(self) -> None:
        logs.configure()
        # Every app says in modules of these names what it hears and what it tells the timeline.
        autodiscover_modules("subscribers")
        autodiscover_modules("timeline")
