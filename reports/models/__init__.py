from reports.models.daily import DailyAccount, RollupDay
from reports.models.report import LANGUAGE_CHOICES, Decision, IssuedFile, WeeklyReport
from reports.models.report_sending import ReportDelivery, ReportLink, ReportRecipient, ReportWishes

__all__ = [
    "LANGUAGE_CHOICES",
    "DailyAccount",
    "Decision",
    "IssuedFile",
    "ReportDelivery",
    "ReportLink",
    "ReportRecipient",
    "ReportWishes",
    "RollupDay",
    "WeeklyReport",
]
