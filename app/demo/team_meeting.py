"""Meetings of the team around a family in the story: planned a fortnight before, written down the same day."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from app.demo.days import moment, time_of
from app.demo.promising import promise_entry, tell_answer
from app.demo.story import Kin, Story
from app.demo.told import TeamMet
from app.team_meetings.actions import PlanEntry, RecordEntry, Said, plan_meeting, record_meeting
from app.team_meetings.models import TeamMeeting

BEFORE, WRITTEN = 14, timedelta(minutes=25)  # days before a meeting on which it was planned; after its end


def tell_team_meetings(story: Story, kin: Kin) -> None:
    """Each meeting planned at its time, and written down where it was held."""
    for told in kin.told.team_met:
        entry = _plan(story, kin, told)
        _tell_planned(story, kin, told, entry)
        if told.ago:
            _tell_held(story, kin, told, entry)


def _tell_planned(story: Story, kin: Kin, told: TeamMet, entry: PlanEntry) -> None:
    planned_on = max(story.days.ago(told.ago + BEFORE) if told.ago else story.days.ago(1), kin.opened_on)
    story.at(moment(planned_on, "9:40am"), lambda now: _keep_plan(story, kin, entry, now))


def _tell_held(story: Story, kin: Kin, told: TeamMet, entry: PlanEntry) -> None:
    held_at = moment(entry.day, told.at)
    recorded_at = held_at + timedelta(minutes=told.minutes) + WRITTEN
    agreed = tuple(promise_entry(story, kin, one, entry.day) for one in told.agreed)
    said = RecordEntry(
        id=uuid4(),
        family=tuple(_said(kin.member_id(name), words) for name, words in told.family.items()),
        partners=tuple(_said(kin.partners[name].id, words) for name, words in told.partners.items()),
        going_well=told.going_well,
        worries=told.worries,
        agreed=agreed,
        next_on=story.days.ahead(told.next) if told.next else None,
    )
    story.at(recorded_at, lambda now: _keep_said(story, kin, entry.id, said, now))
    for one, made in zip(told.agreed, agreed, strict=True):
        tell_answer(story, kin, one, made, said_at=recorded_at)


def _plan(story: Story, kin: Kin, told: TeamMet) -> PlanEntry:
    return PlanEntry(
        id=uuid4(),
        day=story.days.ago(told.ago) if told.ago else story.days.ahead(told.ahead),
        at=time_of(told.at),
        minutes=told.minutes,
        place=told.place,
        purpose=told.purpose,
        member_ids=tuple(kin.member_id(name) for name in told.family),
        partner_ids=tuple(kin.partners[name].id for name in told.partners),
    )


def _said(person_id: UUID, words: str) -> Said:
    return Said(person_id=person_id, came=True, words=words)


def _keep_plan(story: Story, kin: Kin, entry: PlanEntry, now: datetime) -> None:
    plan_meeting(story.session, kin.episode, kin.worker, entry, now=now)


def _keep_said(story: Story, kin: Kin, meeting_id: UUID, said: RecordEntry, now: datetime) -> None:
    record_meeting(story.session, story.session.get_one(TeamMeeting, meeting_id), kin.worker, said, now=now)
