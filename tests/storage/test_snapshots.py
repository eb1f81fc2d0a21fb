"""What leaders are told of is the same whatever way a database goes to find it."""

from datetime import timedelta

from domain.periods import Period
from storage.car_table import cars
from storage.settings import DistrictSettings
from storage.snapshots import Snapshots
from tests.conftest import NOW, District
from tests.story import filed


def test_reports_come_in_the_order_of_their_numbers(district: District) -> None:
    """Also where those that were changed stand elsewhere in the table by now."""
    numbers = [filed(district).number for _ in range(6)]
    for number in reversed(numbers):
        for owner in ("somebody", None):  # by which there is an index, so that it is written anew in each
            district.do(lambda tx, n=number, o=owner: tx.change(cars, {"owner": o}, cars.c.number == n))
    week = Period(first=NOW.date() - timedelta(days=6), last=NOW.date())

    found = district.do(lambda tx: Snapshots(tx, DistrictSettings(tx).all()).read(week), write=False)

    assert [report.number for report in found.filed] == numbers
    assert [report.number for report in found.reports] == numbers
