"""The networks that have no connector of their own yet: one row each.

Text limits: LinkedIn 3,000, Facebook 63,206, Instagram and TikTok 2,200, Threads 500, YouTube's description 5,000 bytes
(https://developers.google.com/youtube/v3/docs/videos), X 280 as weighted.
"""

from __future__ import annotations

from functools import partial

from networks.by_hand import counting
from networks.by_hand.connector import Hand
from networks.publishing import Limits

_QUERY = r"(?:\?.*)?"


def _bytes(text: str) -> int:
    return len(text.encode(errors="replace"))


LinkedIn = partial(
    Hand,
    key="linkedin",
    name="LinkedIn",
    opens="https://www.linkedin.com/feed/?shareActive=true",
    example="https://www.linkedin.com/feed/update/urn:li:activity:7131234567890123456/",
    pattern=rf"linkedin\.com/(?:feed/update/(?:urn:li:)?|posts/[^/?]*?)((?:activity|share|ugcPost)[:-]\d+)[^/?]*{_QUERY}",
    allowed=Limits(text=3_000, images=20, videos=1, alt=300, comments=True, link_cards=True, shapes=("1.91:1", "1:1")),
)
TikTok = partial(
    Hand,
    key="tiktok",
    name="TikTok",
    opens="https://www.tiktok.com/tiktokstudio/upload",
    example="https://www.tiktok.com/@marca/video/7131234567890123456",
    pattern=rf"(?:tiktok\.com/@[^/?]+/(?:video|photo)|v[mt]\.tiktok\.com)/(\w+){_QUERY}",
    allowed=Limits(text=2_200, images=35, videos=1, comments=True, shapes=("9:16",)),
)
Instagram = partial(
    Hand,
    key="instagram",
    name="Instagram",
    opens="https://www.instagram.com/",
    example="https://www.instagram.com/p/C0abcdEFGhi/",
    pattern=rf"instagram\.com/(?:[^/?]+/)?(?:p|reels?|tv)/([\w-]+){_QUERY}",
    allowed=Limits(
        text=2_200,
        images=20,
        videos=20,
        mixed_media=True,
        alt=1_000,
        comments=True,
        shapes=("4:5", "1:1", "1.91:1"),  # what its feed shows lies between the first and the last
    ),
)
Facebook = partial(
    Hand,
    key="facebook",
    name="Facebook",
    opens="https://www.facebook.com/",
    example="https://www.facebook.com/marca/posts/pfbid02abc",
    pattern=(
        r"(?:facebook\.com/(?:[^/?]+/(?:posts|videos|photos)/(?:[^/?]+/)*|reel/|watch/?\?v=|share/(?:[pvr]/)?"
        r"|(?:permalink|story|photo)(?:\.php)?/?\?(?:story_)?fbid=)|fb\.watch/)(\w+)(?:[?&].*)?"
    ),
    allowed=Limits(
        text=63_206,
        images=80,
        videos=1,
        mixed_media=True,
        alt=1_000,
        comments=True,
        link_cards=True,
        shapes=("1:1", "4:5"),
    ),
)
X = partial(
    Hand,
    key="x",
    name="X",
    opens="https://x.com/compose/post",
    example="https://x.com/marca/status/1831234567890123456",
    pattern=rf"(?:mobile\.)?(?:x|twitter)\.com/(?:[^/?]+|i/web)/status/(\d+)(?:/[^?]*)?{_QUERY}",
    allowed=Limits(
        text=counting.LIMIT,
        images=4,
        videos=4,
        mixed_media=True,
        alt=1_000,
        threads=True,
        polls=4,
        poll_option=25,
        shapes=("16:9",),
    ),
    counts=lambda text: counting.count(text).length,
)
YouTube = partial(
    Hand,
    key="youtube",
    name="YouTube",
    opens="https://studio.youtube.com/",
    example="https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    pattern=r"(?:youtube\.com/(?:watch\?(?:[^#]*&)?v=|shorts/|live/|post/)|youtu\.be/)([\w-]+)(?:[?&].*)?",
    allowed=Limits(text=5_000, images=1, videos=1, titles=True, comments=True, shapes=("16:9", "1:1")),
    counts=_bytes,
)
Threads = partial(
    Hand,
    key="threads",
    name="Threads",
    opens="https://www.threads.com/intent/post",
    example="https://www.threads.com/@marca/post/C0abcdEFGhi",
    pattern=rf"threads\.(?:com|net)/(?:@[^/?]+/post|t)/([\w-]+)(?:/[^?]*)?{_QUERY}",
    allowed=Limits(text=500, images=20, videos=20, mixed_media=True, alt=1_000, threads=True, polls=4, poll_option=25),
)
