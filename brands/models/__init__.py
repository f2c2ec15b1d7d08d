from brands.models.answer import StoredAnswer
from brands.models.brand import Brand, Department
from brands.models.event import Event
from brands.models.invitation import Invitation, InvitedRole
from brands.models.member import BrandRole, Member, OperatorGrant
from brands.models.notice import Notice, NoticeWishes, Way
from brands.models.token import ApiToken
from brands.models.webhook import Delivery, Webhook
from brands.models.workspace import Workspace, WorkspaceMail

__all__ = [
    "ApiToken",
    "Brand",
    "BrandRole",
    "Delivery",
    "Department",
    "Event",
    "Invitation",
    "InvitedRole",
    "Member",
    "Notice",
    "NoticeWishes",
    "OperatorGrant",
    "StoredAnswer",
    "Way",
    "Webhook",
    "Workspace",
    "WorkspaceMail",
]
