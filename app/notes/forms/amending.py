"""What it takes to put one part of a note right, whichever part it is."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import (
    HiddenField,
    StringField,
)
from wtforms.validators import InputRequired

from app.families.models import FamilyMember
from app.notes.actions import AmendmentEntry, Wording
from app.notes.models import REASON_LENGTH
from app.notes.queries import WholeNote
from app.notes.wording import Parts
from app.web.boxes import fits
from app.web.forms import Form, tidy

PARTS: Mapping[str, str] = {
    Parts.HAPPENED: "What happened",
    Parts.SAID: "What they said",
    Parts.MEANING: "What I think it means",
    Parts.NEXT: "What we do next",
    Parts.WHEN: "The date, time or who was there",
    Parts.SEEN: "Which children were seen",
}
Members = Mapping[str, FamilyMember]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a form begins from: what the note says now, and the people of the family."""

    says: Wording
    members: Members
    children: Members

    @classmethod
    def of(cls, whole: WholeNote) -> "Standing":
        """From a note in full. Those who left the family can still be named in what was."""
        members = {str(key): person for key, person in whole.people.items()}
        there = whole.now.says
        kept = {str(key) for key in (*there.present, *(child.member_id for child in there.seen))}
        children = {key: one for key, one in members.items() if one.is_child and (one.left_on is None or key in kept)}
        return cls(says=there, members=members, children=children)


class AmendForm(Form):
    """One part of a note, as version `version` had it, and why it is put right."""

    version = HiddenField()
    reason = StringField(
        "Why?", [InputRequired("Say why, so that whoever reads both understands"), fits(REASON_LENGTH)]
    )

    @classmethod
    @abstractmethod
    def begins(cls, standing: Standing) -> dict[str, Any]:
        """What its boxes hold at first: the part as the note has it now."""

    def offer(self, standing: Standing) -> None:
        """Let the people of the family be chosen."""

    @abstractmethod
    def changed(self, standing: Standing) -> Wording:
        """All that the note should say, with this part as it was typed."""

    def entry(self, standing: Standing) -> AmendmentEntry:
        """What was filled in, as the amendment to keep. A broken version number is an old page's."""
        version = int(self.version.data) if str(self.version.data).isdecimal() else 0
        return AmendmentEntry(version=version, reason=tidy(self.reason.data), says=self.changed(standing))
