"""Every change to what a cluster has chosen. Entries in, models out; routes commit. All are audited."""

from app.clusters.actions.days import HolidayEntry, add_bank_holiday, load_bank_holidays, remove_bank_holiday
from app.clusters.actions.numbers import HoursEntry, NumberEntry, set_numbers, set_office_hours
from app.clusters.actions.places import ClusterEntry, ServiceEntry, keep_cluster, keep_service
from app.clusters.actions.schools import SchoolCounts, give_school, import_schools, name_safeguarding_lead
from app.clusters.actions.wording import ChoiceEntry, set_figures, set_list

__all__ = [
    "ChoiceEntry",
    "ClusterEntry",
    "HolidayEntry",
    "HoursEntry",
    "NumberEntry",
    "SchoolCounts",
    "ServiceEntry",
    "add_bank_holiday",
    "give_school",
    "import_schools",
    "keep_cluster",
    "keep_service",
    "load_bank_holidays",
    "name_safeguarding_lead",
    "remove_bank_holiday",
    "set_figures",
    "set_list",
    "set_numbers",
    "set_office_hours",
]
