"""The inbox, incidents, playbooks and holds."""
