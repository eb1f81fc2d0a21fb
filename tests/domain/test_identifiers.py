"""What looks like it tells who a student is, and what does not."""

import pytest

from domain.identifiers import looks_like

NUMBER, NAME, BORN, PLAN = "a number like a student ID", "initials or a name", "a day of birth", "a plan of one student"

FOUND = (
    (NUMBER, "123456 was left at the stop"),
    (NUMBER, "The record of 1234567 is open to everybody"),
    (NUMBER, "ID 0012345678 was printed on the list."),
    (NUMBER, "Student ID 48213 was on the door"),
    (NUMBER, "the student's number: 48213"),
    (NUMBER, "student no. 482133 fell"),
    (NAME, "student J.S. was hurt"),
    (NAME, "A student J. S. was hurt"),
    (NAME, "Student Jane Smith was hurt"),
    (NAME, "pupil Jane S. reached the street"),
    (NAME, "The child Maria Lopez waited outside"),
    (NAME, "a student named Marcus was left behind"),
    (NAME, "the kid called Ben climbs over it"),
    (NAME, "3rd grader Jane Smith fell"),
    (NAME, "J.S., a student, was hurt"),
    (BORN, "DOB 4/12/2015"),
    (BORN, "d.o.b.: 4/12/15"),
    (BORN, "date of birth is 4/12/2015"),
    (BORN, "The girl, born 4/12/2015, was there"),
    (BORN, "born on March 4 and new here"),
    (PLAN, "her IEP was not followed"),
    (PLAN, "Jane's IEP meeting was missed"),
    (PLAN, "the student's 504 was lost"),
    (PLAN, "504 plan of Jane is missing"),
    (PLAN, "IEP for J. is not followed"),
    (PLAN, "the boy has an IEP and no aide"),
    (PLAN, "a girl with a 504 plan sat outside"),
)
NOTHING = (
    "",
    "The latch of the playground gate does not close.",
    "Room 214 is too hot",
    "Bus 12345 was late",
    "Call 555-123-4567 when the alarm rings",
    "Call (555) 123-4567",
    "Call 555.123.4567",
    "On 3/9/2026 the gate was open",
    "On 2026-03-09 the gate was open",
    "CAR-2026-014 again",
    "It costs $125000 a year",
    "It costs 125,000 dollars",
    "Invoice 1234567 was paid twice",
    "Order 12345678 never came",
    "serial 123456789 of the pump",
    "https://example.org/tickets/1234567",
    "Students reach the street",
    "A student fell over the mat",
    "Student Services did not answer",
    "Student Council meets in a locked room",
    "the Child Nutrition Program ran out of milk",
    "Child Find letters went out late",
    "Principal Jane Smith asked for it",
    "Ms. Lopez reported it on Monday",
    "J.S. Bach Hall is cold",
    "U.S. students need it",
    "IEP meetings start late",
    "504 plans are kept in an open drawer",
    "Special education files are in the hall",
    "The 504 coordinator has no office",
    "25 students were born abroad",
    "The birthday party blocked the exit",
    "Door 3 near the east stairs sticks since 2019",
    "It is 1000 feet from Jefferson Middle School",
)


@pytest.mark.parametrize(("kind", "text"), FOUND)
def test_what_tells_of_a_student_is_found(kind: str, text: str) -> None:
    assert kind in looks_like([text])


@pytest.mark.parametrize("text", NOTHING)
def test_what_tells_of_nobody_is_let_through(text: str) -> None:
    assert looks_like([text]) == []


def test_each_kind_is_named_once_whatever_box_it_stands_in() -> None:
    assert looks_like(["student J.S.", None, "student A.B. and her IEP"]) == [NAME, PLAN]


def test_a_long_text_is_looked_through_at_once() -> None:
    assert looks_like(["A student joins. " * 250 + "1" * 3000]) == []
