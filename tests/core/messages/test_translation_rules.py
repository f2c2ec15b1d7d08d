import pytest
from babel.messages.catalog import Message

from core.messages.translation_rules import is_left_in_english, source_faults, translation_faults


def faults(source, translation, **kwargs):
    return list(translation_faults(Message(source, translation, **kwargs), "es"))


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("Hello %(name)s", "Hola, %(name)s"),
        ("%(a)s of %(b)s", "%(b)s: %(a)s, %(b)s"),
        ("%d of %s", "%d de %s"),
        ("{n:,} posts", "{n:,} publicaciones"),
        ("12 % more", "12 % más"),
        ("100 %% of %(n)s", "100 %% de %(n)s"),
        ('<a href="%(url)s">Open</a> it', 'Lo <a href="%(url)s">abre</a>'),
        (("One post", "%(n)s posts"), ("Una publicación", "%(n)s de publicaciones", "%(n)s publicaciones")),
        (("One post", "%(n)s posts"), ("%(n)s publicación", "%(n)s de publicaciones", "%(n)s publicaciones")),
        (("%(n)s post", "%(n)s posts"), ("%(n)s publicación", "%(n)s de publicaciones", "%(n)s publicaciones")),
    ],
)
def test_a_good_translation_has_no_fault(source, translation):
    assert faults(source, translation) == []


@pytest.mark.parametrize(
    ("source", "translation", "fault"),
    [
        ("Hello %(name)s", "Hola", "placeholders differ: none instead of %(name)s"),
        ("Hello %(name)s", "Hola, %(nombre)s", "placeholders differ: %(nombre)s instead of %(name)s"),
        ("Hello %(name)s", "Hola, %(name)", "placeholders differ: none instead of %(name)s"),
        ("%s of %s", "%s", "placeholders differ: %s instead of %s %s"),
        ("{n} posts", "{m} publicaciones", "placeholders differ: {m} instead of {n}"),
        ("Nothing", "Nada %(x)s", "placeholders differ: %(x)s instead of none"),
        ("<b>Now</b>", "Ahora", "tags differ: none instead of </b> <b>"),
        ("100 %% of %(n)s", "100 % de %(n)s", "a bare % stops the formatting: write %%"),
        (
            ("One post", "%(n)s posts"),
            ("Una", "%(n)s de posts", "varias publicaciones"),
            "placeholders differ: none instead of %(n)s",
        ),
        ("Save", "", "not translated"),
        ("Save", "  ", "not translated"),
        (("One", "%(n)s"), ("Una", "", "%(n)s"), "not translated"),
        ("Save it", "Guárdalo, por favor", "“por favor”: no «por favor»: di qué hacer"),
        ("Saved", "¡Guardado", "“¡”: no exclamation marks"),
        ("It broke", "Ups, se rompió", "“Ups”: say what happened"),
        ("Save", "Aceptar", "“Aceptar”: a button repeats its verb"),
        ("Schedule", "Schedulear", "“Schedulear”: say it in Spanish"),
        ("Board", "Tu dashboard", "“dashboard”: say it in Spanish"),
        ("Assigned", "Asignado/a a Marta", "“Asignado/a”: name the person or the role’s work, no slashes"),
        ("Post “%(t)s”", "Publicación “%(t)s”", "““”: quotation marks are «»"),
    ],
)
def test_each_fault_is_named(source, translation, fault):
    assert fault in faults(source, translation)


def test_accept_within_a_sentence_is_a_verb():
    assert faults("Accept the invitation", "Aceptar la invitación") == []


def test_fuzzy_is_a_fault():
    assert faults("Save", "Guardar", flags={"fuzzy"}) == ["fuzzy"]


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("Hello {post.title}", "{post.title} looks like an f-string: give the value a name"),
        ("Hello {name!r}", "{name!r} looks like an f-string: give the value a name"),
        ("{names[0]} and more", "{names[0]} looks like an f-string: give the value a name"),
        ("%s of %s", "two placeholders without names cannot change places in a translation"),
        ("Please wait", "“Please”: no “please”: say what to do"),
        ("Saved!", "“!”: no exclamation marks"),
    ],
)
def test_faults_of_the_source(source, fault):
    assert list(source_faults(Message(source))) == [fault]


@pytest.mark.parametrize("source", ["Hello {name}", "{n:,} posts", "{} posts", "%(a)s of %(b)s", "%s posts"])
def test_good_sources(source):
    assert list(source_faults(Message(source))) == []


@pytest.mark.parametrize(
    ("source", "translation", "expected"),
    [
        ("Total", "Total", True),
        ("Bluesky", "Bluesky", False),
        ("%(n)s / %(m)s", "%(n)s / %(m)s", False),
        ("<b>%(n)s</b>", "<b>%(n)s</b>", False),
        ("Save", "Guardar", False),
        (("%(n)s post", "%(n)s posts"), ("%(n)s publicación", "%(n)s posts", "%(n)s posts"), True),
    ],
)
def test_left_in_english(source, translation, expected):
    assert is_left_in_english(Message(source, translation)) is expected
