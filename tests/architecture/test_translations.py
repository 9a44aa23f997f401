"""Everybody reads the product in their own language: what is marked for translation is translated, and compiled."""

import ast
import re
from collections.abc import Iterator

import polib
import pytest
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

from tests.architecture.house import ROOMS, ROOT, files, name, none_of

MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext", "pgettext_lazy"}
MARKED = re.compile(
    r"""\b(?:gettext|ngettext|pgettext)\(u?(?P<quote>['"])(?P<text>(?:\\.|(?!(?P=quote)).)*)(?P=quote)""", re.S
)
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+[^>]*>")
PRODUCT = tuple(room for room in ROOMS if room != "tests")
LOCALES = [to_locale(code) for code, _name in settings.LANGUAGES if code != "en"]


def catalogue(locale: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "locale" / locale / "LC_MESSAGES" / "django.po"))


def said_in_python(source: str) -> Iterator[str]:
    """The texts that the code marks for translation."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in MARKS | IN_CONTEXT:
            text = node.args[name in IN_CONTEXT]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield text.value


def said_in_template(source: str) -> Iterator[str]:
    """The texts that the template marks for translation."""
    for found in MARKED.finditer(templatize(source)):
        yield ast.literal_eval(f'"""{found["text"]}"""') if found["quote"] == '"' else found["text"].replace("\\'", "'")


def wrong_places(entry: polib.POEntry) -> list[str]:
    """Translations that lost a placeholder or a tag, or made one up. "Two days" may do without its number."""
    wanted = set(PLACE.findall(entry.msgid)) | set(PLACE.findall(entry.msgid_plural))
    told = [entry.msgstr] if not entry.msgid_plural else list(entry.msgstr_plural.values())
    lost = [text for text in told if wanted and not PLACE.search(text)]
    if entry.msgid_plural and told[-1] not in lost:
        lost = []
    return [text for text in told if text in lost or not set(PLACE.findall(text)) <= wanted]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_text_of_the_product_is_in_the_catalogue(locale):
    known = {entry.msgid for entry in catalogue(locale)}
    none_of(
        f"{name(path)} says what {locale} lacks (run `make translations`): {text}"
        for ending, said in ((".py", said_in_python), (".html", said_in_template))
        for path in files(ending, rooms=PRODUCT)
        for text in said(path.read_text())
        if text not in known
    )


@pytest.mark.parametrize("locale", LOCALES)
def test_everything_in_the_catalogue_is_translated(locale):
    po = catalogue(locale)
    assert [entry.msgid for entry in po.untranslated_entries()] == []
    assert [entry.msgid for entry in po.fuzzy_entries()] == []
    assert [entry.msgid for entry in po if wrong_places(entry)] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_the_compiled_catalogue_says_the_same(locale):
    compiled = polib.mofile(str(ROOT / "locale" / locale / "LC_MESSAGES" / "django.mo"))
    told = {(entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in compiled}
    written = {(entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural) for entry in catalogue(locale)}
    assert told == written, "Run `make translations`."


def test_the_rules_see_what_is_marked_and_what_is_lost():
    assert list(said_in_python('_("Send"); f(x); ngettext("one", "many", n)')) == ["Send", "one"]
    assert list(said_in_template('{% load i18n %}{% translate "Send" %} Resolve')) == ["Send"]
    assert not wrong_places(polib.POEntry(msgid="%(n)s more", msgstr="%(n)s más"))
    assert wrong_places(polib.POEntry(msgid="%(n)s more", msgstr="más"))
    assert wrong_places(polib.POEntry(msgid="%(n)s more", msgstr="%(m)s más"))
    days = {"msgid": "%(n)s day", "msgid_plural": "%(n)s days"}
    assert not wrong_places(polib.POEntry(**days, msgstr_plural={0: "one day", 1: "%(n)s days"}))
    assert wrong_places(polib.POEntry(**days, msgstr_plural={0: "%(n)s day", 1: "some days"}))
