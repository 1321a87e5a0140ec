"""The door for what a cluster is made of: its name, its schools and services, and the days off of all."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from app.clusters.actions import ClusterEntry, HolidayEntry, ServiceEntry
from app.clusters.models import Cluster, Service
from app.web.forms import Form, new_id, tidy

DAY = "Write a date such as 24/11/2026"


class ClusterForm(Form):
    """A cluster's name, code and dates."""

    id = new_id()
    name = StringField(
        "Name",
        [DataRequired("Write the cluster’s name"), Length(max=120, message="Use 120 letters or fewer")],
        filters=[tidy],
    )
    code = StringField(
        "Code",
        [
            DataRequired("Give the cluster a short code"),
            Regexp(r"^[A-Za-z0-9]{1,10}$", message="Use up to ten letters and digits"),
        ],
        filters=[tidy],
        description="A few letters. A family’s reference begins with them",
    )
    active_from = DateField("First day", [InputRequired(DAY)], invalid_value_message=DAY)
    active_to = DateField(
        "Last day", [Optional()], description="Leave it empty while the cluster goes on", invalid_value_message=DAY
    )

    def entry(self, cluster: Cluster | None = None) -> ClusterEntry:
        """The cluster as typed; a known one keeps its id."""
        return ClusterEntry(
            id=cluster.id if cluster else UUID(self.id.data),
            name=self.name.data,
            code=self.code.data.upper(),
            active_from=self.active_from.data,
            active_to=self.active_to.data,
        )


class ServiceForm(Form):
    """A service that families can be allocated to, or that stands beside them."""

    id = new_id()
    name = StringField(
        "Name",
        [DataRequired("Write the service’s name"), Length(max=120, message="Use 120 letters or fewer")],
        filters=[tidy],
    )
    kind = SelectField("What kind", choices={}, validate_choice=True)
    phone = StringField("Phone number", [Length(max=30, message="Use 30 digits or fewer")], filters=[tidy])
    capacity = IntegerField(
        "Families at one time",
        [Optional(), NumberRange(0, 1_000, "From 0 to 1,000")],
        description="Leave it empty where nobody counts",
        invalid_value_message="Write a whole number, such as 6",
    )
    active_to = DateField(
        "Last day", [Optional()], description="Leave it empty while the service goes on", invalid_value_message=DAY
    )

    def __init__(self, kinds: Mapping[str, str], **more: Any) -> None:
        super().__init__(**more)
        self.kind.choices = dict(kinds)

    def entry(self, service: Service | None = None) -> ServiceEntry:
        """The service as typed; a known one keeps its id."""
        return ServiceEntry(
            id=service.id if service else UUID(self.id.data),
            name=self.name.data,
            kind=self.kind.data,
            phone=self.phone.data,
            capacity=self.capacity.data,
            active_to=self.active_to.data,
        )


class HolidayForm(Form):
    """A bank holiday to add."""

    on = DateField("Day", [InputRequired(DAY)], invalid_value_message=DAY)
    name = StringField(
        "Name", [DataRequired("Say what day it is"), Length(max=80, message="Use 80 letters or fewer")], filters=[tidy]
    )

    def entry(self) -> HolidayEntry:
        """The day as typed."""
        on: date = self.on.data
        return HolidayEntry(on=on, name=self.name.data)


class SchoolForm(Form):
    """Which cluster a school is in, and who answers for safeguarding there."""

    cluster_id = SelectField("Cluster", choices={})
    safeguarding_lead = StringField(
        "Safeguarding lead",
        [Length(max=120, message="Use 120 letters or fewer")],
        filters=[tidy],
        description="Whom a lead worker asks for when they ring the school",
    )

    def __init__(self, clusters: Sequence[Cluster], **more: Any) -> None:
        super().__init__(**more)
        self.cluster_id.choices = {"": "No cluster"} | {str(cluster.id): cluster.name for cluster in clusters}

    def chosen(self) -> UUID | None:
        """The cluster that was chosen, or none."""
        return UUID(self.cluster_id.data) if self.cluster_id.data else None
