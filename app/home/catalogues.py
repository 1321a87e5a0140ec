"""Words in other languages: a file each in translations/, read as it is."""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

FILES = Path(__file__).parent / "translations"
ENGLISH = "en"
BRITISH = "en_GB"  # as its days and times are written


@cache
def tags() -> tuple[str, ...]:
    """English, then every language there is a file of."""
    return (ENGLISH, *sorted(path.stem for path in FILES.glob("*.po")))


@cache
def translations_of(tag: str) -> NullTranslations:
    """The words of a language, from its file."""
    path = FILES / f"{tag}.po"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=tag)
    made = BytesIO()
    write_mo(made, catalogue)
    made.seek(0)
    return Translations(made)


def tag_named(language: str) -> str:
    """The tag of a language by its English name, as a person's details say it: Urdu is "ur". English for others."""
    names = {Locale.parse(tag).get_language_name("en"): tag for tag in tags()}
    return names.get(language, ENGLISH)
