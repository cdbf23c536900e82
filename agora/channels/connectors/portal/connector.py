from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from agora.channels.connector import Connector


class PortalConnector:
    """Where members ask and answer; what they write comes in by the pages themselves."""

    name = _("our portal")
    answerable = True


connector: Connector = PortalConnector()
