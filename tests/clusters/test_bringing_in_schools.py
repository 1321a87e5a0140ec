"""Schools come from the Department for Education's file, with its own column names and its own encoding."""

import csv
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.models import Entry
from app.clusters.models import Cluster, School
from app.clusters.queries import schools_of
from app.clusters.schemas import COLUMNS

SAMPLE = Path(__file__).parents[2] / "docs" / "samples" / "schools.csv"


def bring_in(app: Flask, file: Path, *more: str) -> tuple[int, str]:
    found = app.test_cli_runner().invoke(args=["import-schools", str(file), "--local-authority", "Leeds", *more])
    return found.exit_code, found.output


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The sample a year later: Kirkfield High closed, Hollin Bank has a new name, one line is broken."""
    words = SAMPLE.read_text("cp1252").replace("Hollin Bank Primary School", "Hollin Bank Academy")
    rows = list(csv.reader(words.splitlines()))
    status, urn = rows[0].index("EstablishmentStatus (name)"), rows[0].index("URN")
    rows[3][status] = "Closed"
    rows[5][urn] = "9OOO05"
    file = tmp_path / "edubasealldata20271124.csv"
    with file.open("w", encoding="cp1252", newline="") as lines:
        csv.writer(lines).writerows(rows)
    return file


def test_the_sample_has_the_columns_of_the_real_file() -> None:
    with SAMPLE.open(encoding="cp1252") as lines:
        assert set(COLUMNS) <= set(next(csv.reader(lines)))


def test_the_open_schools_of_leeds_come_into_beckside(app: Flask, session: Session, beckside: Cluster) -> None:
    code, said = bring_in(app, SAMPLE, "--cluster", "BK")
    assert (code, said) == (0, "9 added, 0 changed, 0 as they were; 0 closed.\n")
    names = [school.name for school in schools_of(session, beckside.id)]
    assert "Sainte-Thérèse Primary School" in names
    assert "St Brigid’s Catholic Primary School" in names
    assert "Heather Bank Primary School" not in names  # Bradford's
    assert "Low Wear Infant School" not in names  # closed before we ever knew it
    beck = session.scalars(select(School).where(School.urn == "900001")).one()
    assert (beck.phase, beck.postcode, beck.phone) == ("Primary", "LS00 0AA", "01134960201")


def test_bringing_them_in_twice_adds_nothing_twice(app: Flask, session: Session, beckside: Cluster) -> None:
    bring_in(app, SAMPLE, "--cluster", "BK")
    assert bring_in(app, SAMPLE, "--cluster", "BK")[1] == "0 added, 0 changed, 9 as they were; 0 closed.\n"
    assert len(session.scalars(select(Entry)).all()) == 1


def test_a_dry_run_says_what_it_would_do_and_does_nothing(app: Flask, session: Session) -> None:
    code, said = bring_in(app, SAMPLE, "--dry-run")
    assert code == 0
    assert "9 added" in said
    assert "nothing was kept" in said
    assert session.scalars(select(School)).all() == []


def test_a_year_later_names_change_schools_close_and_a_broken_line_is_named(
    app: Flask, session: Session, beckside: Cluster, changed: Path
) -> None:
    bring_in(app, SAMPLE, "--cluster", "BK")
    code, said = bring_in(app, changed)
    assert code == 0
    assert "Line 6: '9OOO05' is no URN" in said
    assert "0 added, 2 changed, 6 as they were; 1 closed." in said
    names = {school.name for school in schools_of(session, beckside.id)}
    assert "Hollin Bank Academy" in names
    assert "Kirkfield High School" not in names
    assert "Sainte-Thérèse Primary School" in names  # its line was broken: it stays as it was


def test_a_school_that_moved_to_another_cluster_stays_there(
    app: Flask, session: Session, beckside: Cluster, three_mills: Cluster
) -> None:
    bring_in(app, SAMPLE, "--cluster", "BK")
    moved = session.scalars(select(School).where(School.urn == "900009")).one()
    moved.cluster_id = three_mills.id
    session.commit()
    bring_in(app, SAMPLE, "--cluster", "BK")
    assert [school.name for school in schools_of(session, three_mills.id)] == ["Three Mills Primary School"]


def test_a_file_saved_again_as_utf_8_is_read_the_same(app: Flask, session: Session, tmp_path: Path) -> None:
    again = tmp_path / "schools.csv"
    again.write_text(SAMPLE.read_text("cp1252"), "utf-8-sig")
    bring_in(app, again)
    assert "Sainte-Thérèse Primary School" in session.scalars(select(School.name)).all()


def test_another_file_is_refused_with_the_columns_that_it_lacks(app: Flask, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("URN,Name\n900001,Beckside Primary School\n")
    code, said = bring_in(app, other)
    assert code == 1
    assert "it has no column LA (name), EstablishmentName" in said


def test_a_line_that_is_no_csv_is_said_and_nothing_comes_in(app: Flask, session: Session, tmp_path: Path) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_bytes(SAMPLE.read_bytes() + b'900099,383,Leeds,2099,"' + b"x" * 200_000 + b"\n")
    done = app.test_cli_runner().invoke(args=["import-schools", str(broken), "--local-authority", "Leeds"])

    assert done.exit_code == 1
    assert "cannot be read" in done.stderr
    assert session.scalar(select(func.count()).select_from(School)) == 0


def test_a_local_authority_that_is_not_in_the_file_is_refused(app: Flask) -> None:
    found = app.test_cli_runner().invoke(args=["import-schools", str(SAMPLE), "--local-authority", "Leads"])
    assert found.exit_code == 1
    assert "No school of 'Leads' in this file. It has Leeds, Bradford." in found.output


def test_a_cluster_that_does_not_exist_is_refused(app: Flask) -> None:
    code, said = bring_in(app, SAMPLE, "--cluster", "XX")
    assert (code, said) == (1, "Error: No cluster has the code XX.\n")
