"""File audits: a draw, the files it drew, and what two readers answered of each."""

import sqlalchemy as sa
from alembic import op

revision = "0016_file_audits"
down_revision = "0015_supervision"

MOMENT = sa.DateTime(timezone=True)
# How a draw went and what was answered is never changed: see 0002.
APPEND_ONLY = ("file_audit", "drawn_file", "file_reading", "file_answer")


def _points(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "file_audit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cluster_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("pool", sa.Integer(), nullable=False),
        sa.Column("asked_for", sa.Integer(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("drawn_at", MOMENT, nullable=False),
        sa.Column("drawn_by_id", sa.Uuid(), nullable=False),
        _points("file_audit", "cluster_id", "cluster"),
        _points("file_audit", "drawn_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_audit")),
    )
    op.create_table(
        "drawn_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("audit_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("episode_id", sa.Uuid(), nullable=False),
        sa.Column("replaced", sa.String(length=40), nullable=False),
        _points("drawn_file", "audit_id", "file_audit"),
        _points("drawn_file", "family_id", "family"),
        _points("drawn_file", "episode_id", "episode"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drawn_file")),
        sa.UniqueConstraint("audit_id", "place", name=op.f("uq_drawn_file_audit_id_place")),
    )
    op.create_table(
        "file_reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("is_close", sa.Boolean(), nullable=False),
        sa.Column("read_at", MOMENT, nullable=False),
        _points("file_reading", "file_id", "drawn_file"),
        _points("file_reading", "reader_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_reading")),
        sa.UniqueConstraint("file_id", "number", name=op.f("uq_file_reading_file_id_number")),
    )
    op.create_table(
        "file_answer",
        sa.Column("reading_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=60), nullable=False),
        sa.Column("said", sa.String(length=40), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        _points("file_answer", "reading_id", "file_reading"),
        sa.PrimaryKeyConstraint("reading_id", "question", name=op.f("pk_file_answer")),
    )
    op.create_index(op.f("ix_file_audit_cluster_id_drawn_at"), "file_audit", ["cluster_id", "drawn_at"])
    op.create_index(op.f("ix_drawn_file_family_id"), "drawn_file", ["family_id"])
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
    for table in reversed(APPEND_ONLY):
        op.drop_table(table)
