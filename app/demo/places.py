"""The two clusters of the demo with their schools and services. All invented."""

from datetime import date, datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.clusters.actions import (
    ChoiceEntry,
    ClusterEntry,
    NumberEntry,
    ServiceEntry,
    keep_cluster,
    keep_service,
    load_bank_holidays,
    set_list,
    set_numbers,
)
from app.clusters.lists import NUMBERS
from app.clusters.models import Cluster, School
from app.demo.people import BECKSIDE, THREE_MILLS

CODES = {BECKSIDE: "BK", THREE_MILLS: "TM"}
LOCAL_AUTHORITY, POSTCODE = "Leeds", "LS00 0AA"

# Name, phase, phone, who leads on safeguarding.
SCHOOLS = {
    BECKSIDE: (
        ("Kirkfield High", "Secondary", "0113 496 0160", "Ms Farrell"),
        ("St Oswald’s", "Secondary", "0113 496 0161", "Mr Bhatti"),
        ("Beckside Primary", "Primary", "0113 496 0162", "Mrs Lumb"),
        ("Hollin Bank Primary", "Primary", "0113 496 0163", "Mr Asare"),
        ("Beckside Nursery", "Nursery", "0113 496 0164", "Miss Croft"),
    ),
    THREE_MILLS: (
        ("Three Mills Academy", "Secondary", "0113 496 0165", "Mr Denby"),
        ("Weir Lane Primary", "Primary", "0113 496 0166", "Mrs Holroyd"),
        ("Goit Side Primary", "Primary", "0113 496 0167", "Miss Okoro"),
        ("Three Mills Nursery", "Nursery", "0113 496 0168", "Mrs Teale"),
    ),
}
# Name, kind, phone, families at one time.
SERVICES = {
    BECKSIDE: (
        ("Family support", "family_support", "0113 496 0100", 24),
        ("MindMate wellbeing", "therapy", "0113 496 0135", 12),
        ("Beckside Family Hub", "family_hub", "0113 496 0136", None),
        ("Housing advice", "housing", "0113 496 0137", None),
        ("Thursday youth club", "youth", "0113 496 0138", 30),
    ),
    THREE_MILLS: (
        ("Family support", "family_support", "0113 496 0120", 12),
        ("Young carers", "charity", "0113 496 0121", 10),
        ("Bereavement group", "therapy", "0113 496 0122", 8),
        ("Three Mills Family Hub", "family_hub", "0113 496 0123", None),
    ),
}


def make_places(session: Session, by: User, *, since: date, now: datetime) -> dict[str, Cluster]:
    """Clusters by name, with their services, schools and numbers to ring; and the bank holidays."""
    load_bank_holidays(session, by, now=now)
    clusters = {}
    for name, code in CODES.items():
        entry = ClusterEntry(id=uuid4(), name=name, code=code, active_from=since)
        clusters[name] = cluster = keep_cluster(session, by, entry, now=now)
        session.flush()
        for service, kind, phone, capacity in SERVICES[name]:
            kept = ServiceEntry(id=uuid4(), name=service, kind=kind, phone=phone, capacity=capacity)
            keep_service(session, cluster, by, kept, now=now)
        numbers = [NumberEntry(name=one.name, words=one.words, phone=one.phone, when=one.when) for one in NUMBERS]
        set_numbers(session, cluster, by, numbers, now=now)
    bus = ChoiceEntry(key="", words="The bus", position=15, hidden=False)
    set_list(session, clusters[BECKSIDE], by, "topics", [bus], now=now)
    return clusters


def make_schools(session: Session, clusters: dict[str, Cluster]) -> dict[str, School]:
    """The schools by name: invented ones have no number in the national list."""
    schools = {
        name: School(
            cluster_id=clusters[cluster].id,
            name=name,
            phase=phase,
            local_authority=LOCAL_AUTHORITY,
            postcode=POSTCODE,
            phone=phone,
            safeguarding_lead=lead,
        )
        for cluster, rows in SCHOOLS.items()
        for name, phase, phone, lead in rows
    }
    session.add_all(schools.values())
    session.flush()
    return schools
