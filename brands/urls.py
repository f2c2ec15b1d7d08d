from __future__ import annotations

from django.urls import include, path

from brands.views import (
    departments,
    history,
    home,
    look,
    notices,
    operator,
    profile,
    team,
    tokens,
    unsubscribe,
    workspace,
)

app_name = "brands"

urlpatterns = [
    path("", include("brands.mail_urls")),
    path("brands/", home.BrandList.as_view(), name="list"),
    path("brands/switch/", home.Switcher.as_view(), name="switcher"),
    path("notices/", notices.Notices.as_view(), name="notices"),
    path("notices/wishes/", notices.Wishes.as_view(), name="notice_wishes"),
    path("notices/read/", notices.ReadAll.as_view(), name="notices_read"),
    path("notices/unsubscribe/<str:signed>/", unsubscribe.Unsubscribe.as_view(), name="unsubscribe"),
    path("notices/<publicid:notice>/", notices.OpenNotice.as_view(), name="notice"),
    path("welcome/", home.Nothing.as_view(), name="nothing"),
    path("b/<publicid:brand>/", home.Enter.as_view(), name="enter"),
    path("b/<publicid:brand>/theme.css", look.Theme.as_view(), name="theme"),
    path("b/<publicid:brand>/logo.png", look.Logo.as_view(), name="logo"),
    path("b/<publicid:brand>/settings/", profile.Profile.as_view(), name="profile"),
    path("b/<publicid:brand>/settings/logo/remove/", profile.RemoveLogo.as_view(), name="logo_remove"),
    path("b/<publicid:brand>/settings/delete/", profile.DeleteBrand.as_view(), name="delete"),
    path("b/<publicid:brand>/settings/team/", team.Team.as_view(), name="team"),
    path("b/<publicid:brand>/settings/team/<publicid:held>/", team.ChangeRole.as_view(), name="role"),
    path(
        "b/<publicid:brand>/settings/team/<publicid:held>/remove/", team.RemoveFromBrand.as_view(), name="role_remove"
    ),
    path(
        "b/<publicid:brand>/settings/invitations/<publicid:invitation>/revoke/",
        team.RevokeInvitation.as_view(),
        name="invitation_revoke",
    ),
    path("b/<publicid:brand>/settings/departments/", departments.Departments.as_view(), name="departments"),
    path(
        "b/<publicid:brand>/settings/departments/<publicid:department>/",
        departments.EditDepartment.as_view(),
        name="department",
    ),
    path(
        "b/<publicid:brand>/settings/departments/<publicid:department>/delete/",
        departments.DeleteDepartment.as_view(),
        name="department_delete",
    ),
    path(
        "b/<publicid:brand>/settings/departments/<publicid:department>/restore/",
        departments.RestoreDepartment.as_view(),
        name="department_restore",
    ),
    path("b/<publicid:brand>/settings/api/", tokens.Tokens.as_view(), name="tokens"),
    path(
        "b/<publicid:brand>/settings/api/<publicid:api_token>/revoke/",
        tokens.RevokeToken.as_view(),
        name="token_revoke",
    ),
    path("b/<publicid:brand>/settings/webhooks/", include("brands.webhook_urls")),
    path("b/<publicid:brand>/settings/history/", history.History.as_view(), name="history"),
    path("w/<publicid:workspace>/", workspace.WorkspacePage.as_view(), name="workspace"),
    path("w/<publicid:workspace>/brands/new/", workspace.NewBrand.as_view(), name="new_brand"),
    path("w/<publicid:workspace>/brands/<publicid:deleted>/restore/", workspace.RestoreBrand.as_view(), name="restore"),
    path("w/<publicid:workspace>/transfer/", workspace.Transfer.as_view(), name="transfer"),
    path("w/<publicid:workspace>/leave/", workspace.Leave.as_view(), name="leave"),
    path(
        "w/<publicid:workspace>/members/<publicid:member>/remove/",
        workspace.RemoveMember.as_view(),
        name="member_remove",
    ),
    path("w/<publicid:workspace>/export/", workspace.Export.as_view(), name="export"),
    path("w/<publicid:workspace>/delete/", workspace.DeleteWorkspace.as_view(), name="delete_workspace"),
    path("operator/", operator.Operator.as_view(), name="operator"),
    path("operator/brands/<publicid:entered>/", operator.EnterBrand.as_view(), name="operator_enter"),
]
