"""What links to reports open: outside every brand's address, so that nothing of the product shows."""

from __future__ import annotations

from django.urls import path

from reports.views import shared

urlpatterns = [
    path("r/<str:shared>/", shared.Shared.as_view(), name="shared_report"),
    path("r/<str:shared>/report.pdf", shared.SharedPdf.as_view(), name="shared_report_pdf"),
    path("r/<str:shared>/look.css", shared.SharedLook.as_view(), name="shared_report_look"),
    path("r/<str:shared>/logo.png", shared.SharedLogo.as_view(), name="shared_report_logo"),
]
