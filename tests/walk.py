"""The whole life of a report as four people press it in a browser, the same in Slack and in Teams."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.demo import DISTRICT, PLATFORM
from domain.cars import Car
from storage.car_table import cars
from storage.cars import CarLog
from storage.db import Database, Tx
from storage.people import People
from tests.desk import Desk
from tests.teams_desk import TeamsDesk

TEACHER, OWNER, OFFICE, CHECKER = (
    "Teacher, East School",
    "Principal, East School",
    "Quality Office",
    "Principal, West School",
)
FIRST, SECOND = "Nobody looks at the gates.", "The list hangs where nobody walks."
PLAN = {
    "What was done at once?": "The latch was tied shut.",
    "Could it exist elsewhere too?": "Not at the other two gates.",
    "What is done?": "Put the gates on the list of the evening round.",
    "What will show it?": "No open gate in 60 days.",
    "How is it today?": "Three open gates in 60 days.",
    "How is it looked at?": "The log of the evening round.",
}

HELD = {
    "What did the check show?": "No open gate in 60 days.",
    "Which papers or training were changed?": "none, because the list is enough",
    "What can others learn from it?": "Hang lists where people walk.",
}


@dataclass
class Walk:
    """Four people in front of one page, and each button that they pressed."""

    desk: Desk
    pressed: list[str] = field(default_factory=list)
    number: str = ""  # of the report, once somebody had to look it up

    def turn(self, who: str, *said: str) -> None:
        """Somebody opens their messages with Kaizen and reads this."""
        self.desk.become(who)
        if isinstance(self.desk, TeamsDesk):
            self.desk.chat()
        else:
            self.desk.kaizen("Messages")
        for words in said:
            self.desk.sees(words)

    def press(self, label: str) -> None:
        self.desk.press(label)
        self.pressed.append(label)

    def fill(self, **answers: str) -> None:
        for label, words in answers.items():
            self.desk.fill(label, words)

    def send(self, label: str) -> None:
        self.desk.submit(label)
        self.pressed.append(label)

    def report(self, what: str) -> None:
        """A teacher reports something in one sentence."""
        self.desk.become(TEACHER)
        if isinstance(self.desk, TeamsDesk):
            self.desk.chat()
            self.desk.type(f"car {what}")
            self.desk.submit_in("What happened?")
            self.desk.card("Your report is on record").wait_for()
        else:
            self.desk.channel("general")
            self.desk.type(f"/car {what}")
            self.desk.submit()
            self.desk.sees("It is on record.")
        self.pressed.append("Submit")

    def accept_as_major(self) -> None:
        self.turn(OFFICE, "A report for you to decide.")
        self.press("Accept and change …")
        self.desk.find("Who owns it?", OWNER)
        self.desk.pick("How serious is it?", "Needs a plan")
        self.send("Accept")

    def plan(self, cause: str) -> None:
        """The owner writes what is done, by whom, and how it will be known that it worked."""
        today = datetime.now(UTC).date()
        self.press("Write the plan")
        self.fill(**{**PLAN, "Why did it happen?": cause})
        self.desk.pick("What kind of cause is that?", "System or procedure not implemented")
        self.desk.find("Who does it?", OWNER)
        self.desk.fill("By when?", (today + timedelta(days=3)).isoformat())
        self.desk.fill("When is it looked at?", (today + timedelta(days=63)).isoformat())
        self.desk.find("Who looks at it?", CHECKER)
        self.send("Send the plan")

    def work(self) -> None:
        """The plan is approved, its step is done, and somebody who had no part in it checks it."""
        self.turn(OFFICE, "A plan for you to decide about.")
        self.press("Approve")
        self.turn(OWNER, "Your turn: the work on this can go on.")
        self.press("Update")
        self.desk.pick("How does it stand?", "It is done")
        self.fill(**{"What is there to say?": "The list hangs at the gate."})
        self.send("Send")
        self.desk.sees("1 of 1 step done")
        self.press("The work is done")
        self.turn(CHECKER, "Somebody says that this is done. Please check it.")
        self.press("Done, now watch it")
        self.desk.sees("Watching that it holds")

    def days_pass(self, database: Database) -> None:
        """The day on which it is looked at whether the fix of the newest report held is today."""

        def work(tx: Tx) -> None:
            viewer = People(tx).viewer(People(tx).meet(PLATFORM, "T0SUNRISE", "U06QUALITY"))
            log = CarLog(tx, viewer)
            car: Car = log.page(cars.c.state == "monitoring").cars[0]
            log.save(replace(car, effectiveness_due=tx.now.date() - timedelta(days=1)), was=car, did="test")
            self.number = car.number

        database.do(DISTRICT, work, now=datetime.now(UTC), door="test")

    def looks(self) -> None:
        """The checker opens the report on its day."""
        self.desk.become(CHECKER)
        if isinstance(self.desk, TeamsDesk):
            self.desk.chat()
            self.desk.type(f"car show {self.number}")
        else:
            self.desk.channel("general")
            self.desk.type(f"/car show {self.number}")
        self.desk.sees("Too early to say")

    def quick(self) -> None:
        """A small thing: reported in a sentence, accepted, done and checked, with one press each."""
        self.report("The gate latch at East School is broken")
        self.turn(OFFICE, "A report for you to decide.")
        self.press("Accept")
        self.turn(OWNER, "You are asked to put this right.")
        self.desk.pick_in_card("What was done?", "It was replaced.")
        self.desk.pick_in_card("Why did it happen?", "Technical failure")
        self.press("Mark done")
        self.turn(OFFICE, "Somebody says that this is done. Please check it.")
        self.press("It is fixed")
        self.turn(TEACHER, "Your report is closed: it is fixed.")

    def came_back(self, database: Database) -> None:
        """A report that needs a plan goes the whole way, and on its day it turns out that the fix did not hold."""
        self.report("Pupils leave by the playground gate in the break")
        self.accept_as_major()
        self.turn(OWNER, "You are asked to put this right.")
        self.plan(FIRST)
        self.work()
        self.days_pass(database)
        self.looks()
        self.press("It came back")
        self.fill(**{"What did the check show?": "Two open gates in 60 days."})
        self.send("Send")
        self.desk.sees(f"It was not, as it turned out: {FIRST}")

    def held(self, database: Database) -> None:
        """The next round: another cause and plan, signed off, and on its day it held."""
        self.turn(OWNER, "It is with you again: please look at what was said.")
        self.plan(SECOND)
        self.work()
        self.turn(OFFICE, "This is watched now. It closes once you have signed it off.")
        self.press("Sign off")
        self.desk.sees("then it is looked at whether it held")
        self.days_pass(database)
        self.looks()
        self.press("It held")
        self.fill(**HELD)
        self.send("Close it")
        self.turn(TEACHER, "Your report is closed: it is fixed.")
