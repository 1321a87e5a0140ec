"""Phones that work without a signal, receipts for what they sent, and what is held."""

import sqlalchemy as sa
from alembic import op

revision = "0003_phones_work_offline"
down_revision = "0002_nothing_is_rubbed_out"


def upgrade() -> None:
    op.create_table(
        "phone",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("sign_in_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("deliver_hash", sa.String(length=64), nullable=False),
        sa.Column("resume_hash", sa.String(length=64), nullable=False),
        sa.Column("recovery", sa.String(length=300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wiped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["sign_in_id"], ["sign_in.id"], name=op.f("fk_phone_sign_in_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_phone_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone")),
        sa.UniqueConstraint("deliver_hash", name=op.f("uq_phone_deliver_hash")),
        sa.UniqueConstraint("resume_hash", name=op.f("uq_phone_resume_hash")),
    )
    with op.batch_alter_table("phone", schema=None) as batch_op:
        batch_op.create_index("ix_phone_user_id_ended_at", ["user_id", "ended_at"], unique=False)

    op.create_table(
        "held_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("phone_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("settled_how", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["phone_id"], ["phone.id"], name=op.f("fk_held_item_phone_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["user_account.id"], name=op.f("fk_held_item_settled_by_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_held_item_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_item")),
    )
    with op.batch_alter_table("held_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_held_item_user_id"), ["user_id"], unique=False)

    op.create_table(
        "receipt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("phone_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_off", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["phone_id"], ["phone.id"], name=op.f("fk_receipt_phone_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_receipt_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
    )
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipt_phone_id"), ["phone_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_receipt_phone_id"))

    op.drop_table("receipt")
    with op.batch_alter_table("held_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_held_item_user_id"))

    op.drop_table("held_item")
    with op.batch_alter_table("phone", schema=None) as batch_op:
        batch_op.drop_index("ix_phone_user_id_ended_at")

    op.drop_table("phone")
