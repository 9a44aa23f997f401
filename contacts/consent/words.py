"""Words by which people say that they want no more, or want it again, where they are the whole message.

Each row: the language, where the words come from, and the words as people write them. Case, accents, signs, emoji and
the way digits are written make no difference, so the table needs no variants.

CARRIERS: the words that phone companies honour in text messages (CTIA's Messaging Principles and Best Practices, the
defaults of Twilio's Advanced Opt-Out). META: the marketing opt-out button that WhatsApp Manager offers for templates.
SAID: what the verb for stopping, unsubscribing or starting is in a dictionary, as people type it to a business.
"""

# ruff: noqa: RUF001
from collections.abc import Iterator
from dataclasses import dataclass

from contacts.models import Purpose

CARRIERS, META, SAID = "carriers", "meta", "said"
EVERYTHING = (Purpose.MARKETING, Purpose.SERVICE)
OFFERS = (Purpose.MARKETING,)
Rows = tuple[tuple[str, str, tuple[str, ...]], ...]

STOP: Rows = (
    ("en", CARRIERS, ("stop", "stop all", "stopall", "unsubscribe", "cancel", "end", "quit", "opt out", "optout")),
    ("en", SAID, ("stop messaging me", "stop sending me messages", "remove me", "no more messages")),
    ("es", SAID, ("baja", "parar", "alto", "detener", "cancelar", "darme de baja", "no más mensajes", "salir")),
    ("pt", SAID, ("parar", "pare", "sair", "cancelar", "descadastrar", "remover", "não quero mais mensagens")),
    ("fr", CARRIERS, ("arrêt", "arrêter", "stop sms", "désabonner", "me désabonner", "désinscrire", "désinscription")),
    ("de", SAID, ("stopp", "abmelden", "abbestellen", "aufhören", "keine nachrichten mehr")),
    ("it", SAID, ("ferma", "fermare", "basta", "annulla iscrizione", "disiscrivimi", "cancellami")),
    ("nl", SAID, ("afmelden", "uitschrijven", "stoppen")),
    ("pl", SAID, ("zatrzymaj", "wypisz", "wypisz mnie", "rezygnuję")),
    ("tr", SAID, ("dur", "durdur", "iptal", "abonelikten çık", "ret")),
    ("id", SAID, ("berhenti", "henti", "hentikan", "batal", "batal berlangganan")),
    ("vi", SAID, ("dừng", "dừng lại", "ngừng", "hủy đăng ký", "tu choi")),
    ("ru", SAID, ("стоп", "отписаться", "отписка", "хватит", "остановить")),
    ("uk", SAID, ("відписатися", "зупинити", "припинити")),
    ("ar", SAID, ("إلغاء", "الغاء الاشتراك", "إيقاف", "أوقف", "توقف", "قف")),
    ("fa", SAID, ("لغو", "لغو اشتراک", "توقف")),
    ("he", SAID, ("הסר", "הסירו", "הסירו אותי", "עצור")),
    ("hi", SAID, ("रोकें", "रोको", "बंद करें", "बंद करो", "बंद", "स्टॉप")),
    ("bn", SAID, ("বন্ধ", "বন্ধ করুন", "থামুন")),
    ("ur", SAID, ("بند کریں", "بند کرو", "روکیں")),
    ("th", SAID, ("หยุด", "ยกเลิก")),
    ("zh", SAID, ("停止", "退订", "退訂", "取消订阅", "取消訂閱")),
    ("ja", SAID, ("停止", "配信停止", "解除", "ストップ")),
    ("ko", SAID, ("중지", "수신거부", "정지", "그만", "해지")),
    ("sw", SAID, ("acha", "simamisha", "ondoa")),
)
STOP_OFFERS: Rows = (
    ("en", META, ("stop promotions", "stop promos", "stop marketing", "stop offers", "no promotions", "no offers")),
    ("es", META, ("detener promociones", "parar promociones", "no más promociones", "no promociones")),
    ("pt", META, ("parar promoções", "interromper promoções", "sem promoções", "não quero promoções")),
    ("fr", META, ("arrêter les promotions", "arrêter les promos", "plus de promotions")),
    ("de", META, ("werbung stoppen", "keine werbung", "keine werbung mehr", "angebote stoppen")),
    ("it", META, ("interrompi promozioni", "ferma promozioni", "niente promozioni")),
    ("id", META, ("hentikan promosi", "stop promosi")),
    ("tr", META, ("promosyonları durdur", "reklam istemiyorum")),
    ("ru", META, ("остановить рекламу", "без рекламы")),
    ("ar", META, ("إيقاف العروض", "إيقاف العروض الترويجية")),
    ("hi", META, ("प्रमोशन रोकें", "ऑफ़र बंद करें")),
)
START: Rows = (
    ("en", CARRIERS, ("start", "unstop", "resume", "opt in", "optin")),
    ("es", SAID, ("iniciar", "reanudar", "alta", "empezar")),
    ("pt", SAID, ("começar", "retomar", "iniciar")),
    ("fr", SAID, ("reprendre", "démarrer")),
    ("de", SAID, ("starten", "anmelden", "fortsetzen")),
    ("it", SAID, ("inizia", "riprendi", "avvia")),
    ("nl", SAID, ("aanmelden", "hervatten")),
    ("tr", SAID, ("başlat", "başla")),
    ("id", SAID, ("mulai", "lanjutkan")),
    ("vi", SAID, ("bắt đầu", "tiếp tục")),
    ("ru", SAID, ("старт", "возобновить", "начать")),
    ("ar", SAID, ("ابدأ", "بدء", "استئناف")),
    ("hi", SAID, ("शुरू", "शुरू करें", "स्टार्ट")),
    ("zh", SAID, ("开始", "開始", "恢复")),
    ("ja", SAID, ("開始", "再開", "スタート")),
    ("ko", SAID, ("시작", "재개")),
)
START_OFFERS: Rows = (
    ("en", SAID, ("start promotions", "start promos", "start offers", "subscribe to offers")),
    ("es", SAID, ("iniciar promociones", "quiero promociones")),
    ("pt", SAID, ("começar promoções", "quero promoções")),
    ("fr", SAID, ("reprendre les promotions",)),
    ("de", SAID, ("werbung starten", "angebote starten")),
    ("ar", SAID, ("ابدأ العروض",)),
    ("hi", SAID, ("ऑफ़र शुरू करें",)),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a word says. `only_back`: it gives back what an earlier word took, and nothing that they never allowed."""

    is_given: bool
    purposes: tuple[Purpose, ...]
    language: str  # of the first row that has it
    only_back: bool = False


def rows() -> Iterator[tuple[str, str, Wish]]:
    """(as written, source, what it says). What is there for two languages is the first one's."""
    for table, is_given, purposes, only_back in (
        (STOP, False, EVERYTHING, False),
        (STOP_OFFERS, False, OFFERS, False),
        (START, True, EVERYTHING, True),
        (START_OFFERS, True, OFFERS, False),
    ):
        for language, source, words in table:
            for word in words:
                yield word, source, Wish(is_given, purposes, language, only_back)
