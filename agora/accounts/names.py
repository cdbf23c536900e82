"""The names others see: readable, and nobody's who works here."""

from __future__ import annotations

import re
import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agora.accounts.models import Account
from agora.accounts.roles import Role

# What a member's name must not claim; the badge beside a name says who works here.
OFFICES = {"staff", "admin", "administrator", "moderator", "official"}
ALPHABETS = {"LATIN", "GREEK", "CYRILLIC"}
# Persian and the scripts of India write with these two; all other invisible marks only deceive.
JOINERS = "\u200c\u200d"


def readable(name: str) -> str:
    """Return `name` without invisible and turning-around characters, its spaces single. Raises ValidationError."""
    visible = "".join(c for c in name if c in JOINERS or unicodedata.category(c) not in {"Cc", "Cf", "Co", "Zl", "Zp"})
    name = " ".join(visible.split())
    if not any(c.isalnum() for c in name):
        raise ValidationError(_("A name needs at least one letter or digit."))
    if any(len(_alphabets(word)) > 1 for word in name.split()):
        raise ValidationError(_("Write each word of the name in one alphabet."))
    return name


def of_member(name: str, *, account: Account | None = None) -> str:
    """Return `name` made readable, for a member (`account`, if there is one already). Raises ValidationError.

    It must not be an employee's, nor the house's, nor name an office: also not with words around it.
    """
    name = readable(name)
    if account is not None and account.is_staff:
        return name
    words = _words(name)
    staff = Account.objects.exclude(role=Role.MEMBER).values_list("name", flat=True)
    house = _words(settings.SITE_NAME)
    if words & OFFICES or (house and house <= words) or any(_is_in(_words(other), words) for other in staff):
        raise ValidationError(_("This name would be taken for somebody who works here. Choose another."))
    return name


def _is_in(other: set[str], words: set[str]) -> bool:
    # A first name alone is everybody's: it is taken only as a whole.
    return other == words if len(other) < 2 else other <= words


def _words(name: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", name).casefold()
    return set(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c) and c not in JOINERS)))


def _alphabets(word: str) -> set[str]:
    return {unicodedata.name(c, "").partition(" ")[0] for c in word} & ALPHABETS
