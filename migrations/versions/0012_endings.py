"""More weeks are asked for, endings are talked about, and a plan that goes on counts its weeks to the new end."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0012_endings"
down_revision = "0011_more_weeks"

EPISODES = sa.table(
    "episode",
    sa.column("id", sa.Uuid()),
    sa.column("opened_on", sa.Date()),
    sa.column("ends_on", sa.Date()),
    sa.column("extended_to", sa.Date()),
    sa.column("weeks", sa.Integer()),
)
WEEK = timedelta(weeks=1)


def upgrade() -> None:
    op.create_table(
        "more_weeks_ask",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("family_says", sa.String(length=500), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("given", sa.Boolean(), nullable=True),
        sa.Column("answer_why", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["user_account.id"], name="fk_more_weeks_ask_answered_by_id"),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user_account.id"], name="fk_more_weeks_ask_asked_by_id"),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"], name="fk_more_weeks_ask_episode_id"),
        sa.PrimaryKeyConstraint("id", name="pk_more_weeks_ask"),
    )
    op.create_index("ix_more_weeks_ask_episode_id", "more_weeks_ask", ["episode_id"])
    op.create_index(
        "uq_more_weeks_ask_waiting",
        "more_weeks_ask",
        ["episode_id"],
        unique=True,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_table(
        "ending_talk",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("talked_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("changed_words", sa.String(length=2000), nullable=False),
        sa.Column("feels_words", sa.String(length=2000), nullable=False),
        sa.Column("who_stays", sa.String(length=2000), nullable=False),
        sa.Column("still_to_do", sa.String(length=2000), nullable=False),
        sa.Column("last_visit_on", sa.Date(), nullable=True),
        sa.Column("ask_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["ask_id"], ["more_weeks_ask.id"], name="fk_ending_talk_ask_id"),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"], name="fk_ending_talk_episode_id"),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name="fk_ending_talk_family_id"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name="fk_ending_talk_recorded_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ending_talk"),
    )
    op.create_index("ix_ending_talk_episode_id", "ending_talk", ["episode_id"])
    op.create_index("ix_ending_talk_family_id", "ending_talk", ["family_id"])
    op.create_table(
        "ending_talker",
        sa.Column("talk_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["family_member.id"], name="fk_ending_talker_member_id"),
        sa.ForeignKeyConstraint(["talk_id"], ["ending_talk.id"], name="fk_ending_talker_talk_id"),
        sa.PrimaryKeyConstraint("talk_id", "member_id", name="pk_ending_talker"),
    )
    _count_weeks("extended_to")


def downgrade() -> None:
    _count_weeks("ends_on")
    op.drop_table("ending_talker")
    op.drop_table("ending_talk")
    op.drop_table("more_weeks_ask")


def _count_weeks(end: str) -> None:
    """Of plans that a manager let go on: the weeks from their first day to this end; one begun counts."""
    connection, columns = op.get_bind(), EPISODES.c
    going_on = sa.select(columns.id, columns.opened_on, columns[end]).where(columns.extended_to.is_not(None))
    for episode_id, opened_on, ends_on in connection.execute(going_on).all():
        weeks = -((opened_on - ends_on) // WEEK)
        connection.execute(sa.update(EPISODES).where(columns.id == episode_id).values(weeks=weeks))
