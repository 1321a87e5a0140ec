"""New words for a goal take the place of the old ones, which are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0008_new_words_for_a_goal"
down_revision = "0007_when_children_were_seen"


def upgrade() -> None:
    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("supersedes_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_goal_supersedes_id"), "goal", ["supersedes_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_goal_supersedes_id"), type_="foreignkey")
        batch_op.drop_column("supersedes_id")
