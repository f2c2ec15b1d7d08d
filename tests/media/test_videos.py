from __future__ import annotations

import io

import av
import pytest
from PIL import Image

from media import places
from tests.media import samples


@pytest.mark.parametrize(
    ("kind", "mime", "codecs"),
    [
        ("mp4", "video/mp4", ("h264", "aac")),
        ("mov", "video/quicktime", ("h264", "aac")),
        ("webm", "video/webm", ("vp8", "opus")),
    ],
)
def test_facts_of_a_video(add, kind, mime, codecs):
    kept = add(samples.video(kind=kind, sound=True, seconds=2), "película")
    assert (kept.kind, kept.mime, kept.clean_mime) == ("video", mime, mime)
    assert (kept.width, kept.height, kept.frame_rate) == (160, 90, 10)
    assert (kept.video_codec, kept.audio_codec) == codecs
    assert kept.seconds == pytest.approx(2, abs=0.1)
    assert Image.open(io.BytesIO(places.read(kept, places.THUMB))).size == (160, 90)


@pytest.mark.parametrize("kind", ["mp4", "mov", "webm"])
def test_where_a_video_was_made_does_not_go_out(add, kind):
    data = samples.video(kind=kind, sound=True)
    assert b"privado" in data
    kept = add(data)
    clean = places.read(kept, places.CLEAN)
    assert places.read(kept, places.ORIGINAL) == data
    assert [word for word in (b"40.4168", b"privado") if word in clean] == []
    with av.open(io.BytesIO(clean)) as container:
        assert [stream.type for stream in container.streams] == ["video", "audio"]
        assert sum(1 for _frame in container.decode(video=0)) == 10


def test_a_video_without_sound(add):
    kept = add(samples.video())
    assert (kept.audio_codec, kept.kind) == ("", "video")


def test_the_same_video_is_written_the_same_way():
    from media import sniffing, videos

    data = samples.video(sound=True)
    first, second = (videos.prepare(io.BytesIO(data), sniffing.MP4).clean.read() for _n in range(2))
    assert first == second
    assert len(first) > 500
