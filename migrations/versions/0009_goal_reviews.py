"""Goals looked at together: what was said, what helped, who decided."""

import sqlalchemy as sa
from alembic import op

revision = "0009_goal_reviews"
down_revision = "0008_new_words_for_a_goal"

INDEXES = {
    "ix_goal_review_goal_id_reviewed_on": ["goal_id", "reviewed_on"],
    "ix_goal_review_episode_id": ["episode_id"],
    "ix_goal_review_family_id": ["family_id"],
}


def upgrade() -> None:
    op.create_table(
        "goal_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("why_words", sa.String(length=2000), nullable=False),
        sa.Column("up_words", sa.String(length=2000), nullable=False),
        sa.Column("helped_words", sa.String(length=2000), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=False),
        sa.Column("decision_why", sa.String(length=500), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"], name=op.f("fk_goal_review_episode_id")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_goal_review_family_id")),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_goal_review_goal_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name=op.f("fk_goal_review_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_review")),
    )
    with op.batch_alter_table("goal_review", schema=None) as batch_op:
        for name, columns in INDEXES.items():
            batch_op.create_index(batch_op.f(name), columns, unique=False)
    op.create_table(
        "goal_review_helped",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("helped", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["goal_review.id"], name=op.f("fk_goal_review_helped_review_id")),
        sa.PrimaryKeyConstraint("review_id", "helped", name=op.f("pk_goal_review_helped")),
    )
    op.create_table(
        "goal_review_decider",
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["family_member.id"], name=op.f("fk_goal_review_decider_member_id")),
        sa.ForeignKeyConstraint(["review_id"], ["goal_review.id"], name=op.f("fk_goal_review_decider_review_id")),
        sa.PrimaryKeyConstraint("review_id", "member_id", name=op.f("pk_goal_review_decider")),
    )


def downgrade() -> None:
    op.drop_table("goal_review_decider")
    op.drop_table("goal_review_helped")
    with op.batch_alter_table("goal_review", schema=None) as batch_op:
        for name in INDEXES:
            batch_op.drop_index(batch_op.f(name))
    op.drop_table("goal_review")
