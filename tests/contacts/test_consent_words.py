"""STOP and START, in whatever language and spelling somebody writes them."""

import pytest

from contacts.consent.hearing import WISHES, plain, wish
from contacts.consent.words import OFFERS, STOP, rows

pytestmark = pytest.mark.django_db(transaction=True)

ONE_OF_EACH = {
    "en": "STOP", "es": "BAJA", "pt": "Descadastrar", "fr": "ARRÊT", "de": "Stopp", "it": "Basta", "tr": "İPTAL",
    "id": "Berhenti", "vi": "DỪNG LẠI", "ru": "Стоп", "ar": "إلغاء", "hi": "रोकें", "zh": "退订", "ja": "配信停止",
    "ko": "수신거부", "he": "הסר", "th": "หยุด", "bn": "বন্ধ", "nl": "Afmelden", "uk": "Відписатися",
}  # fmt: skip


@pytest.mark.parametrize(("language", "word"), ONE_OF_EACH.items())
def test_stop_is_understood_in_many_languages(language, word):
    found = wish(word)
    assert found and (found.is_given, found.language) == (False, language)


@pytest.mark.parametrize(
    "written",
    [
        "stop",
        " Stop! ",
        "STOP.",
        "«Stop»",
        "\uff33\uff34\uff2f\uff30",
        "stop 🛑",
        "\u200fstop\u200f",
        "S\u0301top",
        "stop\n",
    ],
)
def test_it_makes_no_difference_how_it_is_written(written):
    assert wish(written) == wish("stop")


@pytest.mark.parametrize(
    ("written", "same"),
    [("arret", "arrêt"), ("إِلْغَـاء", "الغاء"), ("nao quero mais mensagens", "não quero mais mensagens")],
)
def test_accents_and_marks_make_no_difference(written, same):
    assert wish(written) and wish(written) == wish(same)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "Please do not stop",
        "When does the bus stop?",
        "stop it now please",
        "Nonstop",
        "cancel my order",
        "?!",
        "🛑",
    ],
)
def test_a_word_within_a_sentence_is_no_wish(written):
    assert wish(written) is None


def test_digits_of_every_script_are_the_same():
    assert plain("١٢٣") == plain("१२३") == "123"


def test_no_word_says_two_things():
    said = {}
    for word, source, what in rows():
        assert source and said.setdefault(plain(word), (what.is_given, what.purposes)) == (what.is_given, what.purposes)
    assert len(WISHES) == len(said) and "" not in WISHES
    assert len({language for language, _source, _words in STOP}) >= 12


def test_stop_promotions_is_about_offers_only():
    assert wish("Stop promotions").purposes == OFFERS
