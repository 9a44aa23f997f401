"""What a browser has to fetch stays small: it is read on phones, on slow lines, all day."""

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static

from tests.architecture.house import files

KB = 1024
SCRIPTS, STYLES, ICONS, FIRST_PAGE = 45 * KB, 18 * KB, 8 * KB, 35 * KB
APART = {"campaigns.css": 1 * KB}  # loaded by no other page: a chart is drawn with it
QUERIES = 12
IMPORT = re.compile(
    r"""(?:^|[;\s])(?:import|export)\s*(?:[\w*{}\s,$]+\s*from\s*)?\(?\s*["'](\.{1,2}/[^"']+)["']""", re.MULTILINE
)


def zipped(data: bytes) -> int:
    return len(gzip.compress(data, 9))


def path_of(url: str) -> Path:
    found = finders.find(url.removeprefix(static("")))
    assert found, f"{url} is linked, but nobody wrote it"
    return Path(found)


def with_imports(script: Path, seen: set[Path]) -> set[Path]:
    """The script and everything that it fetches."""
    if script not in seen:
        seen.add(script)
        for name in IMPORT.findall(script.read_text()):
            with_imports((script.parent / name).resolve(), seen)
    return seen


def scripts_of(page: str) -> set[Path]:
    seen: set[Path] = set()
    for url in re.findall(r'<script[^>]*\ssrc="([^"]+)"', page):
        with_imports(path_of(url), seen)
    return seen


def the_page(client, bruno, conversation) -> str:
    client.force_login(bruno)
    return client.get(f"/inbox/c/{conversation.pk}/").content.decode()


def test_the_scripts_of_the_inbox_stay_in_budget(client, bruno, conversation):
    found = scripts_of(the_page(client, bruno, conversation))
    sizes = {path.name: zipped(path.read_bytes()) for path in found}
    assert sum(sizes.values()) <= SCRIPTS, sizes
    assert len(found) > 3


def test_all_styles_together_stay_in_budget():
    sizes = {path.name: zipped(path.read_bytes()) for path in files(".css")}
    apart = {name: sizes.pop(name) for name in APART}
    assert sum(sizes.values()) <= STYLES, sizes
    assert sizes
    assert all(size <= APART[name] for name, size in apart.items()), apart


def test_the_icons_stay_in_budget():
    assert sum(zipped(path.read_bytes()) for path in files(".svg") if path.name == "icons.svg") <= ICONS


def test_no_font_is_fetched():
    assert not list(files(".woff", ".woff2", ".ttf", ".otf"))
    assert not [path for path in files(".css") if "@font-face" in path.read_text()]


def test_the_first_page_stays_in_budget(client, bruno, conversation, django_assert_max_num_queries):
    client.force_login(bruno)
    with django_assert_max_num_queries(QUERIES):
        page = client.get(f"/inbox/c/{conversation.pk}/")
    assert zipped(page.content) <= FIRST_PAGE


def test_the_measure_itself(tmp_path):
    (tmp_path / "page.js").write_text(
        'import "./a.js";\nimport { b } from "./parts/b.js";\nconst c = import("./c.js");'
    )
    (tmp_path / "parts").mkdir()
    for name in ("a.js", "parts/b.js", "c.js"):
        (tmp_path / name).write_text('import "/not-ours.js";')
    found = with_imports(tmp_path / "page.js", set())
    assert {path.name for path in found} == {"page.js", "a.js", "b.js", "c.js"}
    assert zipped(b"a" * 1000) < 100
