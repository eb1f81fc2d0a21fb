"""The doors for people who have no chat. Each is made with what answers, the database and the keys that sign links."""

from bot.platforms.audit import AuditDoor
from bot.platforms.calendar import CalendarDoor
from bot.platforms.charts import ChartDoor
from bot.platforms.files import FileDoor
from bot.platforms.partner import PartnerDoor
from bot.platforms.survey import SurveyDoor
from bot.platforms.web import WebDoor

#: Those before the page of a report, whose address is like theirs.
DOORS = (AuditDoor, PartnerDoor, SurveyDoor, WebDoor, ChartDoor, FileDoor, CalendarDoor)
