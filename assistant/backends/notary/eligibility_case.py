"""What the eligibility rules look at: what is known of somebody, and what they must know of the catalogue. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Case:
    """What is known of somebody; None is not known yet.

    `home` is where in China one lives or the thing happened: taishan, jiangmen (elsewhere in it) or elsewhere.
    `property` is about real estate, other major property, shares or an inheritance.
    """

    nationality: str | None = None
    long_term: bool | None = None
    days: int | None = None
    use_in_china: bool | None = None
    matter: str | None = None
    mission: str | None = None
    country: str | None = None
    needs_helper: bool | None = None
    party_capable: bool | None = None
    disputed: bool | None = None
    guardian: bool | None = None
    related: bool | None = None
    papers: bool | None = None
    pays: bool | None = None
    attends: bool | None = None
    property: bool | None = None
    in_district: bool | None = None
    home: str | None = None


@dataclass(frozen=True)
class Known:
    """What the rules must know of the catalogue.

    `matters` are covered, `direct` those that some missions certify themselves, `certifying` missions that do so
    surely, `district_only` those that serve only who lives in their district. `mission_needs` holds what one mission
    asks, `elsewhere` what to do instead for matters that are not covered.
    """

    matters: frozenset[str]
    direct: frozenset[str]
    certifying: frozenset[str] = frozenset()
    district_only: frozenset[str] = frozenset()
    mission_needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    elsewhere: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
