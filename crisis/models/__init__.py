from crisis.models.alert import Alert, Watch
from crisis.models.incident import Incident, IncidentHold, IncidentNote, IncidentTask

__all__ = ["Alert", "Incident", "IncidentHold", "IncidentNote", "IncidentTask", "Watch"]
