"""A network has signed the account out: one renewal, else a person has to connect it again."""

from __future__ import annotations

from calendar_app.models import Publication
from calendar_app.publishing import recording
from calendar_app.publishing.persisting import persistently
from channels import health, tokens
from channels.models import Account
from networks import errors


def renew_or_break(publication: Publication, error: errors.AuthExpired) -> None:
    """Nothing was sent. With new tokens a claimed publication is due again at once; without, it is held."""
    try:
        if publication.last_error == errors.AuthExpired.__name__:
            raise error  # new tokens were refused as well
        tokens.refresh(publication.account)
    except errors.AuthExpired as refused:
        health.mark_broken(publication.account, refused)
        _give_back(publication, refused)
    except errors.NetworkError as other:
        recording.fail_before_call(publication, other)
    else:
        recording.wait(publication, error)


@persistently
def _give_back(publication: Publication, error: errors.AuthExpired) -> None:
    """Held, unless somebody has connected the account again meanwhile."""
    if Account.objects.filter(pk=publication.account_id, broken_at=None).exists():
        recording.wait(publication, error)
    else:
        recording.fail_before_call(publication, error)
