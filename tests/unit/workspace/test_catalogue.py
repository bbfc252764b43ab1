"""The Vietnamese words for what packages say in English."""

import gettext
import re
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as translate

FOLDER = Path(settings.LOCALE_PATHS[0]) / "vi" / "LC_MESSAGES"
# Entries of a context ("msgctxt") have a key of their own and are left out.
ENTRY = re.compile(r'(?<!"\n)^msgid "(.+)"\nmsgstr "(.+)"$', re.MULTILINE)


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    source = dict(ENTRY.findall((FOLDER / "django.po").read_text(encoding="utf-8")))
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert len(source) > 40
    assert {english: compiled.gettext(english) for english in source if "\\" not in english} == {
        english: vietnamese for english, vietnamese in source.items() if "\\" not in english
    }


def test_our_words_go_before_those_of_django() -> None:
    assert translate("This field is required.") == "Cần điền mục này."
