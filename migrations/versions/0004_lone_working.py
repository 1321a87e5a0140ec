"""Who is out alone, answers to alarms, texts and emails, and the clock's beat."""

import sqlalchemy as sa
from alembic import op

revision = "0004_lone_working"
down_revision = "0003_phones_work_offline"


def upgrade() -> None:
    op.create_table(
        "clock_beat",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sends", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_beat")),
    )
    with op.batch_alter_table("clock_beat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clock_beat_at"), ["at"], unique=False)

    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sender", sa.String(length=20), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("key", name=op.f("uq_message_key")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index("ix_message_about_id", ["about_id"], unique=False)
        batch_op.create_index("ix_message_made_at", ["made_at"], unique=False)
        batch_op.create_index("ix_message_state_due_at", ["state", "due_at"], unique=False)

    op.create_table(
        "lone_watch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("buddy_id", sa.Uuid(), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("raise_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_how", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["buddy_id"], ["user_account.id"], name=op.f("fk_lone_watch_buddy_id")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_lone_watch_family_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_lone_watch_visit_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["user_account.id"], name=op.f("fk_lone_watch_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lone_watch")),
    )
    with op.batch_alter_table("lone_watch", schema=None) as batch_op:
        batch_op.create_index("ix_lone_watch_buddy_id_ended_at", ["buddy_id", "ended_at"], unique=False)
        batch_op.create_index("ix_lone_watch_ended_at_expected_at", ["ended_at", "expected_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_lone_watch_family_id"), ["family_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lone_watch_raise_at"), ["raise_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_lone_watch_visit_id"), ["visit_id"], unique=False)
        batch_op.create_index("ix_lone_watch_worker_id_ended_at", ["worker_id", "ended_at"], unique=False)

    op.create_table(
        "lone_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("watch_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["user_account.id"], name=op.f("fk_lone_answer_answered_by_id")),
        sa.ForeignKeyConstraint(["watch_id"], ["lone_watch.id"], name=op.f("fk_lone_answer_watch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lone_answer")),
    )
    with op.batch_alter_table("lone_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lone_answer_watch_id"), ["watch_id"], unique=False)

    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER lone_answer_append_only BEFORE UPDATE OR DELETE ON lone_answer "
            "FOR EACH ROW EXECUTE FUNCTION withy_append_only()"
        )
        op.execute(
            "CREATE TRIGGER lone_answer_no_truncate BEFORE TRUNCATE ON lone_answer "
            "FOR EACH STATEMENT EXECUTE FUNCTION withy_append_only()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER lone_answer_no_{verb.lower()} BEFORE {verb} ON lone_answer "
            "BEGIN SELECT RAISE(ABORT, 'lone_answer is append-only'); END"
        )


def downgrade() -> None:
    with op.batch_alter_table("lone_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lone_answer_watch_id"))

    op.drop_table("lone_answer")
    with op.batch_alter_table("lone_watch", schema=None) as batch_op:
        batch_op.drop_index("ix_lone_watch_worker_id_ended_at")
        batch_op.drop_index(batch_op.f("ix_lone_watch_visit_id"))
        batch_op.drop_index(batch_op.f("ix_lone_watch_raise_at"))
        batch_op.drop_index(batch_op.f("ix_lone_watch_family_id"))
        batch_op.drop_index("ix_lone_watch_ended_at_expected_at")
        batch_op.drop_index("ix_lone_watch_buddy_id_ended_at")

    op.drop_table("lone_watch")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_state_due_at")
        batch_op.drop_index("ix_message_made_at")
        batch_op.drop_index("ix_message_about_id")

    op.drop_table("message")
    with op.batch_alter_table("clock_beat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clock_beat_at"))

    op.drop_table("clock_beat")
