"""A sign-in may be put on hold while the phone is in somebody else's hand."""

import sqlalchemy as sa
from alembic import op

revision = "0005_a_sign_in_on_hold"
down_revision = "0004_lone_working"


def upgrade() -> None:
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_column("held_at")
