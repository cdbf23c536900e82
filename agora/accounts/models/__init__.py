from agora.accounts.models.account import Account, Viewer
from agora.accounts.models.audit import AuditEntry
from agora.accounts.models.team import Membership, Team
from agora.accounts.models.token import Scope, Token

__all__ = ["Account", "AuditEntry", "Membership", "Scope", "Team", "Token", "Viewer"]
