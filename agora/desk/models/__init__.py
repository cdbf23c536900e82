from agora.desk.models.case import Assignment, Case, CaseClosure, CaseNote, CaseReply
from agora.desk.models.route import Route

__all__ = ["Assignment", "Case", "CaseClosure", "CaseNote", "CaseReply", "Route"]
