import pytest

from core.messages.python_text import python_faults, python_problems

FROM = "from django.utils.translation import"
COMPOSED = "gettext() of a text put together at run time"


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ('gettext(f"Hi {name}")', [(1, COMPOSED, "f'Hi {name}'")]),
        ('gettext("Hi %s" % name)', [(1, COMPOSED, "'Hi %s' % name")]),
        ('gettext("Hi {}".format(name))', [(1, COMPOSED, "'Hi {}'.format(name)")]),
        ('gettext("a" if x else "b")', [(1, COMPOSED, "'a' if x else 'b'")]),
        ('gettext("Hi " + name)', [(1, COMPOSED, "'Hi ' + name")]),
        ('forms.CharField(\n label="Name")', [(2, "not marked for translation", "Name")]),
        ('CharField(help_text=f"Up to {n} words")', [(1, "not marked for translation", "Up to  words")]),
        ('raise ValidationError("Too long")', [(1, "not marked for translation", "Too long")]),
        ('messages.success(request, f"Saved {x}")', [(1, "not marked for translation", "Saved ")]),
        ("f'{x} {gettext(\"word\")}'", [(1, "extraction does not look into f-strings", "gettext('word')")]),
        (f"{FROM} gettext as _now", [(1, "extraction does not know this name", "gettext as _now")]),
        (f"{FROM} ngettext as _", [(1, "extraction does not know this name", "ngettext as _")]),
    ],
)
def test_finds_planted_text(source, faults):
    assert list(python_faults(source)) == faults


def test_a_later_argument_may_be_put_together():
    plural = 'ngettext("a", f"{n} b", n)'
    assert [what for _, what, _ in python_faults(plural)] == ["ngettext() of a text put together at run time"]
    assert list(python_faults('ngettext("a", "b", n + 1)')) == []
    assert list(python_faults('pgettext("verb", "post")')) == []


def test_a_note_with_a_reason_excuses_its_line_or_its_class():
    form = 'class Form:{note}\n    name = CharField(label="Name")\n    note = CharField(label="Note"){other}\n'
    both = [(2, "not marked for translation", "Name"), (3, "not marked for translation", "Note")]
    assert list(python_faults(form.format(note="", other=""))) == both
    assert list(python_faults(form.format(note="  # notranslate:", other="  # notranslate"))) == both
    assert list(python_faults(form.format(note="", other="  # notranslate: why"))) == both[:1]
    after = 'CharField(label="After")'
    assert list(python_faults(form.format(note="  # notranslate: why", other="") + after)) == [
        (4, "not marked for translation", "After")
    ]


def test_help_in_a_package_api_is_for_programs(tmp_path):
    for package in ("api", "views"):
        (tmp_path / "brands" / package).mkdir(parents=True)
        (tmp_path / "brands" / "__init__.py").touch()
        (tmp_path / "brands" / package / "inputs.py").write_text('Field(help_text="At most.", label="Most")')
    assert [(fault.where, fault.text) for fault in python_problems(tmp_path)] == [
        ("brands/api/inputs.py:1", "Most"),
        ("brands/views/inputs.py:1", "At most."),
        ("brands/views/inputs.py:1", "Most"),
    ]


@pytest.mark.parametrize(
    "source",
    [
        'gettext("Hi %(name)s") % {"name": name}',
        'gettext("one " "text")',
        f"{FROM} gettext_lazy as _, ngettext",
        "gettext(LABELS[key])",
        'CharField(label=_("Name"), help_text="")',
        'raise ValidationError(_("Too long"), code="long")',
        'logger.error("a b", "c")',
        'messages.info(request, _("Saved"))',
        'field(label="RSS")',
    ],
)
def test_leaves_good_code_alone(source):
    assert list(python_faults(source)) == []
