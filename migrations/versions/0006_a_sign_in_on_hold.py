"""A sign-in may be put on hold while the phone is in somebody else's hand."""

import sqlalchemy as sa
from alembic import op

revision = "0006_a_sign_in_on_hold"
down_revision = "0003_phones_work_offline"


def upgrade() -> None:
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_column("held_at")
