from brands.models.answer import StoredAnswer
from brands.models.brand import Brand, Department
from brands.models.event import Event
from brands.models.invitation import Invitation, InvitedRole
from brands.models.member import BrandRole, Member, OperatorGrant
from brands.models.notice import Notice
from brands.models.token import ApiToken
from brands.models.workspace import Workspace, WorkspaceMail

__all__ = [
    "ApiToken",
    "Brand",
    "BrandRole",
    "Department",
    "Event",
    "Invitation",
    "InvitedRole",
    "Member",
    "Notice",
    "OperatorGrant",
    "StoredAnswer",
    "Workspace",
    "WorkspaceMail",
]
