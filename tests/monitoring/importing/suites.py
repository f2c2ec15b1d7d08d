"""Heads and rows in the shape of what suites export, with invented people."""

from __future__ import annotations

import csv
import io

BRANDWATCH = (
    ["Report:", "Cafés"], ["Brand:", "Lumbre"], ["From:", "2026-03-01"], [],
    ["Query Id", "Query Name", "Date", "Title", "Snippet", "Url", "Domain", "Sentiment", "Page Type", "Language",
     "Full Name", "Author", "Full Text", "X Followers", "Reach (new)", "Resource Id", "Tags"],
    ["1999", "Lumbre", "2026-03-10 12:30:00.0", "", "El café", "https://twitter.com/ana/status/1791", "twitter.com",
     "positive", "twitter", "es", "Ana Prieto", "ana", "El café de Lumbre está buenísimo", "812", "1,204",
     "179112345678", "Producto, Café"],
    ["1999", "Lumbre", "2026-03-09 08:00:00.0", "Dónde tomar café", "…", "https://blog.example/cafe", "blog.example",
     "neutral", "blog", "es", "", "Redacción", "Una guía de cafés", "", "15,000", "179112345679", ""],
)  # fmt: skip
MELTWATER = (
    ["Date", "Time", "Document ID", "URL", "Input Name", "Source Type", "Source Name", "Title", "Opening Text",
     "Hit Sentence", "Author Name", "Author Handle", "Language", "Reach"],
    ["10-Mar-2026", "02:05 PM", "doc-0001", "https://news.example/a", "Lumbre", "Online News", "Diario",
     "Lumbre abre en Ruzafa", "La cadena…", "Lumbre abre hoy su quinto café", "Eva Gil", "", "Spanish", "120000"],
    ["09-Mar-2026", "11:00 AM", "doc-0002", "https://x.com/b/status/2", "Lumbre", "X (Twitter)", "X", "", "",
     "Me ha sentado fatal el café", "Bruno", "@bruno", "Spanish", "340"],
)  # fmt: skip
TALKWALKER = (
    ["url", "published", "title_snippet", "content_snippet", "content", "lang", "sentiment", "source_type",
     "extra_author_attributes.name", "extra_author_attributes.short_name", "reach", "tags_marking"],
    ["http://instagram.com/p/1", "2026-03-10T12:30:00Z", "", "", "Tarde de café ☕", "es", "5", "SOCIALMEDIA_INSTAGRAM",
     "Carla", "carla", "90", ""],
)  # fmt: skip
METRICOOL = (
    ["Fecha", "Hora", "Red social", "Autor", "Usuario", "Mensaje", "Enlace", "Seguidores", "Alcance"],
    ["10/03/2026", "14:05", "Facebook", "Diego Paz", "@diegopaz", "¿Tenéis leche de avena?", "https://facebook.com/1",
     "1.204", "3,5 mil"],
    ["25/03/2026", "9:00", "Instagram", "Elsa", "@elsa", "Qué rico todo", "https://instagram.com/p/2", "88", "120"],
)  # fmt: skip
HOOTSUITE = (
    ["Post Date", "Network", "Profile Name", "Username", "Post Message", "Post Permalink", "Tweet Id", "Likes"],
    ["Mar 10, 2026 2:05 PM", "TWITTER", "Fran", "fran", "Otra vez sin croissants", "https://x.com/fran/status/3",
     "1791000000000000003", "4"],
)  # fmt: skip
SPRINKLR = (
    ["CreatedTime", "SocialNetwork", "SenderScreenName", "SenderFullName", "Message", "Permalink",
     "UniversalMessageId"],
    ["1773144000000", "TWITTER", "gema", "Gema Ros", "Buen servicio en Lumbre", "https://x.com/gema/status/4",
     "TWITTER_1_1791_4"],
)  # fmt: skip
PORTUGUESE = (
    ["Data de publicação", "Rede social", "Autor", "Nome de usuário", "Conteúdo", "Link", "Seguidores", "Idioma"],
    ["10 de março de 2026 às 14:05", "Instagram", "Hugo", "@hugo", "Não gostei do café", "https://instagram.com/p/5",
     "2 mil", "Português"],
)  # fmt: skip


def as_csv(rows, delimiter=",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()
