"""Invented data for the page that shows every component in every state. People and brands do not exist."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from plotly import graph_objects as go

from core import clock
from core.ui import Cell, NavGroup, NavItem, Shell, Tab


@dataclass
class Mention:
    """The attributes that components/_mention.html reads."""

    author_name: str
    author_handle: str
    network: str
    network_name: str
    text: str
    posted_at: datetime
    sentiment: str
    public_id: str
    reach: int | None = None
    title: str = ""
    language: str = "es"
    unread: bool = False
    starred: bool = False
    handled: bool = False
    current: bool = False
    gone_at: datetime | None = None
    kept_until: datetime | None = None
    tags: list[str] = field(default_factory=list)
    same: int = 0
    open_url: str = "#"
    star_url: str = "#"


def dense() -> Mention:
    """One for the dense view."""
    return replace(mentions()[1], public_id="specimen-dense")


def mentions() -> list[Mention]:
    """One mention for each state."""
    now = clock.now()
    return [
        Mention(
            "Rocío Almenar", "@rocioalmenar", "mastodon", "Mastodon",
            "Segundo día que me sienta fatal el latte de avena de @cafeslumbre en Ruzafa. En el local me dicen "
            "que «no saben nada». ¿Hay algún lote malo o qué?",
            now - timedelta(minutes=63), "negative", "specimen-1", 3120, current=True, tags=["Queja"], same=14,
        ),
        Mention(
            "Nerea Goñi", "@nereago", "demo", "Demo",
            "El sitio precioso y el personal un encanto, pero la avena del cortado sabía rancia.",
            now - timedelta(minutes=12), "positive", "specimen-2", 27300, unread=True, starred=True,
        ),
        Mention(
            "Valencia a Cucharadas", "valenciaacucharadas.example", "feed", "Blogs",
            "Recopilamos lo que nos contáis en los comentarios y lo que la cadena (no) ha dicho hasta ahora.",
            now - timedelta(hours=5), "neutral", "specimen-3", 18400, title="¿Qué pasa con la avena?", handled=True,
        ),
        Mention(
            "Darío Salvatierra de la Fuente y Gómez-Acebo de Los Infantes", "@dariosal.example", "bluesky", "Bluesky",
            "Pregunta seria: ¿de qué proveedor es la avena y desde cuándo?",
            now - timedelta(days=9), "unscored", "specimen-4", gone_at=now, kept_until=now + timedelta(days=30),
        ),
    ]  # fmt: skip


class SpecimenForm(forms.Form):  # notranslate: invented data, Spanish as the mentions beside it
    """A field of each kind."""

    name = forms.CharField(label="Nombre del tema", help_text="Lo verá todo el equipo.")
    address = forms.URLField(label="Dirección del blog", assume_scheme="https")
    language = forms.ChoiceField(label="Idioma", choices=[("es", "Español"), ("en", "English")])
    note = forms.CharField(label="Nota", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    keep = forms.ChoiceField(
        label="Qué guardar",
        choices=[("all", "Todo"), ("matching", "Solo lo que coincide")],
        widget=forms.RadioSelect,
    )
    notify = forms.BooleanField(label="Avisar por correo", required=False, help_text="Una vez al día.")


def forms_shown() -> dict[str, forms.Form]:
    """The same form untouched and with errors."""
    return {"form": SpecimenForm(prefix="a"), "bad_form": SpecimenForm({"b-address": "valencia a"}, prefix="b")}


def charts() -> list[dict[str, Any]]:
    """A chart card drawn, and each of its other states."""
    days = [f"2026-11-{day}" for day in range(11, 25)]
    series = {
        "negative": [62, 58, 66, 49, 41, 70, 64, 61, 92, 88, 65, 62, 104, 196],
        "neutral": [214, 226, 208, 166, 150, 231, 240, 222, 236, 219, 171, 164, 242, 261],
        "positive": [121, 130, 118, 143, 139, 108, 116, 118, 104, 134, 160, 160, 133, 118],
    }
    tokens = {"negative": "neg", "neutral": "neu", "positive": "pos"}
    figure = go.Figure(
        [
            {
                "type": "bar",
                "name": name,
                "x": days,
                "y": values,
                "marker": {"color": f"var(--{tokens[name]}-fill)"},
                "hovertemplate": "%{y:,d}<extra></extra>",
            }
            for name, values in series.items()
        ],
        layout={"barmode": "stack", "xaxis": {"tickformat": "%-d %b", "hoverformat": "%A %-d %B"}},
    )
    drawn = {
        "id": "volume",
        "title": "Las negativas casi se doblan en un día",
        "measure": "Menciones por día y sentimiento",
        "figure": figure.to_plotly_json(),
        "legend": [("neg", "\u2212", "Negativas"), ("neu", "=", "Neutras"), ("pos", "+", "Positivas")],
        "columns": ["Día", "Negativas", "Neutras", "Positivas"],
        "rows": [list(map(Cell, row)) for row in zip(days, *series.values(), strict=True)],
    }
    return [
        drawn,
        {"id": "loading", "title": "Cuota de voz", "loading": True},
        {"id": "empty", "title": "Menciones por hora", "empty": "Aún no hay menciones en estos días."},
        {"id": "error", "title": "Alcance", "error": "No hemos podido cargar las cifras.", "retry_url": "#"},
    ]


def kpis() -> list[dict[str, Any]]:
    """Tiles: with a change that is neither good nor bad, with a bad one, without a value, with late data."""
    course = [420, 410, 405, 430, 428, 440, 450, 470, 520, 640, 886]
    return [
        {"label": "Menciones, 24 h", "value": "886", "url": "#", "course": course, "usual": 420, "change": "▲ 111 %",
         "note": "sobre un martes normal (420)"},
        {"label": "Sentimiento neto", "value": "−9", "unit": "puntos", "url": "#", "course": course[::-1],
         "usual": 600, "change": "▼ 21", "tone": "bad", "note": "frente a su media (+12)"},
        {"label": "Alcance", "value": None, "why": "Los blogs no dan alcance."},
        {"label": "Fuentes", "value": "12.345.678", "url": "#", "note": "2 con error", "late": clock.now()},
    ]  # fmt: skip


def chips() -> list[dict[str, Any]]:
    """A filter in use and one that is not."""
    words = [("positive", "Positiva", False), ("neutral", "Neutra", False), ("negative", "Negativa", True)]
    return [
        {"name": "sentiment", "label": "Sentimiento", "options": words, "many": True, "value": "negativa",
         "clear_url": "#"},
        {"name": "network", "label": "Red", "icon": "world", "options": [("feed", "Blogs", False)], "many": True},
    ]  # fmt: skip


def states() -> list[dict[str, Any]]:
    """Every state chip."""
    return [
        {"icon": "pencil", "label": "Borrador"},
        {"tone": "wait", "icon": "eye", "label": "En revisión"},
        {"icon": "check", "label": "Aprobada"},
        {"tone": "active", "icon": "clock", "label": "Programada"},
        {"tone": "active", "icon": "loader-2", "label": "Publicando", "turning": True},
        {"tone": "ok", "icon": "circle-check", "label": "Publicada"},
        {"tone": "failed", "icon": "alert-triangle", "label": "Fallida"},
        {"tone": "unknown", "icon": "help-circle", "label": "Sin confirmar"},
        {"tone": "missed", "icon": "clock-x", "label": "No salió"},
        {"tone": "held", "icon": "hand-stop", "label": "Retenida"},
    ]


def jobs() -> list[dict[str, Any]]:
    """A long job under way, one that is done, one that stopped."""
    return [
        {"title": "Importando «menciones-2025.xlsx»", "state": "running", "done": 38200, "total": 61400,
         "left": "faltan unos 40 s", "note": "214 filas ya estaban.", "stop_url": "#"},
        {"title": "Informe de la semana 47", "state": "done", "url": "#"},
        {"title": "Exportación a CSV: se paró en la fila 9.120", "state": "stopped", "resume_url": "#"},
    ]  # fmt: skip


def entries() -> list[dict[str, Any]]:
    """A timeline with each kind of dot."""
    now = clock.now()
    return [
        {"at": now, "tone": "now", "actor": "Iker", "text": "pide no prometer nada más"},
        {"at": now - timedelta(minutes=14), "tone": "ok", "actor": "Marta", "text": "aprobó el mensaje"},
        {"at": now - timedelta(minutes=39), "tone": "held", "text": "2 publicaciones retenidas"},
        {"at": now - timedelta(minutes=40), "tone": "bad", "text": "Alerta: 9 veces lo normal en 30 min"},
    ]


def shell() -> Shell:
    """A frame with everything in it."""
    listening = NavItem(_("Listening"), "ear", "#listening", count=3)
    return Shell(
        workspace="Agencia Faro",
        brand="Cafés Lumbre",
        person="Lucía Ferrán",
        sign_out_url="#",
        switcher_url="#switcher",
        groups=(
            NavGroup((NavItem(_("Overview"), "layout-dashboard", "#", current=True),)),
            NavGroup((listening,), label=_("Listen")),
            NavGroup((NavItem(_("Inbox"), "mail", "#inbox", count=17, urgent=True),), label=_("Reply")),
        ),
        foot=(NavItem(_("Settings"), "settings", "#settings"),),
        menu=(NavItem(_("Profile"), "user", "#profile"),),
    )


def tabs() -> tuple[Tab, ...]:
    """Two tabs, the first current."""
    return (Tab(_("Mentions"), "#", current=True), Tab(_("Sources"), "#sources", count=12))


def words() -> dict[str, Any]:
    """Sentences of the smaller components."""
    return {
        "tags": [("", "Queja"), ("acc", "Líder de opinión"), ("ok", "Aprobado"), ("warn", "quedan 18 min"),
                 ("bad", "11 min tarde"), ("held", "Retenida")],
        "notes": [
            {"tone": "bad", "icon": "plug-connected-x", "title": "Instagram se desconectó.",
             "text": "4 publicaciones esperan.", "url": "#", "action": "Volver a conectar"},
            {"icon": "clock-pause", "title": "X nos pide esperar hasta las 10:15.", "text": "Nada se pierde."},
            {"tone": "held", "icon": "hand-stop", "text": "2 publicaciones retenidas por la crisis."},
            {"tone": "info", "text": "Desde mañana verás también Bluesky."},
        ],
        "undone": "Conversación cerrada.",
        "blank": {"title": "Verdea aún no escucha nada", "action": "Empezar a escuchar",
                  "text": "Dinos qué buscar y en un minuto verás lo primero."},
        "doors": [
            {"icon": "rss", "title": "Añade blogs y medios", "text": "Pega direcciones o un archivo OPML"},
            {"icon": "plug-connected", "title": "Conecta tus canales", "text": "Para responder desde aquí"},
        ],
        "lifted": "Sentimiento: negativa",
        "done": {"title": "Todo respondido", "text": "La próxima revisión, a las 10:15."},
        "question": {"title": "¿Cancelar 2 publicaciones?", "text": "El texto y las fotos quedan en Ideas.",
                     "verb": "Cancelar 2 publicaciones"},
    }  # fmt: skip
