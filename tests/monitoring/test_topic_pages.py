"""The pages of topics: who sees what, what a form changes, what a preview says, and how many queries a list costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from brands.scope import brand_scope
from core import clock
from monitoring import ingest, preview, rematching, topics
from monitoring.models import DailyCount, HourlyCount, MentionTopic, Rematch, Source, Topic
from tests.monitoring import factories
from tests.monitoring.pages import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def cafe(brand) -> Topic:
    return factories.topic(brand, "café", "Café")


def hear(source: Source, *texts: str) -> None:
    now = clock.now()
    items = [factories.item(f"{n} {t[:20]}", t, posted_at=now - timedelta(minutes=n)) for n, t in enumerate(texts)]
    ingest.store(source, factories.page(*items), seen_at=now)


def text(page) -> str:
    """The page's words without its tags' gaps."""
    return " ".join(page.content.decode().split())


def fresh(brand, topic: Topic) -> Topic:
    with brand_scope(brand.pk):
        return Topic.with_deleted.get(pk=topic.pk)


def posted(topic: Topic, **changes) -> dict[str, str]:
    return {"name": topic.name, "kind": topic.kind, "query": topic.query, "version": str(topic.version), **changes}


class TestList:
    def test_a_brand_without_topics_says_what_one_is_and_offers_three(self, bobs, brand):
        said = text(bobs.get(url("topics", brand)))
        assert "A topic is a question that you ask of everything you hear" in said
        for kind in ("brand", "competitor", "market"):
            assert f"?start={kind}" in said

    @pytest.mark.parametrize("role", ["analyst"])
    def test_who_only_reads_is_offered_nothing(self, bobs, brand, cafe):
        said = text(bobs.get(url("topics", brand)))
        assert "Café" in said
        assert url("topic_new", brand) not in said
        with brand_scope(brand.pk):
            topics.remove(cafe)
        assert "?start=" not in text(bobs.get(url("topics", brand)))

    def test_each_has_its_figures_of_thirty_days(self, bobs, brand, source, cafe):
        hear(source, "Qué asco de café", "El café está muy bueno", "Un té")
        said = text(bobs.get(url("topics", brand)))
        mentions = url("mentions", brand)
        assert f'href="{mentions}?topic={cafe.public_id}">2</a>' in said
        assert f'href="{mentions}?topic={cafe.public_id}&amp;sentiment=negative">50%</a>' in said

    def test_own_brand_comes_first_then_by_name(self, bobs, brand):
        for name, kind in (("Zeta", "brand"), ("Árbol", "competitor"), ("Alfa", "brand")):
            factories.topic(brand, "x", name, kind=kind)
        said = text(bobs.get(url("topics", brand)))
        assert said.index(">Alfa<") < said.index(">Zeta<") < said.index(">Árbol<")

    def test_ten_topics_cost_as_many_queries_as_one(self, bobs, brand, source):
        def cost() -> int:
            with CaptureQueriesContext(connection) as captured:
                bobs.get(url("topics", brand))
            return len(captured)

        factories.topic(brand, "café", "Uno")
        hear(source, "Un café")
        cost()
        one = cost()
        for n in range(9):
            factories.topic(brand, f"café -x{n}", f"Otro {n}")
        hear(source, "Otro café")
        assert cost() == one

    def test_it_asks_again_only_while_something_is_looked_through(self, bobs, brand, source, bob):
        hear(source, "Un café")
        with brand_scope(brand.pk):
            topics.add_topic(brand, name="Café", kind="brand", query="café", by=bob)
        assert 'hx-trigger="every 3s"' in text(bobs.get(url("topics", brand)))
        while rematching.run_due():
            pass
        said = text(bobs.get(url("topics", brand)))
        assert "hx-trigger" not in said.partition('id="topics"')[2].partition("</section>")[0]


class TestWriting:
    @pytest.mark.parametrize(
        ("start", "query"),
        [
            ("brand", 'value="Lumbre"'),
            ("competitor", "rival OR #rival OR @rival"),
            ("market", "(product* OR &quot;kind of service&quot;)"),
            ("nonsense", 'placeholder="Words to leave out"'),
        ],
    )
    def test_it_may_begin_with_an_example(self, bobs, brand, start, query):
        brand.name = "Lumbre"
        brand.save()
        assert query in text(bobs.get(url("topic_new", brand), {"start": start}))

    def test_added_it_is_matched_with_what_was_heard(self, bobs, brand, source, bob):
        hear(source, "Un café", "Un té")
        answer = bobs.post(url("topic_new", brand), {"name": "Café", "kind": "market", "query": " café \r\n"})
        with brand_scope(brand.pk):
            topic = Topic.objects.get()
            assert (topic.name, topic.kind, topic.query, topic.added_by) == ("Café", "market", "café", bob)
            assert answer.url == url("topic", brand, topic=topic.public_id)
            while rematching.run_due():
                pass
            assert MentionTopic.objects.count() == 1

    def test_a_mistake_is_marked_and_nothing_is_added(self, bobs, brand):
        answer = bobs.post(url("topic_new", brand), {"name": "Café", "kind": "brand", "query": "pan\r\n (vino"})
        assert answer.status_code == 422
        said = text(answer)
        assert 'data-mistake="5,1"' in said
        assert "This parenthesis is never closed." in said
        assert '<mark class="wrong">(</mark>vino' in said
        with brand_scope(brand.pk):
            assert not Topic.objects.exists()

    def test_a_name_that_is_taken_is_refused(self, bobs, brand, cafe):
        answer = bobs.post(url("topic_new", brand), {"name": "CAFE", "kind": "brand", "query": "té"})
        assert answer.status_code == 422
        assert "There is a topic “Café” already. Choose another name." in text(answer)
        answer = bobs.post(
            url("topic", brand, topic=factories.topic(brand, "té", "Té").public_id),
            {"name": "cafe", "kind": "brand", "query": "té", "version": "1"},
        )
        assert answer.status_code == 422
        with brand_scope(brand.pk):
            assert sorted(Topic.objects.values_list("name", flat=True)) == ["Café", "Té"]

    @pytest.mark.parametrize("languages", [["es"], ["en"], ["pt", "es"], ["fr"]])
    def test_exclusions_speak_the_brands_languages(self, bobs, brand, languages):
        brand.languages = languages
        brand.save()
        said = text(bobs.get(url("topic_new", brand)))
        assert ("-(empleo" in said, "hiring" in said, "vagas abertas" in said) == (
            languages in (["es"], ["fr"]),
            "en" in languages,
            "pt" in languages,
        )
        assert ("sorteo*" in said) is (languages != ["en"])

    def test_an_edit_of_the_query_is_matched_again_another_is_not(self, bobs, brand, cafe):
        here = url("topic", brand, topic=cafe.public_id)
        bobs.post(here, posted(cafe, name="Cafés"))
        assert (fresh(brand, cafe).name, fresh(brand, cafe).query_version) == ("Cafés", 1)
        answer = bobs.post(here, posted(fresh(brand, cafe), query="café OR té"), follow=True)
        assert fresh(brand, cafe).query_version == 2
        assert "Saved. What was heard before is being looked through again." in text(answer)
        with brand_scope(brand.pk):
            assert Rematch.objects.get().query_version == 2

    def test_who_was_slower_sees_both_texts(self, bobs, brand, cafe):
        with brand_scope(brand.pk):
            topics.edit(fresh(brand, cafe), seen=1, query="café OR cafelito", kind="market")
        answer = bobs.post(url("topic", brand, topic=cafe.public_id), posted(cafe, query="café OR espresso"))
        said = text(answer)
        assert answer.status_code == 409
        assert "café OR cafelito" in said
        assert "café OR espresso" in said
        assert "Market" in said
        assert "Own brand" in said
        assert fresh(brand, cafe).query == "café OR cafelito"

    @pytest.mark.parametrize("role", ["analyst"])
    def test_who_only_reads_sees_the_query_and_changes_nothing(self, bobs, brand, cafe):
        said = text(bobs.get(url("topic", brand, topic=cafe.public_id)))
        assert '<code class="query-line">café</code>' in said
        assert "<textarea" not in said
        for name in ("topic", "topic_remove", "topic_again"):
            assert bobs.post(url(name, brand, topic=cafe.public_id), posted(cafe, query="té")).status_code == 403
        assert bobs.post(url("topic_preview", brand), {"query": "té"}).status_code == 403
        assert (fresh(brand, cafe).query, fresh(brand, cafe).deleted_at) == ("café", None)


class TestRemoving:
    def test_removed_with_undo(self, bobs, brand, cafe):
        answer = bobs.post(url("topic_remove", brand, topic=cafe.public_id), follow=True)
        undo = url("topic_restore", brand, topic=cafe.public_id)
        assert "Café removed. Its mentions stay." in text(answer)
        assert undo in text(answer)
        assert fresh(brand, cafe).deleted_at is not None
        assert bobs.get(url("topic", brand, topic=cafe.public_id)).status_code == 404
        assert "Café is back." in text(bobs.post(undo, follow=True))
        assert fresh(brand, cafe).deleted_at is None

    def test_what_is_there_is_not_restored(self, bobs, brand, cafe):
        assert bobs.post(url("topic_restore", brand, topic=cafe.public_id)).status_code == 404

    def test_a_name_given_away_meanwhile_is_explained(self, bobs, brand, cafe):
        with brand_scope(brand.pk):
            topics.remove(cafe)
        other = factories.topic(brand, "té", "cafe")
        answer = bobs.post(url("topic_restore", brand, topic=cafe.public_id), follow=True)
        assert answer.redirect_chain == [(url("topic", brand, topic=other.public_id), 302)]
        assert "Café did not come back: another topic has its name now." in text(answer)
        assert fresh(brand, cafe).deleted_at is not None


class TestStanding:
    def test_it_asks_again_until_it_is_done(self, bobs, brand, source, bob):
        hear(source, *(f"café número {n}" for n in range(3)), "Un té")
        with brand_scope(brand.pk):
            topic = topics.add_topic(brand, name="Café", kind="brand", query="café", by=bob)
        here = url("topic_standing", brand, topic=topic.public_id)
        said = text(bobs.get(here))
        assert 'hx-trigger="every 2s"' in said
        assert "0 of 4" in said
        while rematching.run_due():
            pass
        said = text(bobs.get(here))
        assert "hx-trigger" not in said
        assert "Looking through" not in said
        assert '<span class="kpi-value">3</span>' in said
        assert '<span class="kpi-value">75%</span>' in said

    def test_what_has_stopped_can_go_on(self, bobs, brand, source, bob):
        hear(source, "Un café")
        with brand_scope(brand.pk):
            topic = topics.add_topic(brand, name="Café", kind="brand", query="café", by=bob)
            Rematch.objects.update(state="failed")
        again = url("topic_again", brand, topic=topic.public_id)
        said = text(bobs.get(url("topic", brand, topic=topic.public_id)))
        assert again in said
        assert "hx-trigger" not in said.partition('id="standing"')[2].partition("</div>")[0]
        bobs.post(again)
        while rematching.run_due():
            pass
        with brand_scope(brand.pk):
            assert (Rematch.objects.get().state, MentionTopic.objects.count()) == ("done", 1)


class TestPreview:
    def ask(self, bobs, brand, query: str) -> str:
        answer = bobs.post(url("topic_preview", brand), {"query": query})
        assert answer.status_code == 200
        return text(answer)

    def test_it_counts_among_the_latest_and_marks_the_words(self, bobs, brand, source):
        hear(source, "Un café solo", "Té con leche", "El CAFE y el café")
        said = self.ask(bobs, brand, "café")
        assert "<strong>2 of the latest 3 mentions match.</strong>" in said
        assert 'Un <mark class="hit">café</mark> solo' in said
        assert 'El <mark class="hit">CAFE</mark> y el <mark class="hit">café</mark>' in said
        assert "Té con leche" not in said

    def test_it_writes_nothing(self, bobs, brand, source):
        hear(source, "Un café solo")
        with CaptureQueriesContext(connection) as captured:
            self.ask(bobs, brand, "café")
        written = [q["sql"] for q in captured if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
        assert [sql for sql in written if "session" not in sql] == []

    def test_markup_in_a_mention_is_text(self, bobs, brand, source):
        with brand_scope(brand.pk):
            hear(source, "café 1 < 2 & 3")
        assert '<mark class="hit">café</mark> 1 &lt; 2 &amp; 3' in self.ask(bobs, brand, "café")

    def test_a_mistake_has_its_place(self, bobs, brand):
        said = self.ask(bobs, brand, "  café (té")
        assert 'data-mistake="7,1"' in said
        assert "This parenthesis is never closed." in said
        assert "Not understood yet" in said

    @pytest.mark.parametrize("query", ["", "   ", "\n"])
    def test_nothing_typed_is_no_mistake(self, bobs, brand, query):
        said = self.ask(bobs, brand, query)
        assert "data-mistake" not in said
        assert "Nothing to look for yet" in said

    def test_nothing_heard_and_nothing_found_are_told_apart(self, bobs, brand, source):
        assert "Nothing has been heard yet to try this on." in self.ask(bobs, brand, "café")
        hear(source, "Un té", "Un vino")
        assert "None of the latest 2 mentions matches." in self.ask(bobs, brand, "café")

    def test_no_more_than_the_latest_are_looked_at(self, bobs, brand, source, monkeypatch):
        monkeypatch.setattr(preview, "LATEST", 4)
        monkeypatch.setattr(preview, "_BATCH", 2)
        hear(source, "café", "té", "café", "té", "café")
        assert "2 of the latest 4 mentions match." in self.ask(bobs, brand, "café")

    def test_who_waits_too_long_is_answered_about_fewer(self, bobs, brand, source, monkeypatch):
        monkeypatch.setattr(preview, "thread_time", iter([0.0, 0.1, 0.3]).__next__)
        hear(source, *["café"] * 25)
        assert "20 of the latest 20 mentions match." in self.ask(bobs, brand, "café")

    def test_hidden_and_deleted_mentions_do_not_count(self, bobs, brand, source):
        hear(source, "Un café", "Otro café")
        with brand_scope(brand.pk):
            from monitoring.models import Mention

            Mention.objects.filter(text="Un café").update(gone_at=clock.now())
        assert "1 of the latest 1 mentions matches." in self.ask(bobs, brand, "café")

    def test_a_topic_that_takes_nearly_everything_is_warned_of(self, bobs, brand, source):
        hear(source, *(f"café {n}" for n in range(40)), *(f"té {n}" for n in range(10)))
        said = self.ask(bobs, brand, "café")
        assert "<strong>Nearly everything matches.</strong> It is 80% of the latest 50 mentions" in said
        assert "You can listen for it all the same." in said
        assert "all the same" not in self.ask(bobs, brand, "té")

    def test_a_topic_of_thousands_a_day_is_warned_of(self, bobs, brand, source):
        hear(source, *(f"café {n}" for n in range(20)), *(f"té {n}" for n in range(40)))
        with brand_scope(brand.pk):
            HourlyCount.objects.create(hour=clock.now() - timedelta(days=7, seconds=-1), sentiment="neutral", n=209_940)
        said = self.ask(bobs, brand, "café")
        assert "<strong>That is a flood.</strong> This would bring about 10,000 mentions a day" in said
        assert "it matches 33% of the latest 60" in said
        assert "30,000 a day are heard" in said

    def test_few_mentions_say_nothing_about_floods(self, bobs, brand, source):
        hear(source, *(f"café {n}" for n in range(49)))
        assert "all the same" not in self.ask(bobs, brand, "café")

    @pytest.mark.parametrize("query", ["café " * 3000, "(" * 4000, "a\u0000b", "\ud83d"])
    def test_hostile_queries_are_answered_in_words(self, bobs, brand, query):
        answer = bobs.post(url("topic_preview", brand), {"query": query.encode(errors="replace").decode()})
        assert answer.status_code == 200


class TestSourcesThatKeepWhatMatches:
    def test_only_where_there_is_a_topic(self, bobs, brand, source):
        here = url("source", brand, source=source.public_id)
        wanted = {"title": "", "poll_minutes": "10", "keep": "matching", "version": "1"}
        answer = bobs.post(here, wanted)
        assert answer.status_code == 422
        assert "There is no topic yet, so nothing would be kept. Add a topic first." in text(answer)
        factories.topic(brand, "café")
        assert bobs.post(here, wanted).status_code == 302
        with brand_scope(brand.pk):
            assert Source.objects.get().keep == "matching"


def test_counters_are_what_the_table_shows(brand, source, cafe):
    hear(source, "Un café")
    with brand_scope(brand.pk):
        assert DailyCount.objects.get(topic=cafe).n == 1
