"""Group supervision: groups, sessions, the families brought to them, and how each was prepared."""

import sqlalchemy as sa
from alembic import op

revision = "0015_supervision"
down_revision = "0014_agreed_notes"

MOMENT = sa.DateTime(timezone=True)
# A brief is amended by another version, never edited: see 0002.
APPEND_ONLY = ("case_prep", "what_pulls")
INDEXES = {
    "supervision_group": {},
    "supervision_member": {
        "ix_supervision_member_user_id": ["user_id", "group_id"],
        "ix_supervision_member_group_id": ["group_id", "user_id"],
    },
    "supervision_session": {"ix_supervision_session_group_id_on": ["group_id", "on"]},
    "case_discussion": {
        "ix_case_discussion_session_id": ["session_id", "position"],
        "ix_case_discussion_family_id": ["family_id", "session_id"],
    },
    "case_prep": {},
    "what_pulls": {"ix_what_pulls_discussion_id": ["discussion_id"]},
}


def _points_at(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _id(name: str, *, empty: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=empty)


def _words(name: str, length: int, *, empty: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=empty)


def upgrade() -> None:
    op.create_table(
        "supervision_group",
        _id("id"),
        _id("cluster_id"),
        _id("supervisor_id"),
        sa.Column("every_weeks", sa.Integer(), nullable=False),
        sa.Column("at", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        _words("place", 120),
        _words("way", 40),
        _id("facilitator_id"),
        sa.Column("made_at", MOMENT, nullable=False),
        _points_at("supervision_group", "cluster_id", "cluster"),
        _points_at("supervision_group", "supervisor_id", "user_account"),
        _points_at("supervision_group", "facilitator_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_group")),
        sa.UniqueConstraint("supervisor_id", name=op.f("uq_supervision_group_supervisor_id")),
    )
    op.create_table(
        "supervision_member",
        _id("id"),
        _id("group_id"),
        _id("user_id"),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        _points_at("supervision_member", "group_id", "supervision_group"),
        _points_at("supervision_member", "user_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_member")),
    )
    op.create_table(
        "supervision_session",
        _id("id"),
        _id("group_id"),
        _id("cluster_id"),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        _words("place", 120),
        _words("way", 40),
        _id("facilitator_id"),
        _words("state", 40),
        sa.Column("planned_at", MOMENT, nullable=False),
        _id("planned_by_id"),
        sa.Column("published_at", MOMENT, nullable=True),
        sa.Column("briefs_until", MOMENT, nullable=True),
        sa.Column("cancelled_at", MOMENT, nullable=True),
        _words("cancelled_why", 300),
        _points_at("supervision_session", "group_id", "supervision_group"),
        _points_at("supervision_session", "cluster_id", "cluster"),
        _points_at("supervision_session", "facilitator_id", "user_account"),
        _points_at("supervision_session", "planned_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_session")),
    )
    _make_briefs()
    for table, indexes in INDEXES.items():
        for name, columns in indexes.items():
            op.create_index(op.f(name), table, columns, unique=False)
    for table in APPEND_ONLY:
        _add_only(table)


def _make_briefs() -> None:
    op.create_table(
        "case_discussion",
        _id("id"),
        _id("session_id"),
        _id("family_id"),
        _id("episode_id"),
        _id("worker_id"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        _words("reasons", 1000),
        sa.Column("added_at", MOMENT, nullable=False),
        _id("added_by_id"),
        sa.Column("off_at", MOMENT, nullable=True),
        _id("off_by_id", empty=True),
        _points_at("case_discussion", "session_id", "supervision_session"),
        _points_at("case_discussion", "family_id", "family"),
        _points_at("case_discussion", "episode_id", "episode"),
        _points_at("case_discussion", "worker_id", "user_account"),
        _points_at("case_discussion", "added_by_id", "user_account"),
        _points_at("case_discussion", "off_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_discussion")),
    )
    op.create_table(
        "case_prep",
        _id("id"),
        _id("discussion_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        _words("told", 40, empty=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        _words("family_wants", 1000),
        _words("going_well", 1000),
        _words("worried", 1000),
        _words("needs", 1000),
        _words("wants", 40, empty=True),
        _words("question", 200),
        _words("why_now", 1000),
        _words("family_would_say", 1000),
        sa.Column("written_at", MOMENT, nullable=False),
        _id("written_by_id"),
        _points_at("case_prep", "discussion_id", "case_discussion"),
        _points_at("case_prep", "written_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_prep")),
        sa.UniqueConstraint("discussion_id", "number", name=op.f("uq_case_prep_discussion_id_number")),
    )
    op.create_table(
        "what_pulls",
        _id("id"),
        _id("discussion_id"),
        _id("worker_id"),
        _words("words", 1000),
        sa.Column("written_at", MOMENT, nullable=False),
        _points_at("what_pulls", "discussion_id", "case_discussion"),
        _points_at("what_pulls", "worker_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_what_pulls")),
    )


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
