"""Every room's tables, gathered once: for migrations, backups and the order of foreign keys."""

from app.accounts import models as accounts
from app.audit import models as audit
from app.clusters import models as clusters
from app.core.db import Base
from app.families import models as families
from app.file_audits import models as file_audits
from app.home import models as home
from app.messages import models as messages
from app.notes import models as notes
from app.offline import models as offline
from app.plans import models as plans
from app.promises import models as promises
from app.supervision import models as supervision
from app.team_meetings import models as team_meetings
from app.visits import models as visits
from app.worries import models as worries

ROOMS = (
    accounts, audit, clusters, families, file_audits, home, messages, notes, offline, plans, promises,
    supervision, team_meetings, visits, worries,
)  # fmt: skip
ALL_TABLES = Base.metadata
