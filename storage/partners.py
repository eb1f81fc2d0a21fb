"""Links by which partners tell how they keep their promises (domain/partners.py)."""

from dataclasses import asdict

from sqlalchemy import Column, Date, Integer, String

from domain.partners import PARTNER, PartnerLink
from domain.people import PersonId
from storage.db import Moment, Tx, read
from storage.people import as_one
from storage.records import Records, record_table

partner_links = record_table(
    "partner_links",
    Column("plan", String(20), primary_key=True),
    Column("id", String(40), nullable=False),
    Column("made_by", String(40), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("told_on", Date),
    Column("told", Integer, nullable=False),
)


class PartnerLinks:
    """The address itself is kept nowhere."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, partner_links)

    def of(self, plan: str) -> PartnerLink | None:
        """That of a partnership, whether it still opens or not."""
        rows = self._records.having(plan=plan)
        return read(PartnerLink, as_one(self._tx, rows[0], "made_by")) if rows else None

    def renew(self, plan: str, *, by: PersonId) -> PartnerLink:
        """A new one, which ends the one that there was."""
        was = self.of(plan)
        made = PartnerLink(plan=plan, id=self._tx.mint(), made_by=by, made_at=self._tx.now)
        if was is None:
            self._records.add(asdict(made), did="partner.invited", by=by)
        else:
            self._records.save(asdict(made) | {"version": was.version}, did="partner.invited", by=by)
        return made

    def end(self, link: PartnerLink, *, by: PersonId) -> None:
        self._records.save(asdict(link) | {"ended_at": self._tx.now}, did="partner.link_ended", by=by)

    def count(self, link: PartnerLink) -> None:
        """That something was told by it."""
        self._records.save(asdict(link), did="partner.told", by=PARTNER)
