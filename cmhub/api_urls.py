"""Every address of the API, version 1. Each app brings its own, as it does for pages."""

from __future__ import annotations

from brands.api.urls import urlpatterns as brands
from calendar_app.api.urls import urlpatterns as posts
from channels.api.urls import urlpatterns as channels
from crisis.api.urls import urlpatterns as crisis
from influencers.api.urls import urlpatterns as people
from media.api.urls import urlpatterns as media
from monitoring.api.urls import urlpatterns as monitoring
from reports.api.urls import urlpatterns as reports

app_name = "api"

urlpatterns = [*brands, *channels, *crisis, *media, *monitoring, *people, *posts, *reports]
