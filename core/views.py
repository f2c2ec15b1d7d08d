"""Pages that know no product."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from core import specimens


class Components(TemplateView):
    """The style guide: every component in every state, for whoever builds pages and for the tests of the look."""

    need = "operator"
    template_name = "core/components.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            shell=specimens.shell(),
            tabs=specimens.tabs(),
            mentions=specimens.mentions(),
            charts=specimens.charts(),
            kpis=specimens.kpis(),
            chips=specimens.chips(),
            states=specimens.states(),
            jobs=specimens.jobs(),
            entries=specimens.entries(),
            networks=("feed", "mastodon", "bluesky", "demo", "instagram", "facebook", "x", "linkedin"),
            dense=specimens.dense(),
            evidence=[("sienta fatal", -0.46), ("malo", -0.19), ("encanto", 0.09)],
            **specimens.words(),
            **specimens.forms_shown(),
            **kwargs,
        )
