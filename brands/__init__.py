"""Workspaces, brands, members, roles, departments and the event log: whose data is it."""
