from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from reports.views import kpis, recipients, reports, shared

app_name = "reports"

_report = [
    path("", reports.ReportPage.as_view(), name="report"),
    path("write/", reports.WriteReport.as_view(), name="write"),
    path("recount/", reports.Recount.as_view(), name="recount"),
    path("complete/", reports.Complete.as_view(), name="complete"),
    path("take-back/", reports.TakeBack.as_view(), name="take_back"),
    path("approve/", reports.Approve.as_view(), name="approve"),
    path("send/", reports.SendNow.as_view(), name="send_now"),
    path("deliveries/<publicid:report_delivery>/again/", reports.SendAgain.as_view(), name="send_again"),
    path("pdf/", reports.ReportFile.as_view(kind="pdf"), name="report_pdf"),
    path("xlsx/", reports.ReportFile.as_view(kind="xlsx"), name="report_xlsx"),
    path("links/", shared.MakeLink.as_view(), name="make_link"),
    path("links/<publicid:report_link>/revoke/", shared.RevokeLink.as_view(), name="revoke_link"),
]

_reports: list[URLPattern | URLResolver] = [
    path("", reports.Reports.as_view(), name="reports"),
    path("weeks/<publicid:report>/", include(_report)),
    path("recipients/", recipients.Recipients.as_view(), name="recipients"),
    path("recipients/wishes/", recipients.Wishes.as_view(), name="wishes"),
    path("recipients/<publicid:recipient>/", recipients.Recipient.as_view(), name="recipient"),
    path("recipients/<publicid:recipient>/remove/", recipients.RemoveRecipient.as_view(), name="recipient_remove"),
    path("kpis/", kpis.Kpis.as_view(), name="kpis"),
]

urlpatterns = [path("b/<publicid:brand>/reports/", include(_reports))]
