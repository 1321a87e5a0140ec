"""The doors for people: a contact, putting a note right, how a note is kept."""

from app.notes.forms.amending import PARTS, AmendForm, Standing
from app.notes.forms.contact import KINDS, ContactForm
from app.notes.forms.keeping import KeepForm
from app.notes.forms.overseeing import OversightForm
from app.notes.forms.parts import amend_form
from app.notes.wording import Parts

__all__ = ["KINDS", "PARTS", "AmendForm", "ContactForm", "KeepForm", "OversightForm", "Parts", "Standing", "amend_form"]
