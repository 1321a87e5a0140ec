"""Decisions about what is held, who let a note in, and what a phone last said of itself."""

import sqlalchemy as sa
from alembic import op

revision = "0006_what_is_held_is_decided"
down_revision = "0005_a_sign_in_on_hold"

DECISION = "held_decision"


def upgrade() -> None:
    op.create_table(
        DECISION,
        sa.Column("held_id", sa.Uuid(), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user_account.id"], name=op.f("fk_held_decision_decided_by_id")),
        sa.ForeignKeyConstraint(["held_id"], ["held_item.id"], name=op.f("fk_held_decision_held_id")),
        sa.PrimaryKeyConstraint("held_id", name=op.f("pk_held_decision")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {DECISION}_append_only BEFORE UPDATE OR DELETE ON {DECISION} "
            "FOR EACH ROW EXECUTE FUNCTION withy_append_only()"
        )
        op.execute(
            f"CREATE TRIGGER {DECISION}_no_truncate BEFORE TRUNCATE ON {DECISION} "
            "FOR EACH STATEMENT EXECUTE FUNCTION withy_append_only()"
        )
    else:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {DECISION}_no_{verb.lower()} BEFORE {verb} ON {DECISION} "
                f"BEGIN SELECT RAISE(ABORT, '{DECISION} is append-only'); END"
            )
    # What was decided stands in a row of its own, which cannot be changed.
    with op.batch_alter_table("held_item", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_held_item_settled_by_id"), type_="foreignkey")
        batch_op.drop_column("settled_how")
        batch_op.drop_column("settled_by_id")
        batch_op.drop_column("settled_at")
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("let_in_by_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_receipt_let_in_by_id"), "user_account", ["let_in_by_id"], ["id"])
    with op.batch_alter_table("phone", schema=None) as batch_op:
        batch_op.add_column(sa.Column("waiting", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("said_at", sa.DateTime(timezone=True), nullable=True))
    # Not in a batch, so without a foreign key: SQLite would make the table anew, and cannot while others point at it.
    op.add_column("note", sa.Column("let_in_by_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("note", "let_in_by_id")
    with op.batch_alter_table("phone", schema=None) as batch_op:
        batch_op.drop_column("said_at")
        batch_op.drop_column("waiting_since")
        batch_op.drop_column("waiting")
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_receipt_let_in_by_id"), type_="foreignkey")
        batch_op.drop_column("let_in_by_id")
    with op.batch_alter_table("held_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("settled_by_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("settled_how", sa.String(length=500), nullable=False, server_default=""))
        batch_op.create_foreign_key(batch_op.f("fk_held_item_settled_by_id"), "user_account", ["settled_by_id"], ["id"])
    op.drop_table(DECISION)
