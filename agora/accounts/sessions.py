"""Where an account is signed in, and the way out of all of it at once."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from agora.accounts.models import Account
from agora.core import clock


def end_all(account: Account) -> int:
    """End every session of `account`, on all devices; returns how many there were."""
    ended = 0
    # Sessions are sealed and carry no column for the account, so each one that is alive is opened.
    for session in Session.objects.filter(expire_date__gte=clock.now()).iterator(chunk_size=500):
        if session.get_decoded().get(SESSION_KEY) == str(account.pk):
            session.delete()
            ended += 1
    return ended
