from __future__ import annotations

from pathlib import Path

import django
import pytest
from babel.messages.pofile import read_po
from django import forms
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import override

from core.django_words import TEXTS


def test_django_still_says_each_of_them():
    said = set()
    for part in ("conf", "contrib/auth"):
        with (Path(django.__path__[0]) / part / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
            said |= {message.id for message in read_po(file)}
    assert set(TEXTS) - said == set()


class Form(forms.Form):
    email = forms.EmailField(required=False)
    name = forms.CharField(max_length=3, required=False)
    months = forms.IntegerField(min_value=1)


def test_a_wrong_value_is_answered_in_our_voice():
    with override("es"):
        errors = Form({"email": "ana", "name": "larga", "months": "0"}).errors
        assert errors == {
            "email": ["Escribe un correo como ana@ejemplo.com."],
            "name": ["Como mucho 3 caracteres (hay 5)."],
            "months": ["Escribe 1 o más."],
        }
        assert Form({"months": ""}).errors == {"months": ["Falta este dato."]}
        with pytest.raises(ValidationError) as caught:
            MinimumLengthValidator(10).validate("corta")
    assert caught.value.messages == ["Es demasiado corta: hacen falta al menos 10 caracteres."]
