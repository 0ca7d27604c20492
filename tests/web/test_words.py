"""Every sentence that a page or a view names is there, in both languages: one that is misspelt would be a page of an error."""

import re
from pathlib import Path

from kejin.records import load
from kejin.web.words import all_words

SOURCE = Path(__file__).parents[2] / "src" / "kejin"
IN_TEMPLATES = re.compile(r"""\{%\s*w\s+["']([a-z_0-9]+\.\w+)["']""")
IN_CODE = re.compile(r"""\b(?:lazy_)?word\(\s*"([a-z_0-9]+\.\w+)["]""")


def named() -> dict[str, str]:
    """Each name of a sentence with a file that has it; what is put together at run time is not seen here."""
    found: dict[str, str] = {}
    for room in ("web", "console"):
        for path in (SOURCE / room).rglob("*"):
            pattern = {".html": IN_TEMPLATES, ".py": IN_CODE}.get(path.suffix)
            if pattern is not None:
                found |= dict.fromkeys(pattern.findall(path.read_text("utf-8")), path.name)
    return found


def test_every_sentence_that_is_named_is_there() -> None:
    load()
    known = all_words()
    names = named()
    assert len(names) > 500
    assert {name: file for name, file in names.items() if name not in known} == {}
    assert [name for name, words in known.items() if not (words.zh.strip() and words.en.strip())] == []
