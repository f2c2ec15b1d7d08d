"""The emoji of the composer's picker: a small choice, by group, each with words in Spanish and English to find it by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

_FACES = """
😀 sonrisa feliz smile happy|😃 alegre joy smile|😄 risa laugh smile|😁 sonrisa dientes grin|😂 llorar risa tears joy
🤣 carcajada rofl|😊 contento rubor blush|😇 angel inocente innocent|🙂 leve sonrisa slight smile|😉 guiño wink
😍 enamorado ojos corazon love eyes|🥰 cariño amor hearts love|😘 beso kiss|😋 rico delicioso yummy delicious
😎 gafas sol cool sunglasses|🤩 estrellas ilusion star struck|🥳 fiesta cumpleaños party birthday|🤔 pensar thinking
🤗 abrazo hug|😴 dormir sueño sleep|😅 sudor alivio sweat|😌 alivio relieved|🙃 al reves upside down
😮 sorpresa wow surprised|😢 triste sad cry|😭 llanto crying|😡 enfado angry|🤯 asombro mind blown
🥺 suplica pleading|😬 apuro grimace|🤫 silencio secreto secret quiet|🫶 manos corazon heart hands
"""
_HANDS = """
👋 hola adios wave hello|👍 bien me gusta like thumbs up|👎 mal thumbs down|👏 aplauso clap|🙌 celebrar hands raised
🙏 gracias por favor thanks please|🤝 acuerdo handshake|💪 fuerza strong|✌️ paz victoria peace|🤞 suerte luck
👉 derecha señala right|👈 izquierda left|👇 abajo down|👆 arriba up|☝️ uno atencion one|✍️ escribir write
👀 ojos mirar eyes look|🧠 cerebro idea brain|👩 mujer woman|👨 hombre man|👧 niña girl|👦 niño boy
👪 familia family|👥 personas gente people|🧑‍💻 ordenador trabajo developer|🧑‍🍳 cocina chef cook|🧑‍🎓 estudiante student
"""
_NATURE = """
🐶 perro dog|🐱 gato cat|🦊 zorro fox|🐻 oso bear|🐝 abeja bee|🦋 mariposa butterfly|🐟 pez fish|🐦 pajaro bird
🌱 brote planta plant seedling|🌿 hierba herb|🍀 suerte trebol luck clover|🌳 arbol tree|🌵 cactus|🌸 flor flower
🌻 girasol sunflower|🌹 rosa rose|🍂 otoño hojas autumn leaves|❄️ nieve invierno snow winter|☀️ sol verano sun summer
🌤️ nubes sol cloud|🌧️ lluvia rain|⛈️ tormenta storm|🌈 arcoiris rainbow|🌊 ola mar wave sea|🔥 fuego fire
⭐ estrella star|🌟 brillo glow star|✨ destellos sparkles|🌍 tierra mundo earth world|🌙 luna noche moon night
"""
_FOOD = """
☕ cafe coffee|🍵 te tea|🥤 refresco drink|🍺 cerveza beer|🍷 vino wine|🥂 brindis cheers|🍞 pan bread|🥐 cruasan croissant
🧀 queso cheese|🍳 huevo desayuno egg breakfast|🥗 ensalada salad|🍕 pizza|🍔 hamburguesa burger|🌮 taco|🥘 paella
🍝 pasta|🍣 sushi|🍫 chocolate|🍰 tarta cake|🎂 cumpleaños birthday cake|🍪 galleta cookie|🍦 helado ice cream
🍎 manzana apple|🍊 naranja orange|🍋 limon lemon|🍓 fresa strawberry|🥑 aguacate avocado|🍅 tomate tomato|🫒 aceituna olive
"""
_THINGS = """
🎉 fiesta confeti party|🎊 celebrar celebrate|🎁 regalo gift|🎈 globo balloon|🏆 premio trofeo prize trophy|🥇 oro primero first
🎯 objetivo diana target|📣 anuncio megafono announcement|📢 aviso altavoz loudspeaker|📅 calendario fecha date calendar
⏰ hora reloj alarm clock|⏳ espera tiempo time wait|📍 lugar ubicacion place pin|🗺️ mapa map|🏠 casa home|🏢 oficina office
🏪 tienda shop store|🚀 lanzamiento cohete rocket launch|✈️ avion viaje plane travel|🚗 coche car|🚲 bici bike|🚆 tren train
📷 foto camara photo camera|🎥 video camara|🎬 cine clapper|🎵 musica music|🎧 auriculares headphones|🎨 arte art|📚 libros books
📖 leer libro read book|📝 nota escribir note|✏️ lapiz pencil|📌 chincheta pin|📎 clip|🔗 enlace link|📱 movil phone
💻 ordenador computer|🖥️ pantalla screen|💡 idea bombilla bulb|🔍 buscar search|🔒 seguro lock secure|🔔 campana aviso bell
🛒 compra carrito cart shopping|💳 tarjeta card|💰 dinero money|📈 subida grafico up chart|📉 bajada down chart|🛠️ herramientas tools
⚽ futbol football|🏀 baloncesto basketball|🎾 tenis tennis|🏃 correr run|🧘 yoga calma calm|🎓 graduacion graduation
"""
_SIGNS = """
❤️ corazon amor heart love|🧡 corazon naranja orange heart|💛 corazon amarillo yellow heart|💚 corazon verde green heart
💙 corazon azul blue heart|💜 corazon morado purple heart|🖤 corazon negro black heart|🤍 corazon blanco white heart
💔 corazon roto broken heart|✅ hecho si check done|✔️ bien check|❌ no cruz cross|⚠️ aviso cuidado warning|❓ pregunta question
❗ exclamacion atencion attention|💯 cien perfecto hundred|🆕 nuevo new|🔝 arriba top|➡️ flecha derecha arrow right
⬇️ flecha abajo arrow down|🔄 recargar reload|♻️ reciclar recycle|▶️ reproducir play|⏸️ pausa pause|➕ mas plus|➖ menos minus
1️⃣ uno one|2️⃣ dos two|3️⃣ tres three|4️⃣ cuatro four|5️⃣ cinco five|🇪🇸 españa spain|🇲🇽 mexico|🇦🇷 argentina|🇨🇴 colombia
🇨🇱 chile|🇵🇪 peru|🇵🇹 portugal|🇧🇷 brasil brazil|🇪🇺 europa europe|🇬🇧 reino unido uk|🇺🇸 estados unidos usa|🏳️‍🌈 orgullo pride
"""


@dataclass(frozen=True, slots=True)
class Emoji:
    """One of them."""

    sign: str
    words: str
    """What one may type to find it."""

    @property
    def name(self) -> str:
        """What a screen reader says: its first word."""
        return self.words.split(" ", 1)[0]


@dataclass(frozen=True, slots=True)
class Group:
    """Emoji of one kind."""

    label: Any
    emoji: tuple[Emoji, ...]


def _group(label: Any, table: str) -> Group:
    rows = (row.split(" ", 1) for row in table.strip().replace("\n", "|").split("|"))
    return Group(label, tuple(Emoji(sign, words) for sign, words in rows))


GROUPS = (
    _group(_("Faces"), _FACES),
    _group(_("Hands and people"), _HANDS),
    _group(_("Nature"), _NATURE),
    _group(_("Food and drink"), _FOOD),
    _group(_("Things"), _THINGS),
    _group(_("Signs and flags"), _SIGNS),
)
