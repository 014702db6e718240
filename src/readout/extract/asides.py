"""Names beside an act that have no part in it: settings, audiences, broken laws, lands of somebody private, tellers."""

import re
from collections.abc import Iterable

from readout.extract.claims import Claim
from readout.extract.story import Story
from readout.records import Actor, Mention, Span

_BEFORE = 40  # characters before a name in which the words stand that say that something is there
# Heads whose acts are not those of the state that they belong to: "Lima's banks", "a Danish singer".
_PRIVATE = frozenset(
    (
        "company companies firm firms bank banks maker makers carmaker carmakers automaker automakers manufacturer "
        "manufacturers producer producers carrier airline airlines retailer retailers lender lenders insurer insurers "
        "investor investors shareholder shareholders bondholders creditors trader traders market markets stock stocks "
        "share shares bourse exchange economy business businesses rival rivals competitor competitors unit subsidiary "
        "division industry factory factories plant plants brand brands chain startup giant supplier suppliers "
        "executive executives customer customers consumer consumers buyer buyers shopper shoppers tourist tourists "
        "fan fans team teams squad side club clubs player players league board boards band singer singers actor actors "
        "director film films movie movies studio studios label publisher publishers magazine "
        "website websites network networks exporter exporters importer importers farmer farmers analyst analysts "
        "economist economists debt bond bonds dollar currency parents husband wife son daughter brother "
        "sister mother father couple friend friends artist artists writer author designer chef coach striker driver"
    ).split()
)
# The plain words right behind a name.
_AFTER = re.compile(r"(?:['’]s)?(?:[ -][a-z]+){1,3}")
# Rules of states and what they have laid down, whom nothing is done to: "in breach of U.N. sanctions".
_LAID_DOWN = re.compile(
    r"\.?(?:\s+[A-Z]\w+){0,2}\s+(?:sanctions?|resolutions?|embargo\w*|treat(?:y|ies)|conventions?|charter)\b"
)
FORCE = frozenset({"ASSAULT", "COERCE"})
# An organisation as the place where something is done: "support for talks at NATO".
_WITHIN = re.compile(r"\b(?:at|from|through|via|within|wanted by|sought by) (?:the )?$")
# Whom a deed was done to, when it is condemned: "condemned the aggression against Oslo".
_DEED_ON = re.compile(
    r"\b(?:aggression|attacks?|war|invasion|assaults?|strikes?|raids?|bombings?|crimes|coup|violence|bombardment|shelling)"
    r" (?:against|on|upon) (?:the )?$"
)
_LAYS = re.compile(r"\b(?:blam|pinn?|fault)\w*\b")  # "blamed the raid on Oslo"
_BLAMES = re.compile(
    r"\b(?:condemn|denounc|deplor|decr(?:y|ied)|criticis|criticiz|oppos|reject|protest|mourn|regret|lament|discuss|debat"
    r"|investigat|prob(?:e|ing)|warn|fear|demand|lift|respon|retaliat|reveng|aveng)\w*\b"
)
_SPEECH_TO = re.compile(r"\b(?:speech|speeches|address|remarks|testimony|sermon|lecture) (?:to|at|before) (?:the )?$")


def without_asides(kind: str, whom: Iterable[Mention], text: str) -> tuple[Mention, ...]:
    """Those in the place of who is acted upon who are more than spoken of."""
    return tuple(mention for mention in whom if not _is_aside(kind, mention, text))


def _is_aside(kind: str, mention: Mention, text: str) -> bool:
    """Whether a name in the place of who is acted upon is only spoken of: a broken law, an audience, a victim."""
    before = max(0, mention.start - _BEFORE)
    victim = (
        kind == "ACCUSE"
        and _DEED_ON.search(text, before, mention.start)
        and not _LAYS.search(text, before, mention.start)
    )
    return bool(victim) or _is_broken_law(kind, mention, text) or _is_audience(mention, text)


def _is_broken_law(kind: str, mention: Mention, text: str) -> bool:
    """Whether force only follows a breach of what an organisation laid down: "for breaching U.N. sanctions"."""
    named = any(actor.kind == "organisation" or (actor.code or "").startswith("IGO") for actor in mention.actors)
    return named and (kind in FORCE or kind == "ACCUSE") and _LAID_DOWN.match(text, mention.end) is not None


def _is_audience(mention: Mention, text: str) -> bool:
    """Whether somebody only hears a speech: "warned in a speech to the U.N. that"."""
    return _SPEECH_TO.search(text, max(0, mention.start - _BEFORE), mention.start) is not None


def is_setting(mention: Mention, text: str) -> bool:
    """Whether an organisation is only where something is done or what it has laid down is spoken of."""
    before = max(0, mention.start - 20)
    return bool(_LAID_DOWN.match(text, mention.end) or _WITHIN.search(text, before, mention.start))


def qualifies(mention: Mention, story: Story) -> bool:
    """Whether a name only tells of which land something is: "an Indian manufacturer", "the Canadian border"."""
    text = story.document.text
    if mention.form == "adjective":
        return True
    return mention.form in {"place", "name"} and _private_after(mention, text, len(text))


def is_private_owner(mention: Mention, claim: Claim, text: str) -> bool:
    """Whether an actor is only the land of somebody private: "trading of some big Italian banks"."""
    if mention.form not in {"adjective", "place", "name"} or claim.rule.actor == "both" or claim.rule.type == "PROTEST":
        return False
    verb = claim.clause.group.start
    return _private_after(mention, text, verb if mention.end <= verb else len(text))


def _private_after(mention: Mention, text: str, end: int) -> bool:
    """Whether words right behind a name say that it is of somebody private: "Lima's largest bank"."""
    following = _AFTER.match(text, mention.end, end)
    return following is not None and not _PRIVATE.isdisjoint(following[0].lower().split())


def only_blames(mention: Mention, deed: Span, story: Story) -> bool:
    """Whether somebody beside a deed speaks of it as another's: "Lima condemned the raid on Quito"."""
    between = Span(min(mention.end, deed.end), max(mention.start, deed.start))
    return _BLAMES.search(story.document.text, between.start, between.end) is not None


def only_tells(mention: Mention, deed: Span, story: Story) -> bool:
    """Whether somebody only speaks of a deed: "Adeyemi said sanctions on Lima hurt nobody"."""
    told = (s.mention for s in story.spoken.near(deed) if s.content.span.covers(deed))
    return any(teller is not None and teller.span.meets(mention.span) for teller in told)


def only_hears(actor: Actor, kind: str) -> bool:
    """Whether somebody is only told of an act: "told Reuters that" is no request to Reuters."""
    return kind in {"REQUEST", "THREATEN", "CONSULT"} and (actor.code or "").endswith(":MED")
