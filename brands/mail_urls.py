from __future__ import annotations

from django.urls import path

from brands.views import mail

_WORKSPACE, _OPERATOR = "w/<publicid:workspace>/mail/", "operator/mail/"
urlpatterns = [
    path(_WORKSPACE, mail.MailList.as_view(), name="workspace_mail"),
    path(_WORKSPACE + "<publicid:mail>/", mail.MailDetail.as_view(), name="workspace_mail_detail"),
    path(_WORKSPACE + "<publicid:mail>/html/", mail.MailHtml.as_view(), name="workspace_mail_html"),
    path(_WORKSPACE + "<publicid:mail>/again/", mail.SendAgain.as_view(), name="workspace_mail_again"),
    path(_OPERATOR, mail.OperatorMailList.as_view(), name="operator_mail"),
    path(_OPERATOR + "<publicid:mail>/", mail.OperatorMailDetail.as_view(), name="operator_mail_detail"),
    path(_OPERATOR + "<publicid:mail>/html/", mail.OperatorMailHtml.as_view(), name="operator_mail_html"),
    path(_OPERATOR + "<publicid:mail>/again/", mail.OperatorSendAgain.as_view(), name="operator_mail_again"),
]
