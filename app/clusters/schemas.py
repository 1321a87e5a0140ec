"""The door for machines: one row of the Department for Education's list of schools."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, post_load, pre_load, validate

from app.clusters.actions.schools import SchoolLine

OPEN = ("Open", "Open, but proposed to close")
PROPOSED = "Proposed to open"
STATUSES = (*OPEN, "Closed", PROPOSED)
NO_PHASE = "Not applicable"
NAME_LENGTH, PHASE_LENGTH, POSTCODE_LENGTH, PHONE_LENGTH = 200, 60, 10, 30
PHONE_WITHOUT_ZERO = 10  # digits, where a spreadsheet took the first 0 for nothing


class SchoolRowSchema(Schema):
    """A school under the file's own column names. Loads into a SchoolLine."""

    class Meta:
        """The file has some 140 columns; the others are not ours to read."""

        unknown = EXCLUDE

    urn = fields.String(
        data_key="URN",
        required=True,
        validate=validate.Regexp(r"[0-9]{5,6}\Z", error="{input!r} is no URN (5 or 6 digits)"),
    )
    local_authority = fields.String(data_key="LA (name)", required=True)
    name = fields.String(
        data_key="EstablishmentName",
        required=True,
        validate=validate.Length(min=1, max=NAME_LENGTH, error="a school needs a name of at most {max} letters"),
    )
    status = fields.String(
        data_key="EstablishmentStatus (name)",
        required=True,
        validate=validate.OneOf(STATUSES, error="{input!r} is no status we know"),
    )
    phase = fields.String(data_key="PhaseOfEducation (name)", required=True)
    postcode = fields.String(data_key="Postcode", required=True)
    phone = fields.String(data_key="TelephoneNum", required=True)

    @pre_load
    def without_space(self, row: dict[str, str], **_: Any) -> dict[str, str]:
        """Cells without the space around them."""
        return {name: (words or "").strip() for name, words in row.items() if name}

    @post_load
    def line(self, said: dict[str, Any], **_: Any) -> SchoolLine:
        """The row as an entry."""
        return SchoolLine(
            urn=said["urn"],
            name=said["name"],
            local_authority=said["local_authority"],
            phase="" if said["phase"] == NO_PHASE else said["phase"][:PHASE_LENGTH],
            postcode=said["postcode"][:POSTCODE_LENGTH].upper(),
            phone=_phone(said["phone"]),
            closed=said["status"] not in OPEN,
        )


COLUMNS = tuple(str(field.data_key) for field in SchoolRowSchema().fields.values())


def _phone(words: str) -> str:
    digits = "".join(sign for sign in words if sign.isdigit())
    return f"0{digits}" if len(digits) == PHONE_WITHOUT_ZERO and digits[0] != "0" else words[:PHONE_LENGTH]
