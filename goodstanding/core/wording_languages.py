"""The linter's lists for words in other languages than English: Spanish and Somali.

Written by engineers, not by translators (docs/limits.md): they stop plain threats, and stand beside
a named translator, not in place of one. Patterns are without accents, because a text is read with
its accents taken off. The English lists are read too: a threat may stand in any language.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from goodstanding.core.letters import MONTHS_ES
from goodstanding.core.unmasked import Seen, plain, squeezed
from goodstanding.core.wording_checks import DATE, PLAIN, masked
from goodstanding.core.wording_shape import Fault, fault_at
from goodstanding.core.wording_words import BANNED, CARE_SENTENCE, MINIMUM, Banned

# Spanish letters, and the sheet and the call script in Somali too. No other language has lists, so
# no words in it can come into use.
LISTED = frozenset({"es", "so"})
DATE_ES = re.compile(rf"\d{{1,2}} de (?:{'|'.join(MONTHS_ES)}) de \d{{4}}")
ACT_BY: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(rf"\bby ({DATE.pattern})"),
    "es": re.compile(rf"\b(?:a más tardar el|antes del|para el) ({DATE_ES.pattern})"),
}
ASKS: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"\byou (?:still )?owe\b|\bplease pay\b|\bpay (?:it|us)\b", re.IGNORECASE),
    "es": re.compile(
        r"\b(?:usted |aún |todavía )?(?:nos )?debe usted\b|\busted (?:nos |todavía |aún )*debe\b"
        r"|\bnos debe\b|\bpor favor,? pague\b|\bpágue(?:lo|nos|la)\b",
        re.IGNORECASE,
    ),
}
_SOMALI_CARE = (
    "Kuma diidi doonno daryeelka aad u baahan tahay sababtoo ah lacag baad nagu leedahay."
)
_TOPICS = {one.name: one.topic for one in BANNED}
_KIN_ES = (
    r"(?:espos[oa]|conyuge|pareja|padres?|madre|hij[oa]s?|familia(?:res)?|vecin[oa]s?|patron|jef[ea]"
    r"|empleador|amig[oa]s?)"
)


def _banned(like: str, pattern: str) -> Banned:
    """With the name and topic of an English entry: each fault names the same rule, and letter.toml
    excepts it in every language alike.
    """
    return Banned(like, _TOPICS[like], pattern)


_SPANISH = (
    _banned("credit report",
        r"(?:buro|agencias?|reportes?|informes?|historial|puntaje|puntuacion|calificacion)\s+"
        r"(?:de\s+|del\s+)?credit\w+|(?:danar|afectar|perjudicar|arruinar|bajar)\w*\s+(?:\w+\s+){0,2}"
        r"credito|su\s+credito|equifax|experian|transunion",
    ),
    _banned("deny",
        r"(?:ne|nie)g(?:ar|am|arem|amos|a|an|uemos|uen|arle|arles)\w*|deneg\w+|rehus\w+"
        r"|rechaz\w+|dar(?:le|lo)?\s+de\s+baja",
    ),
    _banned("affect scheduling",
        r"(?:suspend|cancel|aplaz|retras|limit|afect|posterg)\w*\s+(?:\w+\s+){0,4}(?:citas?|visitas?"
        r"|atencion|tratamientos?|servicios?)|(?:citas?|visitas?|atencion)\s+(?:\w+\s+){0,4}"
        r"(?:hasta\s+que|a\s+menos\s+que|solo\s+si)\s+(?:\w+\s+){0,5}pag\w+"
        r"|no\s+(?:\w+\s+){0,3}(?:atender(?:lo|la|le)|ver(?:lo|la|le))\b",
    ),
    _banned("court",
        r"demand(?:a|as|ar|aremos|amos|arlo|arla|ado|ada)|tribunal(?:es)?|cortes?|juzgad\w+|juez|juicio"
        r"|pleito|(?:accion(?:es)?|medidas?|procesos?|procedimientos?)\s+(?:legal(?:es)?|judicial(?:es)?)"
        r"|legal(?:es|mente)?|judicial\w*|carcel|prision|arrest\w+|polici\w+|denunci\w+",
    ),
    _banned("lawyer",
        r"nuestr[oa]s?\s+(?:\w+\s+)?abogad\w+|(?:envi|pas|turn|remit|entreg|mand)\w*\s+(?:\w+\s+){0,4}"
        r"abogad\w+|abogad\w+\s+(?:de\s+cobr\w+|tomar\w*|se\s+pondr\w+)",
    ),
    _banned("seize",
        r"embarg\w+|gravamen\w*|(?:retener|descontar|quitar)\w*\s+(?:\w+\s+){0,4}(?:sueldo|salario"
        r"|casa|cuenta)",
    ),
    _banned("tax refund", r"impuestos?|hacienda"),
    _banned("interest", r"intereses|interes\s+(?:de|del|anual|mensual)"),
    _banned("fee",
        r"recargos?|multas?|penalizacion\w*|comision(?:es)?|cargos?\s+(?:por\s+(?:mora|pago|atraso)"
        r"|adicional(?:es)?|extra)",
    ),
    _banned("urgent",
        r"urgen\w+|inmediat\w+|ultim[oa]\s+(?:aviso|oportunidad|advertencia|notificacion|plazo)"
        r"|aviso\s+final|ahora\s+mismo|cuanto\s+antes|sin\s+demora|advertencia",
    ),
    _banned("emergency", r"emergencias?"),
    _banned("pay or", r"de\s+lo\s+contrario|consecuencias?|amenaz\w+|o\s+si\s+no"),
    _banned("past due",
        r"moros\w+|vencid[oa]s?|atrasad[oa]s?|en\s+mora|incumpl\w+|deudor\w*|deudas?\s+(?:impagas?"
        r"|incobrables?)",
    ),
    _banned("shame",
        r"culp\w+|verguenza|irresponsab\w+|ignor\w+|se\s+neg\w+|no\s+(?:ha\s+)?cumpli\w+|deshonest\w+"
        r"|fracas\w+",
    ),
    _banned("collection agency",
        r"(?:agencias?|departamento|oficina|despacho)\s+de\s+(?:cobr\w+|recuper\w+)|cobrador\w*"
        r"|cobranzas?",
    ),
    _banned("government",
        r"gobierno|investigaci\w+|fraude|inmigracion|migratori\w+|deport\w+",
    ),
    _banned("ask a relative to pay",
        rf"sus?\s+(?:\w+\s+)?{_KIN_ES}\s+(?:\w+\s+){{0,2}}(?:debe|deben|pagar\w*|tienen?\s+que)",
    ),
    _banned("tell others",
        rf"(?:avis|inform|llam|notific|habl|dir|cont)\w*\s+(?:a|con)\s+sus?\s+(?:\w+\s+)?{_KIN_ES}",
    ),
    _banned("revival",
        r"(?:reinici|renov|reviv|reabr)\w*\s+(?:\w+\s+){0,4}(?:deuda|plazo|cuenta)|prescri\w+"
        r"|pago\s+(?:simbolico|de\s+buena\s+fe)",
    ),
    _banned("bankruptcy", r"bancarrota|quiebra|capitulo\s+(?:7|11|13)"),
)  # fmt: skip
_SOMALI = (
    _banned("credit report", r"credit\w*|dhibcaha\s+deynta"),
    _banned("deny", r"diid\w*|joojin\w*\s+daryeel\w*"),
    _banned(
        "court",
        r"maxkamad\w*|dacwe\w*|dacwo\w*|dacwad\w*|xabsi\w*|booliis\w*|bilays\w*|sharciyan",
    ),
    _banned("lawyer", r"(?:qareen|garyaqaan)\w*(?:kayag|keena|kaaga\s+soo)\w*"),
    _banned("seize", r"mushahar\w*|hantidaada|gurigaaga"),
    _banned("tax refund", r"canshuur\w*"),
    _banned("interest", r"dulsaar\w*|ribo|ribada"),
    _banned("fee", r"ganaax\w*|khidmad\s+dheeraad\s+ah"),
    _banned("urgent", r"degdeg\w*|isla\s+markiiba|u\s+dambeeya|digniin\w*"),
    _banned("pay or", r"haddii\s+kale|cawaaqib\w*"),
    _banned("shame", r"ceeb\w*|khaladkaaga|dayacday\w*"),
    _banned("government", r"dowlad\w*|dawlad\w*|socdaalk\w*|tarxiil\w*|masaafur\w*"),
    _banned("bankruptcy", r"kacday|musalif\w*"),
)
_CHARGES_ES = (
    r"(?:intereses|recargos|cargos(?:\s+por\s+(?:atraso|mora|pago\s+tardio)|\s+adicionales)?)"
)
_ALLOWED_ES = re.compile(
    rf"\b(?:no\s+(?:hay|cobramos|cobraremos|agregamos)|sin)\s+{_CHARGES_ES}(?:\s+(?:ni|o|y)\s+"
    rf"{_CHARGES_ES})*\b(?!\s*,?\s*(?:si|hasta|salvo|mientras|pero|a\s+menos|por\s+ahora)\b)"
    r"|\b(?:intereses|cargos|recargos)(?:\s+(?:agregados|anadidos))?:?\s+\$0\.00(?!\d)"
    r"|\bno\s+informamos\s+(?:\w+\s+){0,4}a\s+las?\s+agencias?\s+de\s+credito\b",
    re.IGNORECASE,
)
_ALLOWED_SO = re.compile(
    rf"{re.escape(_SOMALI_CARE)}"
    r"|\b(?:dulsaar|ganaax|khidmad\s+dheeraad\s+ah)(?:\s+(?:iyo|ama)\s+(?:dulsaar|ganaax|khidmad"
    r"\s+dheeraad\s+ah))*\s+(?:ma\s+jir\w+|ma\s+laha)\b(?!\s+haddii)",
    re.IGNORECASE,
)
_CLINICAL_ES = (
    r"rodillas?|caderas?|hombros?|columna|espalda|cuello|tobillos?|munecas?|codos?|pies|piernas?"
    r"|brazos?|dedos?|huesos?|articulaci\w+|cirug\w+|cirujan\w+|operaci\w+|procedimientos?|inyecc\w+"
    r"|fractur\w+|radiograf\w+|rayos\s+x|resonancia\w*|diagn\w+|terap\w+|anestes\w+|ortoped\w+"
    r"|lesion\w*|medicamentos?|recetas?|sintomas?|enfermedad\w*|dolor\w*|cancer|diabet\w+"
    r"|embaraz\w+|vih|vacun\w+|depres\w+|psiq\w+|psic\w+|protesis|implant\w+|yeso|ferula"
)
_CLINICAL_SO = (
    r"jilib\w*|qalliin\w*|garab\w*|lafdhabar\w*|lafo?|cirbad\w*|raajo\w*|kansar\w*|sonkorow\w*"
    r"|uurk\w*|xanuun\w*|cudur\w*"
)
_TRADE_ES = (
    r"remitir|ajustes?\s+contractual(?:es)?|garantes?|parte\s+responsable"
    r"|(?:monto|cargo)\s+permitido"
)


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


_LISTS: Mapping[str, tuple[Sequence[Banned], re.Pattern[str], re.Pattern[str]]] = {
    "es": (_SPANISH, _ALLOWED_ES, _any([_CLINICAL_ES])),
    "so": (_SOMALI, _ALLOWED_SO, _any([_CLINICAL_SO])),
}
_ONE_BY_ONE = {
    language: tuple((one, _any([one.pattern])) for one in lists[0])
    for language, lists in _LISTS.items()
}
_TRADE = _any([_TRADE_ES])


def foreign_faults(
    language: str, typed: str, own_words: Iterable[str], *, exceptions: Collection[str] = ()
) -> Iterator[Fault]:
    """Threats, blame, money put on care, health and trade words; nothing for English, and nothing
    for a language without lists, which nobody can bring into use.
    """
    if language not in _LISTS:
        return
    _, allowed, clinical = _LISTS[language]
    care = CARE_SENTENCE.get(language, _SOMALI_CARE)
    unnamed = typed.replace(care, " " * len(care))
    seen = plain(masked(unnamed, own_words)).blanked(allowed)
    told: set[int] = set()
    for reading in (seen, squeezed(seen)):
        for banned, pattern in _ONE_BY_ONE[language]:
            if banned.name in exceptions:
                continue
            text = f'It says "{{}}": {banned.topic.says}'
            fault = Fault(banned.topic.code, text, banned.topic.rule)
            yield from _each(typed, reading, pattern, fault=fault, told=told)
        text = 'It says "{}": nothing about health goes on a bill'
        fault = Fault("clinical_word", text, MINIMUM)
        yield from _each(typed, reading, clinical, fault=fault, told=told)
    if language == "es":
        fault = Fault("trade_word", 'It says "{}": use a plain word for money', PLAIN)
        yield from _each(typed, seen, _TRADE, fault=fault, told=told)


def _each(
    typed: str, reading: Seen, pattern: re.Pattern[str], *, fault: Fault, told: set[int]
) -> Iterator[Fault]:
    """Each place once, in the words as they were typed."""
    for found in pattern.finditer(reading.text):
        start, end = reading.span(*found.span())
        if start not in told:
            told.add(start)
            said = " ".join(typed[start:end].split())
            yield fault_at(
                typed, (start, end), Fault(fault.code, fault.text.format(said), fault.rule)
            )
