"""Links by which a wave is answered, as invitations. Nothing here changes when somebody answers by one."""

from collections import defaultdict

from domain.survey_links import OPEN, Sheaf, link_id, open_id, sheaf_of
from domain.surveys import Wave
from storage.db import Tx
from storage.survey_answers import LINK, OPEN_LINK, Invited, invitations
from storage.waves import Waves


class SurveyLinks:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def of(self, wave: Wave) -> list[Sheaf]:
        """Those of a wave that were made together, in their order; the ones for everybody first."""
        ids: dict[str, list[str]] = defaultdict(list)
        places: dict[str, str | None] = {}
        for row in self._tx.having(invitations, wave=wave.number):
            if row["kind"] in (LINK, OPEN_LINK):
                ids[sheaf_of(row["who"])].append(row["who"])
                places[sheaf_of(row["who"])] = row["place"]
        found = [Sheaf(nth=nth, place=places[nth], ids=tuple(sorted(some))) for nth, some in ids.items()]
        return sorted(found, key=lambda one: (not one.is_open, len(one.nth), one.nth))

    def find(self, wave: Wave, nth: str) -> Sheaf | None:
        return next((one for one in self.of(wave) if one.nth == nth), None)

    def make(self, wave: Wave, place: str | None, number: int) -> str:
        """So many links that count once each, or with 0 the one for everybody; by which name they are known."""
        if number == 0:
            link = open_id(place)
            if self.find(wave, link) is None:
                Waves(self._tx).invite(wave, [Invited(who=link, kind=OPEN_LINK, place=place)])
            return link
        nth = 1 + max((int(one.nth) for one in self.of(wave) if not one.nth.startswith(OPEN)), default=0)
        made = [Invited(who=link_id(nth, self._tx.mint()), kind=LINK, place=place) for _ in range(number)]
        Waves(self._tx).invite(wave, made)
        return str(nth)
