"""What the demo's invented people say about an invented chain of coffee shops. Each line is a template.

{brand} the chain as people write it, {place} a shop, {drink} {food} what they had, {rival} another invented chain,
{min} minutes, {hour} an hour, {price} euros.
"""

from __future__ import annotations

POSITIVE, NEUTRAL, NEGATIVE, WAVE = "positive", "neutral", "negative", "wave"

BRANDS = {"lumbre": ("Cafés Lumbre", "Cafés Lumbre", "Lumbre", "Lumbre", "@cafeslumbre", "#CafésLumbre")}
"""By the name in an address: how people write it."""

# Names without an article, so that they stand after any preposition in every language.
PLACES = (
    *("Lavapiés", "Gràcia", "Ruzafa", "Triana", "Malasaña", "Atocha", "Chamberí", "Sants", "Nervión", "Benimaclet"),
    *("Deusto", "Chueca", "Poblenou", "Delicias"),
)
RIVALS = ("Tostadero Norte", "La Molienda", "Café Alféizar", "Grano & Co", "El Cafetín de Sol")

DRINKS = {
    "es": ("cortado", "café con leche", "flat white", "cold brew", "espresso doble", "café de filtro", "manchado"),
    "en": ("flat white", "cortado", "oat latte", "cold brew", "double espresso", "filter coffee", "cappuccino"),
    "pt": ("galão", "café pingado", "cappuccino", "expresso duplo", "café gelado", "café de filtro"),
}
FOODS = {
    "es": (
        "bizcocho de limón",
        "cruasán",
        "tostada con tomate",
        "palmera de chocolate",
        "tarta de queso",
        "napolitana",
    ),
    "en": ("lemon cake", "croissant", "tomato toast", "cheesecake", "almond biscuit", "cinnamon roll"),
    "pt": ("bolo de limão", "croissant", "torrada com tomate", "cheesecake", "pastel de nata"),
}

TEXTS: dict[str, dict[str, tuple[str, ...]]] = {
    "es": {
        POSITIVE: (
            "El {drink} de {brand} en {place} sigue siendo el mejor de la ciudad. Y los he probado casi todos.",
            "Qué gusto que te reconozcan y te pongan el {drink} sin preguntar. Gracias, {brand} ☕️",
            "Tarde de lluvia, libro y {food} en {brand}. No pido más 💛",
            "Me equivoqué al pedir y me lo cambiaron sin cobrarme nada. Así da gusto. {brand} {place}",
            "Hoy descubrí que en {brand} tienen leche de avena sin suplemento. Ya era hora de que alguien lo hiciera.",
            "Llevo una semana yendo a {brand} a trabajar: wifi rápido, enchufes y nadie te mira mal. Recomendadísimo.",
            "La chica que atiende por las mañanas en {place} es un sol. Que le suban el sueldo, {brand}.",
            "Probad el {food} de {brand}. Luego me lo agradecéis.",
            "El nuevo {drink} de {brand} es una maravilla, suave y sin amargor. Repetiré seguro.",
            "Fui con el perro y le sacaron agua antes de que yo pidiera. {brand}, tenéis clienta para siempre 🐶",
            "Mi madre, que solo toma café en casa, me ha pedido volver a {brand}. No hay mejor crítica.",
            "Por fin un sitio en {place} donde el {drink} no sabe a quemado. Bravo, {brand}.",
            "Buen café, buen precio y silencio. {brand} de {place}, no cambiéis nunca.",
            "Se me olvidó la mochila en {brand} y me la guardaron con todo dentro. Mil gracias de verdad.",
            "Lo del vaso retornable de {brand} funciona: lo devuelves en cualquier tienda y listo. Encantada.",
            "{brand} ha puesto rampa en {place}. Por fin puedo entrar sin pedir ayuda. Gracias por escuchar.",
            "Tostada con tomate y {drink} por {price} €. En 2026. En {place}. {brand}, os quiero.",
            "Me ha escrito {brand} para disculparse por lo del otro día y me han invitado a un {drink}. Buen detalle.",
            "El taller de catas de {brand} fue lo mejor del fin de semana. Aprendí muchísimo y salí con dos paquetes.",
            "Ni {rival} ni gaitas: para desayunar en {place}, {brand}.",
            "Tres años viniendo y el {drink} sigue igual de bueno. Constancia se llama. 👏 {brand}",
            "Qué bonita ha quedado la tienda de {place}. Luz, plantas y un {food} de escándalo. Bien, {brand}.",
        ),
        NEUTRAL: (
            "¿Alguien sabe a qué hora abre {brand} en {place} los domingos?",
            "{brand} abre nueva tienda en {place} el mes que viene.",
            "¿El {drink} de {brand} lleva azúcar o hay que pedirlo sin?",
            "¿Tienen opciones sin gluten en {brand}? Pregunto por mi hermana.",
            "Quedamos a las {hour} en el {brand} de {place}, ¿no?",
            "Pregunta seria: ¿{brand} o {rival} para trabajar un par de horas?",
            "¿Los vales de {brand} valen también en las tiendas de aeropuerto?",
            "Estoy haciendo una lista de cafeterías con terraza en {place}: {brand}, {rival}… ¿cuáles más?",
            "{brand} cambia de proveedor de leche a partir de enero, según leo en el periódico.",
            "¿De qué origen es el café de filtro que tiene {brand} esta semana?",
            "He visto que {brand} busca gente para {place}, por si a alguien le interesa.",
            "Media hora de descanso y un {drink} en {brand}. Luego vuelvo a la reunión.",
            "¿Se puede pagar con el móvil en {brand}? No llevo cartera.",
            "En {brand} han cambiado los vasos. Ahora son verdes.",
            "¿Alguien me confirma si el {brand} de {place} tiene baño adaptado?",
            "Comparativa de {drink}: {brand} {price} €, {rival} 2,60 €. Mañana sigo con más sitios.",
            "Hoy toca reunión en el {brand} de {place} a las {hour}.",
            "¿Hay que reservar para el taller de {brand} o se puede ir sin más?",
            "Según la web de {brand}, el {food} lleva frutos secos. Ojo los alérgicos.",
            "¿Cuántas tiendas tiene ya {brand}? Me salen catorce.",
        ),
        NEGATIVE: (
            "{min} minutos esperando un {drink} en {brand} y me lo dan frío. Fatal.",
            "¿Desde cuándo el {drink} de {brand} cuesta {price} €? Se os ha ido la mano.",
            "El {food} de {brand} estaba seco, como del día anterior. Qué decepción.",
            "El baño del {brand} de {place} lleva una semana cerrado. Así no se puede.",
            "Muy mala atención hoy en {brand}. Ni un buenos días y encima se equivocan con la cuenta.",
            "He pedido sin lactosa dos veces y dos veces me han puesto leche normal. {brand}, esto es serio.",
            "El wifi de {brand} en {place} no funciona nunca. Que quiten el cartel por lo menos.",
            "La música en {brand} está tan alta que no se puede ni hablar. Me he ido a {rival}.",
            "Llevo tres correos a {brand} y nadie me contesta. ¿Hay alguien ahí?",
            "Mesas sucias a las {hour} y cuatro personas detrás de la barra charlando. {brand} {place}, un desastre.",
            "Me cobraron un {food} que no pedí y tuve que volver al día siguiente a reclamarlo. Lamentable, {brand}.",
            "Antes {brand} era otra cosa. Ahora todo prisas, vasos de papel y café aguado.",
            "La app de {brand} me ha borrado los puntos. Y nadie responde en el chat 😡",
            "Cerraron diez minutos antes de la hora y me dejaron en la puerta. {brand}, respetad vuestro horario.",
            "Un pelo en el {food}. No vuelvo a {brand}.",
            "Qué pena, el {drink} de {brand} sabe a quemado desde que cambiaron la máquina en {place}.",
            "Cola hasta la calle y una sola persona atendiendo. Pobre chico. {brand}, contratad a alguien.",
            "Pedí a domicilio y llegó media hora tarde y derramado. {brand} dice que es culpa del repartidor.",
            "El aire acondicionado de {brand} en {place}, a tope en noviembre. Me he helado.",
            "Me gustaba {brand}, pero lo de cobrar el vaso de agua me parece de muy mal gusto.",
            "Ni enchufes ni sitio. El {brand} de {place} ya no sirve para trabajar.",
            "Os he escrito por privado hace cuatro días, {brand}. Nada. Qué manera de tratar a la gente.",
        ),
        WAVE: (
            "¿A alguien más le ha cobrado dos veces la app de {brand}? A mí, {price} € de más.",
            "La app de {brand} me ha hecho dos cargos por un solo {drink}. ¿Quién me devuelve el dinero?",
            "Otra vez doble cobro en {brand}. Y el teléfono de atención, comunicando.",
            "Cuidado con pagar con la app de {brand}: a mi hermana y a mí nos han cobrado doble hoy.",
            "{brand}, llevo desde las {hour} intentando que me expliquéis este doble cargo. Nadie contesta.",
            "Menuda mañana lleva {brand} con la app. Cobros duplicados y ni un comunicado.",
            "Acabo de desinstalar la app de {brand}. Dos cobros y cero respuestas.",
            "Me han cobrado tres veces el mismo {food}. TRES. {brand}, esto es un robo.",
            "En el {brand} de {place} dicen que no pueden hacer nada con lo del doble cobro, que escriba un correo.",
            "Reclamación puesta contra {brand} por el cobro duplicado. Guardad los recibos.",
        ),
    },
    "en": {
        POSITIVE: (
            "Best {drink} I've had in Spain so far: {brand} in {place}. Going back tomorrow.",
            "The staff at {brand} helped me with my terrible Spanish and were so kind about it. Lovely place.",
            "{brand}'s {food} is unreal. I bought two and ate both on the train.",
            "Quiet corner, fast wifi, great {drink}. {brand} is my office this week ☕️",
            "Lost my phone at {brand} and they kept it safe for me. Thank you so much!",
            "Finally a chain that gets oat milk right. Well done {brand}.",
            "Brought my parents to {brand} in {place}. They loved everything, which never happens.",
            "Honestly impressed: {brand} replied in ten minutes and fixed my order.",
            "Perfect little breakfast at {brand}: {drink}, {food}, sunshine.",
            "{brand} beats {rival} any day. Friendlier, cheaper, better coffee.",
        ),
        NEUTRAL: (
            "Does anyone know if {brand} in {place} opens on public holidays?",
            "Is there a {brand} near the station? Asking for a long layover.",
            "{brand} is opening a new shop in {place} next month.",
            "Meeting at {brand} at {hour}, see you there.",
            "What beans does {brand} use for the {drink}?",
            "Comparing coffee chains for an article: {brand}, {rival}. Which others should I try?",
            "Do you need to book for the {brand} tasting workshop?",
            "Can you pay by phone at {brand}? I left my wallet at the hotel.",
            "{brand} has changed its cups again. They are green now.",
        ),
        NEGATIVE: (
            "Waited {min} minutes for a {drink} at {brand} and it came cold. Not good enough.",
            "{price} euros for a {drink}, {brand}? Really?",
            "The {food} at {brand} was stale and nobody seemed to care.",
            "Third email to {brand}, still no answer. Terrible customer service.",
            "Asked for oat milk, got dairy. Second time this month. Please be careful, {brand}.",
            "{brand} in {place} was filthy today. Dirty tables everywhere.",
            "The music at {brand} is so loud I could not hear my own call. Moved to {rival}.",
            "Wifi at {brand} has been down all week. Useless if you need to work.",
            "They closed ten minutes early and left us outside in the rain. Thanks for nothing, {brand}.",
        ),
        WAVE: (
            "Anyone else charged twice by the {brand} app today? {price} euros gone and no reply.",
            "{brand} just double charged me for one {drink}. The helpline is dead.",
            "Do not pay with the {brand} app right now. Duplicate charges everywhere.",
            "Still waiting for {brand} to explain why I paid three times for a {food}.",
        ),
    },
    "pt": {
        POSITIVE: (
            "O melhor {drink} que bebi em Espanha foi no {brand}, em {place}. Que maravilha!",
            "Adorei o {food} do {brand}. Volto amanhã com certeza.",
            "Atendimento excelente no {brand}: simpáticos, rápidos e com paciência para o meu espanhol.",
            "Sossego, boa música e um {drink} perfeito. Obrigada, {brand} 💛",
            "Finalmente um café sem pressa. O {brand} de {place} é um achado.",
        ),
        NEUTRAL: (
            "Alguém sabe a que horas abre o {brand} em {place} ao domingo?",
            "O {brand} vai abrir uma loja nova em {place} no próximo mês.",
            "Há opções sem glúten no {brand}?",
            "Encontramo-nos às {hour} no {brand} de {place}.",
            "Qual é a origem do café de filtro do {brand} esta semana?",
        ),
        NEGATIVE: (
            "{min} minutos à espera de um {drink} no {brand} e chegou frio. Péssimo.",
            "{price} € por um {drink}? O {brand} perdeu a noção.",
            "O {food} do {brand} estava seco e velho. Que desilusão.",
            "Já enviei três mensagens ao {brand} e ninguém responde. Mau serviço.",
            "Mesas sujas e fila até à rua no {brand} de {place}. Não volto.",
        ),
        WAVE: (
            "A aplicação do {brand} cobrou-me duas vezes o mesmo {drink}. E ninguém responde.",
            "Cobrança dupla no {brand} outra vez. Cuidado com a aplicação.",
        ),
    },
}

ENDINGS = {
    "es": {
        POSITIVE: ("", "", "", " 🙂", " 💛", " Lo recomiendo.", " Volveré."),
        NEUTRAL: ("", "", "", " Gracias.", " 🙏", " Os leo."),
        NEGATIVE: ("", "", "", " En fin.", " ¿Os ha pasado?", " Qué cansancio.", " 🙄"),
        WAVE: ("", "", " 😡", " ¿Alguien más?", " Difusión, por favor."),
    },
    "en": {
        POSITIVE: ("", "", " 🙂", " Highly recommended."),
        NEUTRAL: ("", "", " Thanks!"),
        NEGATIVE: ("", "", " Just saying.", " Never again."),
        WAVE: ("", " 😡", " Please share."),
    },
    "pt": {
        POSITIVE: ("", "", " 🙂", " Recomendo."),
        NEUTRAL: ("", "", " Obrigada!"),
        NEGATIVE: ("", "", " Enfim.", " Que pena."),
        WAVE: ("", " 😡"),
    },
}
EDITS = {
    "es": " (Edito: era en {place}.)",
    "en": " (Edit: it was in {place}.)",
    "pt": " (Edito: foi em {place}.)",
}
REPLIES = {
    "es": (
        "A mí me pasó lo mismo la semana pasada en {place}.",
        "Pues yo siempre salgo contenta de {brand}, la verdad.",
        "Gracias por avisar, iba a ir hoy.",
        "¿En cuál fue? En {place} no me ha pasado nunca.",
        "Totalmente de acuerdo, y el {food} también ha bajado.",
        "Escríbeles por privado, a mí me contestaron en un rato.",
        "Prueba {rival}, está al lado y no hay cola.",
        "Jajaja, justo estaba pensando en un {drink}.",
    ),
    "en": (
        "Same here, last week in {place}.",
        "Really? I have never had a problem with {brand}.",
        "Thanks for the tip, going today.",
        "Try {rival} next door, no queue.",
    ),
    "pt": (
        "Aconteceu-me o mesmo em {place}.",
        "Eu gosto muito do {brand}, nunca tive problemas.",
        "Obrigado pelo aviso!",
    ),
}

FIRST_NAMES = {
    "es": (
        *("Marta", "Íñigo", "Lucía", "Pau", "Carmen", "Diego", "Nerea", "Álvaro", "Rocío", "Jordi", "Noa", "Sergio"),
        *("Inés", "Bruno", "Alba", "Hugo", "Leire", "Tomás", "Irene", "Rubén", "Aitana", "Óscar", "Blanca", "Candela"),
    ),
    "en": ("Emma", "Oliver", "Grace", "Hannah", "Callum", "Priya", "Aoife", "Marcus", "Ruth", "Dylan"),
    "pt": ("Joana", "Tiago", "Beatriz", "Nuno", "Matilde", "Rui", "Inês", "Duarte"),
}
LAST_NAMES = {
    "es": (
        *(
            "Olmedo",
            "Zabala",
            "Ferrer",
            "Quintana",
            "Sotelo",
            "Vidal",
            "Arrieta",
            "Cano",
            "Bellver",
            "Montes",
            "Prieto",
        ),
        *("Lago", "Serrano", "Ibarra", "Roca", "Calvo", "Nieto", "Barea"),
    ),
    "en": ("Whitfield", "Hale", "Okafor", "Mercer", "Lindley", "Pryce", "Sato", "Grant"),
    "pt": ("Fonseca", "Almeida", "Teixeira", "Moura", "Cardoso", "Lobo"),
}
