from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from agora.channels.connector import Connector


class SimulatedConnector:
    """What the demo makes up; replies to it are shown beside it, for nobody else reads them."""

    name = _("simulated world")
    answerable = True


connector: Connector = SimulatedConnector()
