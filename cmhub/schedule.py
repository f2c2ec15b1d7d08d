"""All periodic work, a line each with what it is for. Each task only claims rows that are due, so a missed or doubled
tick does no harm; `expires` keeps ticks from piling up while a worker is away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from celery.beat import PersistentScheduler
from django.conf import settings

from cmhub import alive


def _every(task: str, **period: float) -> dict[str, Any]:
    seconds = timedelta(**period).total_seconds()
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


SCHEDULE: dict[str, dict[str, Any]] = {
    # sources that are due are read
    "poll sources": _every("monitoring.tasks.poll_due_sources", seconds=5),
    # sources whose worker died in the middle are due again
    "sweep sources": _every("monitoring.tasks.sweep_sources", seconds=30),
    # sources that should have spoken are told of
    "check for silence": _every("monitoring.tasks.check_silence", hours=1),
    # what was said most is counted for days that have changed
    "build tops": _every("monitoring.tasks.build_tops", seconds=15),
    # days whose worker died in the middle are due again
    "sweep tops": _every("monitoring.tasks.sweep_tops", seconds=30),
    # new and changed topics are matched with the last 90 days
    "match again": _every("monitoring.tasks.match_again", seconds=5),
    # topics whose worker died in the middle are due again
    "sweep rematches": _every("monitoring.tasks.sweep_rematches", seconds=30),
    # days of brands that moved to another time zone are counted anew
    "follow time zones": _every("monitoring.tasks.follow_zones", minutes=1),
    # mentions past what their brand keeps, sources and topics removed 30 days ago, go
    "delete old mentions": _every("monitoring.tasks.keep_house", hours=24),
    # uploaded files are read
    "read imports": _every("monitoring.tasks.run_imports", seconds=3),
    # long exports are written
    "write exports": _every("monitoring.tasks.write_exports", seconds=5),
    # imports and exports whose worker died go on
    "sweep imports and exports": _every("monitoring.tasks.sweep_transfers", seconds=30),
    # exports past their week go, and files that nobody imported
    "delete old files": _every("monitoring.tasks.delete_old_files", hours=1),
    # accounts are checked, and their tokens renewed in time
    "look after accounts": _every("channels.tasks.look_after_accounts", seconds=30),
    # accounts whose worker died are due again
    "sweep accounts": _every("channels.tasks.sweep_accounts", seconds=30),
    # tokens of accounts that were removed 30 days ago go
    "forget removed accounts": _every("channels.tasks.forget_removed", hours=24),
    # posts that are due go out, and what nobody could confirm is looked up
    "publish": _every("calendar_app.tasks.publish_due", seconds=1),
    # instants follow when zone data changes
    "follow zone data": _every("calendar_app.tasks.rederive", hours=1),
    # images and videos that nothing uses go
    "sweep files": _every("media.tasks.sweep_files", hours=24),
    # figures of what was published are read
    "read figures": _every("calendar_app.tasks.read_figures", seconds=20),
    # readings whose worker died are due again
    "sweep figures": _every("calendar_app.tasks.sweep_figures", minutes=1),
    # what accounts published by themselves comes into the calendar
    "read own posts": _every("calendar_app.tasks.read_own_posts", minutes=1),
    # feeds of accounts whose worker died are due again
    "sweep own posts": _every("calendar_app.tasks.sweep_own_posts", minutes=1),
    # posts that repeat are made 60 days ahead
    "make posts that repeat": _every("calendar_app.tasks.extend_series", hours=6),
    # what posts gained is added up for days on which they were read
    "build roll-ups": _every("reports.tasks.build_rollups", seconds=15),
    # days whose worker died in the middle are due again
    "sweep roll-ups": _every("reports.tasks.sweep_rollups", seconds=30),
    # topics that are out of the ordinary raise alerts
    "watch counts": _every("crisis.tasks.watch_counts", seconds=20),
    # people of demo workspaces say something
    "demo": _every("demo.tasks.go_on", seconds=10),
    # next steps with people that are due are told, and who is important is marked
    "look after people": _every("influencers.tasks.look_after_people", minutes=1),
    # uploaded files of posts are read
    "import posts": _every("calendar_app.tasks.run_imports", seconds=3),
    # imports of posts whose worker died go on
    "sweep imports of posts": _every("calendar_app.tasks.sweep_imports", seconds=30),
    # files of posts that nobody imported go
    "delete old files of posts": _every("calendar_app.tasks.delete_old_files", hours=1),
    # on Monday, last week's report of every brand is drafted
    "draft reports": _every("reports.tasks.draft_reports", minutes=5),
    # approved reports go out at each recipient's hour
    "send reports": _every("reports.tasks.send_reports", seconds=20),
    # deliveries of reports whose worker died are due again
    "sweep deliveries of reports": _every("reports.tasks.sweep_deliveries", minutes=1),
    # mail that is due goes to the mail server, also what a lost hint left behind
    "send mail": _every("mail.tasks.send_due_mail", seconds=15),
    # mail that is older than mail is kept
    "delete old mail": _every("mail.tasks.delete_old_mail", hours=24),
    # answers to writes that will not be repeated any more go
    "forget answers": _every("brands.tasks.forget_answers", hours=6),
    # notices of long ago go
    "forget notices": _every("brands.tasks.forget_notices", hours=24),
    # who is told by mail is written to
    "write notice mails": _every("brands.tasks.write_notice_mails", seconds=15),
    # webhooks are told what happened
    "deliver webhooks": _every("brands.tasks.deliver_webhooks", seconds=3),
    # lines of the webhooks' logs go after their 30 days
    "forget deliveries": _every("brands.tasks.forget_deliveries", hours=24),
    # brands and departments that were deleted 30 days ago are erased
    "erase what was deleted": _every("brands.tasks.purge_deleted", hours=24),
    # sessions whose time is over leave the database
    "clear sessions": _every("cmhub.tasks.clear_sessions", hours=24),
}


class AliveScheduler(PersistentScheduler):
    """Celery's scheduler, which also shows that it is alive each time it looks at the clock."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        alive.beat(settings.CMHUB_DATA, "schedule")
        return super().tick(*args, **kwargs)
