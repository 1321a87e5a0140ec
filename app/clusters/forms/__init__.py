"""The door for people: what an admin types about clusters."""

from app.clusters.forms.choosing import FiguresForm, HoursForm, ListForm, NumbersForm, figures_form, hours_form
from app.clusters.forms.places import ClusterForm, HolidayForm, SchoolForm, ServiceForm

__all__ = [
    "ClusterForm",
    "FiguresForm",
    "HolidayForm",
    "HoursForm",
    "ListForm",
    "NumbersForm",
    "SchoolForm",
    "ServiceForm",
    "figures_form",
    "hours_form",
]
