from agora.people.models.consent import Consent
from agora.people.models.identity import ErasedIdentity, Identity
from agora.people.models.organization import Affiliation, Organization
from agora.people.models.person import Attribute, Note, Person, Tag, Tagging

__all__ = [
    "Affiliation",
    "Attribute",
    "Consent",
    "ErasedIdentity",
    "Identity",
    "Note",
    "Organization",
    "Person",
    "Tag",
    "Tagging",
]
