"""Surveys that stand ready, in English and Spanish, for the groups that a district has to hear (Assess Needs)."""

from collections.abc import Mapping, Sequence

from domain.frozen import dataclass
from domain.pulses import Asks, Choice, Question
from domain.surveys import OTHER_LANGUAGE
from domain.texts import say

Both = tuple[str, str]  # in English and in Spanish
OFTEN: Sequence[Both] = (
    ("Never", "Nunca"),
    ("Seldom", "Rara vez"),
    ("At times", "A veces"),
    ("Often", "A menudo"),
    ("Always", "Siempre"),
)
WELL: Sequence[Both] = (
    ("Not at all", "Nada"),
    ("A little", "Poco"),
    ("Fairly well", "Bastante bien"),
    ("Well", "Bien"),
    ("Very well", "Muy bien"),
)
WORDS: Both = ("What should we know?", "¿Qué debemos saber?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Ready:
    name: str
    questions: Sequence[Question]


def _question(nth: int, asks: Asks, text: Both, answers: Sequence[Both] = ()) -> Question:
    choices = [
        Choice(key=f"a{n}", text=said, also={OTHER_LANGUAGE: other}) for n, (said, other) in enumerate(answers, 1)
    ]
    return Question(key=f"q{nth}", asks=asks, text=text[0], choices=choices, also={OTHER_LANGUAGE: text[1]})


READY: Mapping[str, Ready] = {
    "staff": Ready(
        name=say("How staff are doing"),
        questions=[
            _question(
                1,
                Asks.SCALE,
                ("How often do you feel heard at work?", "¿Con qué frecuencia se siente escuchado?"),
                OFTEN,
            ),
            _question(
                2,
                Asks.SCALE,
                (
                    "How often do you have what you need to do your work well?",
                    "¿Con qué frecuencia tiene lo que necesita?",
                ),
                OFTEN,
            ),
            _question(
                3,
                Asks.SCALE,
                (
                    "How well are problems solved that you report?",
                    "¿Qué tan bien se resuelven los problemas que reporta?",
                ),
                WELL,
            ),
            _question(4, Asks.YES, ("Do you feel safe at work?", "¿Se siente seguro en el trabajo?")),
            _question(
                5,
                Asks.TEN,
                (
                    "How likely are you to recommend your school as a place to work?",
                    "¿Qué tan probable es que recomiende su escuela como lugar de trabajo?",
                ),
            ),
            _question(6, Asks.TEXT, WORDS),
        ],
    ),
    "leaders": Ready(
        name=say("How the district supports schools"),
        questions=[
            _question(
                1,
                Asks.SCALE,
                ("How well does the district office answer you?", "¿Qué tan bien le responde la oficina del distrito?"),
                WELL,
            ),
            _question(
                2,
                Asks.SCALE,
                (
                    "How often do resources reach your school in time?",
                    "¿Con qué frecuencia llegan a tiempo los recursos?",
                ),
                OFTEN,
            ),
            _question(
                3,
                Asks.SEVERAL,
                ("Where does your school need more help?", "¿Dónde necesita más ayuda su escuela?"),
                [
                    ("Staffing", "Personal"),
                    ("Student services", "Servicios estudiantiles"),
                    ("Facilities", "Instalaciones"),
                    ("Transportation", "Transporte"),
                    ("Training", "Capacitación"),
                ],
            ),
            _question(4, Asks.TEXT, WORDS),
        ],
    ),
    "families": Ready(
        name=say("How families see our school"),
        questions=[
            _question(
                1,
                Asks.SCALE,
                (
                    "How well does the school keep you informed?",
                    "¿Qué tan bien le mantiene informado la escuela?",
                ),
                WELL,
            ),
            _question(
                2,
                Asks.SCALE,
                (
                    "How often do you feel welcome at the school?",
                    "¿Con qué frecuencia se siente bienvenido en la escuela?",
                ),
                OFTEN,
            ),
            _question(3, Asks.YES, ("Do you know whom to ask for help?", "¿Sabe a quién pedir ayuda?")),
            _question(
                4,
                Asks.TEN,
                (
                    "How likely are you to recommend the school to another family?",
                    "¿Qué tan probable es que recomiende la escuela a otra familia?",
                ),
            ),
            _question(5, Asks.TEXT, WORDS),
        ],
    ),
    "coffee": Ready(
        name=say("After a Coffee and Conversation"),
        questions=[
            _question(1, Asks.YES, ("Could you say what you came to say?", "¿Pudo decir lo que quería decir?")),
            _question(
                2,
                Asks.SCALE,
                ("How well did we listen?", "¿Qué tan bien escuchamos?"),
                WELL,
            ),
            _question(
                3,
                Asks.TEXT,
                ("What should we talk about next time?", "¿De qué debemos hablar la próxima vez?"),
            ),
        ],
    ),
}
