from reports.models.daily import DailyAccount, RollupDay

__all__ = ["DailyAccount", "RollupDay"]
