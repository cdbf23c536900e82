"""One folder per kind of source; they do not know each other. Folders of AGORA_CONNECTORS count as if they lay here."""

from __future__ import annotations

from django.conf import settings

__path__ = [*__path__, *settings.CONNECTORS]
