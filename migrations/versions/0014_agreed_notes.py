"""A young person's own say about a goal of theirs; what a worker and a family agree happened, in plain words."""

import sqlalchemy as sa
from alembic import op

revision = "0014_agreed_notes"
down_revision = "0013_team_meetings"


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "own_say",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("at_home", sa.Boolean(), nullable=False),
        _moment("said_at"),
        _moment("ended_at", nullable=True),
        _points("own_say", "member_id", "family_member"),
        _points("own_say", "goal_id", "goal"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_say")),
    )
    op.create_table(
        "agreed_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=2000), nullable=False),
        _moment("written_at"),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        _points("agreed_note", "family_id", "family"),
        _points("agreed_note", "episode_id", "episode"),
        _points("agreed_note", "written_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreed_note")),
    )
    op.create_table(
        "agreed_for",
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        _points("agreed_for", "note_id", "agreed_note"),
        _points("agreed_for", "member_id", "family_member"),
        sa.PrimaryKeyConstraint("note_id", "member_id", name=op.f("pk_agreed_for")),
    )
    op.create_index(op.f("ix_own_say_goal_id_ended_at"), "own_say", ["goal_id", "ended_at"])
    op.create_index(op.f("ix_agreed_note_first_id"), "agreed_note", ["first_id"])
    op.create_index(op.f("ix_agreed_note_episode_id"), "agreed_note", ["episode_id"])


def downgrade() -> None:
    for table in ("agreed_for", "agreed_note", "own_say"):
        op.drop_table(table)
