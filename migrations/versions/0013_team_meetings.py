"""Meetings of the team around a family; which answer about sharing covers a partner."""

import sqlalchemy as sa
from alembic import op

revision = "0013_team_meetings"
down_revision = "0012_endings"

MOMENT = sa.DateTime(timezone=True)
# What was added to minutes, and what an earlier time was, is never changed: see 0002.
APPEND_ONLY = ("team_meeting_move", "team_meeting_addition")
INDEXES = {
    "team_meeting": {
        "ix_team_meeting_family_id_starts_at": ["family_id", "starts_at"],
        "ix_team_meeting_episode_id_state": ["episode_id", "state"],
    },
    "team_meeting_person": {"ix_team_meeting_person_meeting_id": ["meeting_id"]},
    "team_meeting_move": {"ix_team_meeting_move_meeting_id": ["meeting_id"]},
    "team_meeting_addition": {"ix_team_meeting_addition_meeting_id": ["meeting_id"]},
}


def _points_at(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    # Whoever was written down before this is covered by no answer until somebody says by which.
    op.add_column("family_partner", sa.Column("agency", sa.String(length=120), nullable=False, server_default=""))
    op.create_table(
        "team_meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.String(length=300), nullable=False),
        sa.Column("safety_words", sa.String(length=300), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("planned_at", MOMENT, nullable=False),
        sa.Column("planned_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked", sa.String(length=64), nullable=False),
        sa.Column("said", sa.String(length=64), nullable=False),
        sa.Column("cancelled_at", MOMENT, nullable=True),
        sa.Column("cancelled_by_id", sa.Uuid(), nullable=True),
        sa.Column("cancelled_why", sa.String(length=300), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=True),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("going_well", sa.String(length=300), nullable=False),
        sa.Column("worries", sa.String(length=300), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        _points_at("team_meeting", "family_id", "family"),
        _points_at("team_meeting", "episode_id", "episode"),
        _points_at("team_meeting", "planned_by_id", "user_account"),
        _points_at("team_meeting", "cancelled_by_id", "user_account"),
        _points_at("team_meeting", "recorded_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_meeting")),
    )
    op.create_table(
        "team_meeting_person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("invited", sa.Boolean(), nullable=False),
        sa.Column("came", sa.Boolean(), nullable=True),
        sa.Column("words", sa.String(length=300), nullable=False),
        _points_at("team_meeting_person", "meeting_id", "team_meeting"),
        _points_at("team_meeting_person", "member_id", "family_member"),
        _points_at("team_meeting_person", "partner_id", "family_partner"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_meeting_person")),
    )
    op.create_table(
        "team_meeting_move",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("was_at", MOMENT, nullable=False),
        sa.Column("was_place", sa.String(length=120), nullable=False),
        sa.Column("to_at", MOMENT, nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.Column("moved_by_id", sa.Uuid(), nullable=False),
        _points_at("team_meeting_move", "meeting_id", "team_meeting"),
        _points_at("team_meeting_move", "moved_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_meeting_move")),
    )
    op.create_table(
        "team_meeting_addition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        _points_at("team_meeting_addition", "meeting_id", "team_meeting"),
        _points_at("team_meeting_addition", "added_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_meeting_addition")),
    )
    for table, indexes in INDEXES.items():
        for name, columns in indexes.items():
            op.create_index(op.f(name), table, columns, unique=False)
    for table in APPEND_ONLY:
        _add_only(table)


def _add_only(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION withy_append_only()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION withy_append_only()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def downgrade() -> None:
    for table in reversed(INDEXES):
        op.drop_table(table)
    op.drop_column("family_partner", "agency")
