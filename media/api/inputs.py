from __future__ import annotations

from rest_framework import serializers

from brands.api.inputs import Input, Page, Text, Version
from media.models import ALT, File


class FilesWanted(Page):
    kind = serializers.ChoiceField(choices=File.Kind.choices, required=False, help_text="Only files of this kind.")
    unused = serializers.BooleanField(default=False, help_text="Only files that nothing uses.")


class NewFile(Input):
    file = serializers.FileField(allow_empty_file=True, help_text="The bytes; what they are is told by themselves.")
    alt = serializers.CharField(max_length=ALT, default="", allow_blank=True, help_text="Alternative text.")
    library = serializers.ChoiceField(
        choices=["true", "false"],
        default="false",
        help_text="Keep it until somebody deletes it; else it goes 30 days after nothing uses it any more.",
    )


class FileChange(Input):
    version = Version()
    alt = Text(max_length=ALT, allow_blank=True)
