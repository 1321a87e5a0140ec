"""Who may do what, on one page: roles and verbs.

A role gives verbs. A relationship (lead worker, cover, supervisor) gives the families on which they
may be used: see `families/queries.py`. The state of a record can only take away. What is not said
here is not allowed.
"""

from enum import StrEnum


class Role(StrEnum):
    """What a person is employed to do. Being somebody's lead worker is not a role."""

    WORKER = "family_support_worker"
    SUPERVISOR = "supervisor"
    MANAGER = "cluster_manager"
    ADMIN = "admin"
    AUDITOR = "auditor"


class Can(StrEnum):
    """The verbs. Each route names the one it needs."""

    SIGNED_IN = "use Withy and one's own account"
    DAY_READ = "open one's own day"
    FAMILY_READ = "read the families one works with"
    FAMILY_REASON = "open a family of the cluster by giving a reason"
    FAMILY_WRITE = "keep a family's details up to date"
    FAMILY_ADD = "add a family and choose its lead worker"
    FAMILY_RESTRICT = "restrict a family, and name related staff"
    VISIT_RECORD = "plan and record visits"
    NOTE_WRITE = "write notes of contacts"
    NOTE_AMEND = "put a note right"
    GOAL_WRITE = "write down goals and ratings"
    TEAM_MEETING_PLAN = "plan, move and cancel meetings of the team around a family"
    TEAM_MEETING_RECORD = "write down meetings of the team around a family"
    PLAN_EXTEND = "decide that a plan goes on past its end"
    PROMISE_KEEP = "say whether a promise was kept"
    SUPERVISION_RUN = "plan group supervision and choose what is talked about"
    SUPERVISION_PREPARE = "bring families to group supervision and prepare for it"
    WORRY_RAISE = "raise a worry and add to it"
    WORRY_DECIDE = "decide what happens about a worry"
    OVERSIGHT_WRITE = "write management oversight of a family"
    FILE_AUDIT = "read a random sample of the cluster's files and answer the same questions of each"
    FILE_AUDIT_RESULTS = "see what file audits found, in counts"
    TEAM_READ = "see the team's caseload"
    TEAM_RESET = "help a team member back in, in person"
    HELD_DECIDE = "decide about what a phone sent and could not be taken"
    PEOPLE_MANAGE = "invite people and end their access"
    SETTINGS_MANAGE = "change clusters, schools, services, labels and timescales"
    AUDIT_READ = "read the audit trail"


_EVERYONE = {Can.SIGNED_IN}
_CASEWORK = {
    Can.DAY_READ,
    Can.FAMILY_READ,
    Can.FAMILY_WRITE,
    Can.VISIT_RECORD,
    Can.NOTE_WRITE,
    Can.NOTE_AMEND,
    Can.GOAL_WRITE,
    Can.TEAM_MEETING_PLAN,
    Can.TEAM_MEETING_RECORD,
    Can.PROMISE_KEEP,
    Can.WORRY_RAISE,
    Can.SUPERVISION_PREPARE,
}

GRID: dict[Role, frozenset[Can]] = {
    Role.WORKER: frozenset(_EVERYONE | _CASEWORK),
    Role.SUPERVISOR: frozenset(
        _EVERYONE
        | _CASEWORK
        | {Can.FAMILY_ADD, Can.FAMILY_RESTRICT, Can.WORRY_DECIDE, Can.TEAM_READ, Can.TEAM_RESET, Can.HELD_DECIDE}
        | {Can.OVERSIGHT_WRITE, Can.FILE_AUDIT, Can.FILE_AUDIT_RESULTS, Can.SUPERVISION_RUN}
    ),
    Role.MANAGER: frozenset(
        _EVERYONE
        | {Can.DAY_READ, Can.FAMILY_READ, Can.FAMILY_REASON, Can.FAMILY_ADD, Can.FAMILY_RESTRICT}
        | {Can.WORRY_DECIDE, Can.TEAM_READ, Can.TEAM_RESET, Can.HELD_DECIDE, Can.PLAN_EXTEND}
        | {Can.OVERSIGHT_WRITE, Can.FILE_AUDIT, Can.FILE_AUDIT_RESULTS}
    ),
    Role.ADMIN: frozenset(_EVERYONE | {Can.PEOPLE_MANAGE, Can.SETTINGS_MANAGE}),
    Role.AUDITOR: frozenset(_EVERYONE | {Can.AUDIT_READ, Can.FILE_AUDIT_RESULTS}),
}


def may(role: Role, verb: Can) -> bool:
    """Whether this role has this verb."""
    return verb in GRID[role]
