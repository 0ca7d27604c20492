"""Every sentence that a template or a page asks for by name is there: a page lacking one would break when it is opened."""

import re
from pathlib import Path

import kejin
from kejin.web.words import all_words

ROOT = Path(kejin.__file__).parent
ASKED = {
    "*.html": re.compile(r"""{%\s*w\s+["']([\w.]+)["']"""),
    "*.py": re.compile(r"""\b(?:lazy_)?word\(\s*["'](\w+\.\w+)["']"""),
}


def test_every_sentence_that_is_asked_for_by_name_is_there() -> None:
    known, asked, missing = all_words(), 0, []
    for kind, pattern in ASKED.items():
        for folder in ("console", "web"):
            for file in (ROOT / folder).rglob(kind):
                for name in set(pattern.findall(file.read_text(encoding="utf-8"))):
                    asked += 1
                    if name not in known:
                        missing.append(f"{file.relative_to(ROOT)}: {name}")
    assert asked > 1000
    assert missing == []
