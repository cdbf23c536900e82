from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from agora.channels.connector import Connector


class ApiConnector:
    """What comes in by requests with a token."""

    name = _("API client")
    answerable = False


connector: Connector = ApiConnector()
