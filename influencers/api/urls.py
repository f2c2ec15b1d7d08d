from __future__ import annotations

from django.urls import path

from influencers.api import people

urlpatterns = [
    path("brands/<publicid:brand>/people/", people.PeopleList.as_view(), name="people"),
    path("brands/<publicid:brand>/people/<publicid:person>/", people.PersonDetail.as_view(), name="person"),
]
