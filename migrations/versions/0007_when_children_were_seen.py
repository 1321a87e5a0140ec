"""When each child was last seen, kept beside the notes that say so."""

import sqlalchemy as sa
from alembic import op

revision = "0007_when_children_were_seen"
down_revision = "0006_what_is_held_is_decided"

FROM_THE_NOTES = """
INSERT INTO child_last_seen (member_id, seen_at, seen_by_id, alone, alone_at)
SELECT member_id, occurred_at, written_by_id, alone, alone_at FROM (
    SELECT child_seen.member_id, note.occurred_at, note.written_by_id, child_seen.alone,
        max(CASE WHEN child_seen.alone THEN note.occurred_at END) OVER (PARTITION BY child_seen.member_id) AS alone_at,
        row_number() OVER (PARTITION BY child_seen.member_id ORDER BY note.occurred_at DESC, note.id) AS place
    FROM child_seen
    JOIN note_version ON note_version.id = child_seen.version_id
    JOIN note ON note.id = note_version.note_id AND note.latest = note_version.number
    WHERE child_seen.seen
) AS ranked WHERE place = 1
"""


def upgrade() -> None:
    op.create_table(
        "child_last_seen",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_by_id", sa.Uuid(), nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("alone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["family_member.id"], name=op.f("fk_child_last_seen_member_id")),
        sa.ForeignKeyConstraint(["seen_by_id"], ["user_account.id"], name=op.f("fk_child_last_seen_seen_by_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_child_last_seen")),
    )
    op.execute(FROM_THE_NOTES)


def downgrade() -> None:
    op.drop_table("child_last_seen")
