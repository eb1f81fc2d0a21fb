# ruff: noqa: S608 - every word of these is ours
"""What the bot reads of a district with years behind it, as somebody would ask for it by hand in SQL.

`:d` is the district and `:me` whoever looks, somebody without a seat. The same columns by the same rights.
"""

SEEN = """c.district = :d AND c.handed_to IS NULL AND (c.concerns = 'nobody' AND NOT c.sealed OR c.requester = :me
    OR c.owner = :me OR c.checker = :me OR c.asked_owner = :me OR EXISTS (SELECT 1 FROM steps s WHERE s.district = :d
    AND s.of = c.number AND s.place IS NOT NULL AND coalesce(s.owner, '') = :me LIMIT 1 OFFSET 0))"""
OPEN = "c.state IN ('accepted', 'implementing', 'monitoring', 'plan_review', 'returned', 'submitted', 'verifying')"
NEWEST = "ORDER BY c.filed_at DESC, c.number DESC LIMIT 10"
MINOR = "c.state = 'implementing' AND coalesce(c.severity, '') = 'minor'"


def page(where: str) -> tuple[str, ...]:
    count = f"SELECT count(*) FROM (SELECT 1 FROM cars c WHERE {SEEN} AND {where} LIMIT 501) AS found"
    return (
        f"""SELECT c.number, c.filed_on, c.state, c.severity, c.school, c.owner, c.urgent, c.sealed, c.handed_to,
            c.approved_on, c.plan_due, c.implementation_due, c.effectiveness_due, c.on_hold_since, w.text, ({count})
            FROM cars c LEFT JOIN words w ON w.district = c.district AND w.id = c.what
            WHERE {SEEN} AND {where} {NEWEST}""",
    )


FIGURE = """SELECT c.number, c.filed_on, c.state, c.source, c.concerns, c.school, c.department, c.cause_category,
    c.checker, c.inconclusive, c.approved_on, c.plan_due, c.implementation_due, c.effectiveness_due,
    c.original_implementation_due, c.on_hold_since"""
HIDDEN = f"""SELECT c.number FROM cars c WHERE c.district = :d AND {OPEN} AND c.sealed AND c.concerns = 'nobody'
    AND c.handed_to IS NULL AND NOT coalesce({SEEN}, false)"""
SINCE = """(SELECT p.entered_at FROM passages p
    WHERE p.district = c.district AND p.car = c.number AND p.left_at IS NULL) AS entered_at"""
TO_DO = """s.district = :d AND s.place IS NOT NULL
    AND s.status IN ('not_started', 'on_track', 'at_risk', 'off_track')"""
OF_CAR = "steps s JOIN cars c ON c.district = s.district AND c.number = s.of AND c.cycle = s.cycle"
OF_PLAN = "steps s JOIN district_plans d ON d.district = s.district AND d.number = s.of"
IN_RHYTHM = "JOIN plan_rhythms r ON r.district = d.district AND r.plan = d.number AND r.goes_on"
CAME = "LEFT JOIN plan_revisions v ON v.district = s.district AND v.plan = s.of AND v.revision = s.cycle"
GOING_ON = "c.state = 'implementing' AND c.on_hold_since IS NULL AND c.handed_to IS NULL"
HOLDS = "d.district = :d AND d.in_force IS NOT NULL AND d.ended IS NULL AND d.lead = :me"
IN_FORCE = "s.cycle <= d.in_force AND d.ended IS NULL"
#: All that somebody may be reminded of, as one who has no seat: reports, steps of all kinds, meetings, plans, surveys.
REMINDED = (
    f"""SELECT c.number, c.state, c.severity, c.school, c.department, c.owner, c.checker, c.asked_owner, c.decided_by,
        c.signed_off_by, c.sealed, c.concerns, c.appealed, c.cycle, c.filed_on, c.approved_on, c.plan_due,
        c.implementation_due, c.effectiveness_due, c.on_hold_since, {SINCE} FROM cars c WHERE c.district = :d
        AND c.state IN ('accepted', 'plan_review', 'implementing', 'verifying', 'monitoring') AND c.handed_to IS NULL
        AND (c.owner = :me OR c.checker = :me OR c.asked_owner = :me)""",
    f"""SELECT s.number, s.of, s.owner, s.due, s.status, c.school, c.department, {SINCE} FROM {OF_CAR}
        WHERE {TO_DO} AND s.owner = :me AND {GOING_ON}""",
    f"""SELECT s.number, s.of, s.asked_owner, c.school, c.department, {SINCE} FROM {OF_CAR}
        WHERE {TO_DO} AND s.asked_owner = :me AND c.state = 'implementing' AND c.handed_to IS NULL""",
    f"""SELECT s.number, s.of, s.owner, s.status, c.owner, c.school, c.department, (SELECT min(l.day)
        FROM step_updates l WHERE l.district = s.district AND l.step = s.number AND NOT l.undone AND l.nth >
        (SELECT coalesce(max(b.nth), 0) FROM step_updates b WHERE b.district = s.district AND b.step = s.number
        AND NOT b.undone AND b.status <> s.status)) AS turned_on FROM {OF_CAR}
        WHERE {TO_DO} AND s.status IN ('at_risk', 'off_track') AND c.owner = :me AND {GOING_ON}""",
    f"""SELECT s.number, s.of, s.owner, s.due, i.school, i.decided_at FROM steps s JOIN ideas i
        ON i.district = s.district AND i.number = s.of AND i.step = s.number
        WHERE {TO_DO} AND s.owner = :me AND i.state = 'adopted'""",
    """SELECT m.number, m.host, m.day, m.school FROM meetings m
        WHERE m.district = :d AND m.phase IN ('planned', 'published', 'running') AND m.host = :me""",
    f"""SELECT s.number, s.of, s.owner, s.due, m.school, m.day, m.started_at FROM steps s JOIN meetings m
        ON m.district = s.district AND m.number = s.of WHERE {TO_DO} AND s.owner = :me""",
    f"""SELECT d.lead, d.number, d.place FROM district_plans d JOIN partnerships t
        ON t.district = d.district AND t.plan = d.number WHERE {HOLDS}""",
    f"""SELECT s.number, s.of, s.owner, s.due, s.status, d.place, r.first, r.weeks, (SELECT max(u.day)
        FROM step_updates u WHERE u.district = s.district AND u.step = s.number AND NOT u.undone) AS told_on
        FROM {OF_PLAN} {IN_RHYTHM} WHERE {TO_DO} AND s.owner = :me AND {IN_FORCE}""",
    f"SELECT d.lead, d.number, d.place, r.first, r.weeks FROM district_plans d {IN_RHYTHM} WHERE {HOLDS}",
    f"""SELECT s.number, s.of, s.owner, s.due, s.status, d.place, v.in_force_on, d.started_at FROM {OF_PLAN} {CAME}
        WHERE {TO_DO} AND s.owner = :me AND {IN_FORCE}""",
    f"""SELECT s.number, s.of, s.asked_owner, d.place, v.in_force_on, d.started_at FROM {OF_PLAN} {CAME}
        WHERE {TO_DO} AND s.asked_owner = :me AND {IN_FORCE}""",
    """SELECT i.who, i.wave, w.opens_at, w.closes_at FROM invitations i JOIN waves w ON w.district = i.district
        AND w.number = i.wave WHERE i.district = :d AND i.kind = 'person' AND i.told >= '1' AND w.phase = 'open'
        AND i.who = :me""",
    "SELECT * FROM surveys WHERE district = :d AND weeks > 0 ORDER BY number",
)
