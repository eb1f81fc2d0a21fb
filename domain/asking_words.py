"""The words in which people ask, as data: English, and Spanish beside it.

Small letters, no accents, "|" between the phrases of one sense.
"""

from collections.abc import Mapping
from enum import StrEnum, auto


class Sense(StrEnum):
    """What a word or a phrase of a question means."""

    OPEN = auto()
    CLOSED = auto()
    EVERY = auto()
    OVERDUE = auto()
    URGENT = auto()
    CRITICAL = auto()
    MAJOR = auto()
    MINOR = auto()
    MINE = auto()
    REPORTED = auto()
    OWNED = auto()
    WAITING = auto()
    COUNT = auto()
    THING = auto()
    FILED = auto()
    DUE = auto()
    SINCE = auto()
    BY = auto()  # somebody's name stands beside it
    OWNER = auto()
    HISTORY = auto()
    HELP = auto()
    ASKING = auto()  # a question begins with it
    FILLER = auto()


ENGLISH: Mapping[Sense, str] = {
    Sense.OPEN: "open|still open|not closed|not done|unresolved|unsolved|outstanding|in progress|pending",
    Sense.CLOSED: "closed|finished|resolved|solved|fixed|done",
    Sense.EVERY: "all|every|everything|ever",
    Sense.OVERDUE: "overdue|late|past due|too late|delayed|behind",
    Sense.URGENT: "urgent",
    Sense.CRITICAL: "critical",
    Sense.MAJOR: "major|needs a plan",
    Sense.MINOR: "minor|quick fix|quick fixes",
    Sense.MINE: "my|mine",
    Sense.REPORTED: "i reported|i filed|i have reported|did i report|reported by me|my own reports",
    Sense.OWNED: "i own|do i own|am i the owner|owned by me|assigned to me|i am responsible for",
    Sense.WAITING: "waits for me|waiting for me|waiting on me|wait for me|my turn|is my turn|should i do"
    "|do i have to do|do i need to do|must i do|on my plate|needs me|need me|my to do|my tasks",
    Sense.COUNT: "how many|number of|count|count of",
    Sense.THING: "car|cars|report|reports|problem|problems|issue|issues|case|cases|corrective actions|things",
    Sense.FILED: "filed|reported|new|came in|received|submitted|opened",
    Sense.DUE: "due|due date|deadline|deadlines",
    Sense.SINCE: "since|after|from",
    Sense.BY: "owned by|assigned to|own|owns|s",
    Sense.OWNER: "who owns|who has|who is the owner of|owner of|whose is|who is responsible for|who works on|who is on",
    Sense.HISTORY: "history|history of|story|story of|the whole story of|what happened to|what happened with",
    Sense.HELP: "help|hello|hi|hey|what can you do|what do you do|commands|good morning",
    Sense.ASKING: "what|whats|which|who|when|where|how|is|are|show|list|give|tell|find|any",
    Sense.FILLER: "the|a|an|was|were|be|been|at|in|for|of|on|to|with|about|there|we|us|our|do|does|did|have|has|had|me"
    "|please|see|and|right now|now|currently|so far|that|it|its|school|schools|department|i|you|can|got|get|up|status",
}
SPANISH: Mapping[Sense, str] = {
    Sense.OPEN: "abierto|abierta|abiertos|abiertas|pendiente|pendientes|sin cerrar|sin resolver",
    Sense.CLOSED: "cerrado|cerrada|cerrados|cerradas|resueltos|resueltas|terminados|terminadas",
    Sense.EVERY: "todo|todos|toda|todas",
    Sense.OVERDUE: "vencido|vencida|vencidos|vencidas|atrasado|atrasada|atrasados|atrasadas",
    Sense.URGENT: "urgente|urgentes",
    Sense.CRITICAL: "critico|criticos",
    Sense.MAJOR: "mayor|mayores",
    Sense.MINOR: "menor|menores",
    Sense.MINE: "mi|mis|mio|mios",
    Sense.REPORTED: "que reporte|he reportado|reportado por mi",
    Sense.OWNED: "a mi cargo|que tengo a cargo|soy responsable",
    Sense.WAITING: "me toca|me espera|me esperan|debo hacer|tengo que hacer|espera por mi",
    Sense.COUNT: "cuantos|cuantas|numero de",
    Sense.THING: "reporte|reportes|informe|informes|problema|problemas|caso|casos",
    Sense.FILED: "nuevo|nuevos|nueva|nuevas|recibidos|presentados",
    Sense.DUE: "vence|vencen|fecha limite|para cuando es",
    Sense.SINCE: "desde|a partir de",
    Sense.BY: "a cargo de|asignados a",
    Sense.OWNER: "quien tiene|de quien es|quien es responsable de|quien lleva",
    Sense.HISTORY: "historia|historia de|que paso con",
    Sense.HELP: "ayuda|hola|buenos dias|que puedes hacer",
    Sense.ASKING: "que|cual|cuales|quien|cuando|como|muestra|muestrame|lista|dime",
    Sense.FILLER: "el|la|los|las|un|una|de|del|en|hay|es|esta|estan|son|por favor|y|con|para|por|ver|escuela|se",
}

#: What a time is called, and which one it is: how many days, weeks, months or years before or after today's.
TIMES: Mapping[str, tuple[str, int]] = {
    "today": ("day", 0),
    "yesterday": ("day", -1),
    "tomorrow": ("day", 1),
    **{f"{word} {unit}": (unit, nth) for unit in ("week", "month", "year") for word, nth in (("this", 0), ("next", 1))},
    **{f"{word} {unit}": (unit, -1) for unit in ("week", "month", "year") for word in ("last", "past", "previous")},
    "hoy": ("day", 0),
    "ayer": ("day", -1),
    "manana": ("day", 1),
    "esta semana": ("week", 0),
    "semana pasada": ("week", -1),
    "proxima semana": ("week", 1),
    "este mes": ("month", 0),
    "mes pasado": ("month", -1),
    "proximo mes": ("month", 1),
    "este ano": ("year", 0),
    "ano pasado": ("year", -1),
}
UNITS: Mapping[str, int] = {
    **dict.fromkeys(("day", "days", "dia", "dias"), 1),
    **dict.fromkeys(("week", "weeks", "semana", "semanas"), 7),
    **dict.fromkeys(("month", "months", "mes", "meses"), 30),
}
LASTS = frozenset({"last", "past", "previous", "ultimos", "ultimas"})
MONTHS: Mapping[str, int] = {
    name: nth
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    )
    for nth, name in enumerate(names.split(), 1)
}
#: Names of months that are words of their own: months only behind one of these.
BEFORE_A_MONTH = frozenset({"in", "since", "during", "from", "after", "last", "this", "en", "desde", "de"})
DOUBTFUL = frozenset({"may", "mar", "march", "dec", "sep", "jan", "jun"})
WEEKDAYS: Mapping[str, int] = {
    name: nth
    for names in (
        "monday tuesday wednesday thursday friday saturday sunday",
        "lunes martes miercoles jueves viernes sabado domingo",
    )
    for nth, name in enumerate(names.split())
}
#: Words in the names of places that many of them have: "East School" is asked for as "East".
KINDS = {
    *("school", "schools", "elementary", "middle", "high", "academy", "campus", "primary", "escuela"),
    *("department", "dept", "office", "services", "service", "departamento", "and", "of", "the"),
}
#: What a department is called beside its name: each stands for the one whose name holds one of those words.
CALLED: Mapping[str, str] = {
    "hr": "human|personnel",
    "it": "technology|information",
    "maintenance": "facilities|grounds|buildings",
    "custodial": "facilities|grounds|buildings",
    "buses": "transportation|transport",
    "transport": "transportation",
    "cafeteria": "food|nutrition",
    "kitchen": "food|nutrition",
    "purchasing": "procurement|business",
    "finance": "business|fiscal|accounting",
    "sped": "special",
    "recursos humanos": "human|personnel",
    "mantenimiento": "facilities|grounds|buildings",
    "transporte": "transportation|transport",
}
