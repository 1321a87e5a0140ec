"""A family's own page: ways in, codes on paper, phones remembered, what is shared with whom."""

import sqlalchemy as sa
from alembic import op

revision = "0010_own_pages"
down_revision = "0009_goal_reviews"


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    with op.batch_alter_table("goal_rating", schema=None) as batch_op:
        batch_op.alter_column("recorded_by_id", existing_type=sa.Uuid(), nullable=True)
    op.create_table(
        "own_page",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        _moment("began_at"),
        _moment("paused_at", nullable=True),
        _moment("withdrawn_at", nullable=True),
        _moment("last_looked_at", nullable=True),
        _points("own_page", "member_id", "family_member"),
        _points("own_page", "family_id", "family"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_own_page")),
    )
    op.create_table(
        "paper_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        _moment("made_at"),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        _moment("ends_at"),
        _moment("used_at", nullable=True),
        _moment("stopped_at", nullable=True),
        _points("paper_code", "member_id", "family_member"),
        _points("paper_code", "family_id", "family"),
        _points("paper_code", "made_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_paper_code_code_hash")),
    )
    op.create_table(
        "own_phone",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("numbers_hash", sa.String(length=200), nullable=False),
        _moment("made_at"),
        _moment("open_until"),
        _moment("ends_at"),
        _moment("ended_at", nullable=True),
        _moment("left_at", nullable=True),
        _points("own_phone", "member_id", "family_member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_phone")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_own_phone_token_hash")),
    )
    op.create_table(
        "share",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        _moment("said_at"),
        sa.Column("said_by_id", sa.Uuid(), nullable=False),
        _moment("ended_at", nullable=True),
        _points("share", "member_id", "family_member"),
        _points("share", "said_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share")),
    )
    op.create_table(
        "family_word",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        _moment("said_at"),
        _moment("seen_at", nullable=True),
        sa.Column("seen_by_id", sa.Uuid(), nullable=True),
        _points("family_word", "family_id", "family"),
        _points("family_word", "member_id", "family_member"),
        _points("family_word", "seen_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_word")),
    )
    op.create_table(
        "language_check",
        sa.Column("tag", sa.String(length=10), nullable=False),
        sa.Column("checked_by", sa.String(length=120), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        _moment("recorded_at"),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        _points("language_check", "recorded_by_id", "user_account"),
        sa.PrimaryKeyConstraint("tag", name=op.f("pk_language_check")),
    )
    for table, columns in (
        ("family_word", ["family_id", "seen_at"]),
        ("family_word", ["member_id"]),
        ("own_page", ["family_id"]),
        ("paper_code", ["member_id"]),
        ("own_phone", ["member_id"]),
        ("share", ["member_id", "ended_at"]),
    ):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(batch_op.f(f"ix_{table}_{'_'.join(columns)}"), columns, unique=False)


def downgrade() -> None:
    for table in ("language_check", "family_word", "share", "own_phone", "paper_code", "own_page"):
        op.drop_table(table)
    with op.batch_alter_table("goal_rating", schema=None) as batch_op:
        batch_op.alter_column("recorded_by_id", existing_type=sa.Uuid(), nullable=False)
