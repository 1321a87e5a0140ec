"""How a note is kept: who may read it, and whether the chronology tells of it."""

from wtforms import BooleanField, RadioField

from app.notes.actions import KeepEntry
from app.notes.forms.boxes import READER_WORDS
from app.notes.models import Readers
from app.web.forms import Form


class KeepForm(Form):
    """Who may read a note, and whether it is an important event."""

    readers = RadioField("Who may read it?", choices=dict(READER_WORDS))
    significant = BooleanField("An important event: keep it in the chronology")

    def entry(self) -> KeepEntry:
        """What was chosen."""
        return KeepEntry(readers=Readers(self.readers.data), significant=bool(self.significant.data))
