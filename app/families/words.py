"""What the pages of this room say in a line."""

from datetime import date

from app.families.models import Allocation, FamilyMember, SafeContact
from app.families.queries.staffing import Load
from app.web.filters import age_words, count_words, day_words, list_words


def load_words(load: Load) -> str:
    """5 families, room for 1. 2 plans end within six weeks."""
    families = count_words(load.families, "family", "families")
    if load.room > 0:
        room = f"{families}, room for {load.room}"
    else:
        room = f"{families}, full" if load.room == 0 else f"{families}, {-load.room} more than planned"
    if load.ending_soon:
        ends = "plan ends" if load.ending_soon == 1 else "plans end"
        return f"{room}. {load.ending_soon} {ends} within {count_words(load.soon, 'week')}"
    return room


def span_words(allocation: Allocation, today: date) -> str:
    """From Mon 28 Sep until Fri 16 Oct; since Mon 28 Sep; from Mon 30 Nov, to come."""
    begins = day_words(allocation.from_on, today)
    if allocation.until_on is not None:
        ends = day_words(allocation.until_on, today)
        return f"on {begins}" if allocation.until_on == allocation.from_on else f"from {begins} until {ends}"
    return f"since {begins}" if allocation.from_on <= today else f"from {begins}"


def person_words(person: FamilyMember, home: str, today: date) -> str:
    """Mum, 36. Speaks Urdu and English, with an interpreter. Lives at Home. Drives nights."""
    head = person.relationship_words
    if person.born_on is not None:
        head += f", {age_words(person.born_on, today)}"
    if person.pronouns:
        head += f" ({person.pronouns})"
    if person.school is not None:
        head += f", at {person.school.name}"
    said = [head, _language_words(person)]
    if person.parental_responsibility:
        said.append("Has parental responsibility")
    if home:
        said.append(f"Lives at: {home}")
    elif not person.lives_with_children:
        said.append("Lives somewhere else")
    if person.about:
        said.append(person.about.rstrip("."))
    return ". ".join(part for part in said if part)


def _language_words(person: FamilyMember) -> str:
    """Speaks Urdu and English, with an interpreter; nothing where English is all there is to say."""
    languages = [person.language, *[part.strip() for part in person.also_speaks.split(",") if part.strip()]]
    if languages == ["English"] and not person.interpreter:
        return ""
    return f"Speaks {list_words(languages)}{', with an interpreter' if person.interpreter else ''}"


def ok_words(contact: SafeContact) -> str:
    """Call and text are OK. No voicemail."""
    kinds = (("call", contact.call_ok), ("text", contact.text_ok), ("voicemail", contact.voicemail_ok))
    fine = [word for word, ok in kinds if ok]
    shut = [word for word, ok in kinds if not ok]
    if not fine:
        return "Nothing is OK: no call, no text, no voicemail"
    words = f"{list_words(fine).capitalize()} {'is' if len(fine) == 1 else 'are'} OK"
    return f"{words}. No {' and no '.join(shut)}" if shut else words
