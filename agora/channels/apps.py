from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import pre_save


class ChannelsConfig(AppConfig):
    name = "agora.channels"
    label = "channels"

    def ready(self) -> None:
        """Have every new source and import name a kind that there is; the models stand below, and cannot ask."""
        pre_save.connect(_check_kind, sender="core.Source")
        pre_save.connect(_check_kind, sender="core.Import")


def _check_kind(sender: type, *, instance: Any, **_: Any) -> None:
    # Connectors use models, which are not there yet when Django reads this module.
    from agora.channels.connector import connector

    if instance._state.adding:
        connector(instance.kind)
