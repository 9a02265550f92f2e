"""The linter's Spanish and Somali: threats stopped, plain kind words let through."""

import pytest

from goodstanding.core.wording_languages import foreign_faults

SPANISH = (
    ("Presentaremos una demanda.", "suit_threat"),
    ("Iremos al tribunal.", "suit_threat"),
    ("Tomaremos acciones legales.", "suit_threat"),
    ("Lo pasaremos a un abogado.", "suit_threat"),
    ("Nuestros abogados le escribirán.", "suit_threat"),
    ("Llamaremos a la policía.", "suit_threat"),
    ("Informaremos al buró de crédito.", "credit_threat"),
    ("Esto puede dañar su crédito.", "credit_threat"),
    ("Le negaremos la atención.", "care_threat"),
    ("Cancelaremos su próxima cita.", "care_threat"),
    ("No habrá visitas hasta que pague.", "care_threat"),
    ("Embargaremos su salario.", "wage_threat"),
    ("Se agregan intereses cada mes.", "interest_or_fee"),
    ("Hay un recargo.", "interest_or_fee"),
    ("No cobramos intereses si paga hoy.", "interest_or_fee"),
    ("Es urgente.", "false_urgency"),
    ("ULTIMO AVISO", "false_urgency"),
    ("Pague inmediatamente.", "false_urgency"),
    ("Su cuenta está vencida.", "shame"),
    ("Usted es moroso.", "shame"),
    ("Es culpa suya.", "shame"),
    ("La agencia de cobranza llamará.", "misleading_name"),
    ("Avisaremos a inmigración.", "misleading_name"),
    ("Su esposo debe pagar.", "wrong_debtor"),
    ("Hablaremos con su jefe.", "third_party"),
    ("Sabemos de su bancarrota.", "bankruptcy"),
    ("Pague, o de lo contrario verá.", "threat"),
    ("La factura de su cirugía de rodilla.", "clinical_word"),
    ("Por favor remitir el monto.", "trade_word"),
    ("Iremos al tri-bunal.", "suit_threat"),
)
SOMALI = (
    ("Maxkamad ayaan kugu soo oogaynaa.", "suit_threat"),
    ("Booliiska ayaan u yeeri doonnaa.", "suit_threat"),
    ("Waan kuu diidi doonnaa daryeelka.", "care_threat"),
    ("Dulsaar ayaa la socda.", "interest_or_fee"),
    ("Ganaax ayaad bixinaysaa.", "interest_or_fee"),
    ("Degdeg u bixi.", "false_urgency"),
    ("Waa ceeb.", "shame"),
    ("Dowladda ayaan u sheegaynaa.", "misleading_name"),
    ("Jilibkaaga qalliinkiisa.", "clinical_word"),
)
KIND = (
    ("es", "No hay intereses ni cargos."),
    ("es", "No cobramos intereses ni cargos por atraso."),
    ("es", "Intereses agregados $0.00"),
    ("es", "Aunque nos deba dinero, no le negaremos la atención que necesita."),
    ("es", "Si usted tiene un abogado, díganos su nombre."),
    ("es", "No informamos las facturas médicas a las agencias de crédito."),
    ("es", "Puede traer a un familiar o a un amigo, si quiere."),
    ("es", "Usted tiene $5.00 a su favor."),
    ("so", "Dulsaar iyo ganaax ma jiraan."),
    ("so", "Kuma diidi doonno daryeelka aad u baahan tahay sababtoo ah lacag baad nagu leedahay."),
    ("so", "Ma i siin kartaa magaca qareenkaaga?"),
)


def codes(language: str, text: str) -> set[str]:
    return {fault.code for fault in foreign_faults(language, text, ())}


@pytest.mark.parametrize(("text", "code"), SPANISH)
def test_a_spanish_threat_is_found(text, code):
    assert code in codes("es", text)


@pytest.mark.parametrize(("text", "code"), SOMALI)
def test_a_somali_threat_is_found(text, code):
    assert code in codes("so", text)


@pytest.mark.parametrize(("language", "text"), KIND)
def test_kind_words_pass(language, text):
    assert codes(language, text) == set()


def test_it_names_the_words_as_they_were_typed_and_the_rule():
    (fault,) = foreign_faults("es", "Hola. Iremos al tribunal. Gracias.", ())
    assert fault.text.startswith('It says "tribunal": no courts')
    assert (fault.rule, fault.sentence) == ("mn-332c-prohibited-practices", "Iremos al tribunal.")


def test_names_are_not_read_and_an_exception_is_of_one_word():
    assert codes("es", "Para Ana Corte:") == {"suit_threat"}
    assert list(foreign_faults("es", "Para Ana Corte:", ("Ana Corte",))) == []
    both = "El tribunal y la policía. Es urgente."
    assert {f.code for f in foreign_faults("es", both, (), exceptions=("court",))} == {
        "false_urgency"
    }


@pytest.mark.parametrize("language", ["en", "", "hmn"])
def test_other_languages_have_no_lists_here(language):
    assert codes(language, "Iremos al tribunal.") == set()
