"""New words for a goal take the place of the old ones, which are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0008_new_words_for_a_goal"
down_revision = "0007_when_children_were_seen"


def upgrade() -> None:
    # Not in a batch, so without a foreign key: SQLite would make the table anew, and cannot while others point at it.
    op.add_column("goal", sa.Column("supersedes_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("goal", "supersedes_id")
