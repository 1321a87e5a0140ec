"""A plan that goes on past its end: each decision, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0011_more_weeks"
down_revision = "0010_own_pages"


def upgrade() -> None:
    op.create_table(
        "more_weeks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user_account.id"], name=op.f("fk_more_weeks_decided_by_id")),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"], name=op.f("fk_more_weeks_episode_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_more_weeks")),
    )
    with op.batch_alter_table("more_weeks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_more_weeks_episode_id"), ["episode_id"], unique=False)


def downgrade() -> None:
    op.drop_table("more_weeks")
