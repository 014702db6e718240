"""Whether an act has happened, is planned, proposed or hypothetical, and when."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from readout.extract.claims import MIGHT, PLANS, Claim, denied
from readout.extract.dates import Dated
from readout.language import Clause
from readout.records import Document, Span, Status, When, unknown_when

_PROPOSES = frozenset(
    "propose suggest offer call urge ask want seek hope demand request invite consider discuss".split()
)
# Acts that a noun presupposes ("after Oslo's warning"); in a release, whose words are themselves the news, deeds only.
_DEEDS = frozenset("AID ASSAULT COERCE MOBILIZE PROTEST RETREAT SANCTION".split())
_PRESUPPOSED = _DEEDS | frozenset("ACCUSE AGREE CONCEDE COOPERATE REJECT REQUEST SUPPORT THREATEN".split())
_FORMER = re.compile(r"\b(?:recent|previous|earlier|past|last|latest|former)\b")
_FORMERLY = re.compile(r"\b(?:recently|previously|ago|in the past)\b|\bearlier(?! (?:on )?(?:today|\w+day))")
_HAD = re.compile(r"\bhad (?:\w+ly )?(?:\w+ed|met|held|spoken)\b")
_WHEN = re.compile(r"\b(?:after|since)\s+$", re.IGNORECASE)
_WHICH = re.compile(r"\s*+(?:,\s*+)?(?:who|which|that)\s+")
_DENIAL = 60  # characters
_DENIED = re.compile(
    r"\bden(?:y|ies|ied|ying)\s+(?:(?:(?:the|any|all|these|those|such|media|press) )*"
    r"(?:reports?|claims?|allegations?|accusations?|charges?|suggestions?)\s+)?(?:that\s+|of\s+)?$"
    r"|\b(?:dismiss|reject|rebut|refut|disput)(?:s|es|ed|ing)? (?:as \w+ )?(?:(?:the|any|all|media|press) )*"
    r"(?:reports?|claims?|allegations?|suggestions?|speculation|rumou?rs?|notion|idea)"
    r"(?: (?:by|from|in) [^,.;:]{1,30})?\s+that\s+$"
)
# What stands before a deed that was kept from being done, or is only feared: "called off a raid", "fears of an attack".
_AVERTED = re.compile(
    r"\b(?:(?:call(?:s|ed|ing)? off|cancel\w*|abort\w*|avert\w*|prevent\w*|foil\w*|thwart\w*|avoid\w*|rul\w+ out"
    r"|deter\w*)|no (?:intention|plans?|wish|desire|interest) (?:of|to|for|in)(?: \w+ing)?"
    r"|(?:fears?|risks?|possibility|prospect|likelihood|danger) of)\s+"
    r"(?:an? |any |the |further |another |new |more )*(?:[a-z-]+ ){0,2}$",
    re.IGNORECASE,
)
# What stands before a gerund of what somebody only has in mind: "steps aimed at isolating Oslo".
_PURPOSE = re.compile(
    r"\b(?:aim(?:s|ed|ing)? (?:at|of)|(?:goal|purpose|intention|hope|prospect|possibility|idea) of|with a view to)"
    r" (?:\w+ly )?$"
)
_OUGHT = frozenset({"must", "should"})  # who ought to do something threatens nobody with it
# What stands before a clause that is only wished for: "it is essential that Oslo open its ports".
_WISHED = re.compile(
    r"\b(?:essential|vital|imperative|crucial|necessary|urgent|desirable|high time|insist\w*|demand\w*|propos\w+|"
    r"recommend\w*|suggest\w*|urg(?:es?|ed|ing)|request\w*) that $"
)
# The same for what somebody hopes: "in the hope that Oslo would yield", "hopeful both sides will agree".
_HOPED = re.compile(r"\bhop(?:e[sd]?|ing|eful)(?: (?:that|for))?(?: (?:an?|the))? $")
# What stands before a clause that only tells what a plan holds: "a plan under which Oslo pays".
_DRAFTED = re.compile(
    r"(?:\b(?:plan|proposal|scenario|draft|scheme|idea|roadmap)s?"
    r"|\b(?:would be|propos\w+|suggest\w+) an?(?: [\w-]+){1,4}),? (?:in|under|by|according to) which $"
)
_TALKED_OF = re.compile(
    r"\b(?:about|hold(?:ing)? off(?: on)?|held off(?: on)?|without|instead of"
    r"|rather than|avoid(?:s|ed)?|from|against|talk of|fears? of)\s+[\"“]?(?:\w+ly )?$"
)
# Verbs that may govern an act that did happen: "began to withdraw", "continued to shell".
REAL = frozenset("begin start continue help go move proceed manage".split())


def status_of(claim: Claim, when: When, document: Document) -> Status | None:
    """Whether the act has happened, is planned, proposed or hypothetical; None for an act that is said not to be."""
    clause, rule = claim.clause, claim.rule
    if clause.asked or _is_unreal(claim, document.text):
        return None
    if rule.status is not None:
        return rule.status  # type: ignore[return-value]  # the loader has checked it
    if clause.conditional:
        return "hypothetical"
    if denied(claim):
        return None
    if clause.form == "infinitive":
        return _governed_status(clause)
    ahead = _still_ahead(claim, when, document)
    return ahead or ("background" if _is_past(claim, when, document) else "happened")


def _still_ahead(claim: Claim, when: When, document: Document) -> Status | None:
    """Whether an act is wished for, to come or only possible; None for one that is told as done."""
    clause = claim.clause
    before = max(0, clause.whole.start - _DENIAL)
    if clause.form == "finite":
        if _WISHED.search(document.text, before, clause.whole.start):
            return "proposed"
        supposed = (_HOPED,) if clause.tense == "past" else (_HOPED, _DRAFTED)
        named = clause.subject.mentions if clause.subject else ()  # a phrase may begin with "hopeful"
        at = max(clause.whole.start, named[0].start) if named else clause.whole.start
        if any(words.search(document.text, before, at) for words in supposed):
            return "hypothetical"
    if clause.tense == "future" or (clause.form == "nominal" and _is_ahead(claim, when, document)):
        return "planned"
    return "hypothetical" if clause.modal in MIGHT else None


def _is_unreal(claim: Claim, text: str) -> bool:
    """Whether a deed is averted, feared or talked of, or an act is what somebody denies."""
    clause = claim.clause
    if _DENIED.search(text, max(0, clause.whole.start - _DENIAL), clause.whole.start):
        return True
    if clause.modal in _OUGHT and claim.rule.type == "THREATEN" and "conditional" in claim.rule.if_:
        return True
    gerund = clause.form == "participle" and clause.verb.of(text).endswith("ing")
    if gerund and _PURPOSE.search(text, max(0, clause.group.start - _DENIAL), clause.group.start):
        return True
    if claim.rule.type not in _DEEDS:
        return False
    if clause.form == "nominal":
        return _AVERTED.search(text, max(0, clause.verb.start - _DENIAL), clause.verb.start) is not None
    return gerund and _TALKED_OF.search(text, max(0, clause.group.start - _DENIAL), clause.group.start) is not None


def _is_ahead(claim: Claim, when: When, document: Document) -> bool:
    """Whether an act named by a noun is still to come: by its adjective, for a contact by its day."""
    subject, published = claim.clause.subject, document.published.end
    if subject and re.search(r"\b(planned|upcoming|next)\b", subject.head):
        return True
    if claim.rule.type != "CONSULT" or when.start is None or published is None:
        return False
    return when.start >= published


def _governed_status(clause: Clause) -> Status | None:
    """What the governing word says of an act; an infinitive of mere purpose ("efforts to help") tells none."""
    if clause.governor in _PROPOSES:
        return "proposed"
    if clause.governor in REAL:
        return "happened"
    return "planned" if clause.governor in PLANS else None


def _is_past(claim: Claim, when: When, document: Document) -> bool:
    """Whether the act lies before this story's own news.

    So it does with a day more than three before publication, with words like "recently", in the pluperfect, in a clause
    that only sets the scene, and where a noun presupposes it ("after Oslo's warning"); a contact named by a noun is as
    often the news itself ("during their talks").
    """
    clause = claim.clause
    if when.end is not None and document.published.start is not None:
        return is_old(when, document)
    if clause.form == "nominal":
        if clause.subject and _FORMER.search(clause.subject.head):
            return True
        return claim.rule.type in (_DEEDS if document.issuer else _PRESUPPOSED)
    if _FORMERLY.search(clause.whole.of(document.text)) or _sets_the_scene(clause, document.text):
        return True
    perfect = clause.perfect and clause.form == "finite"
    return perfect and not document.issuer and (clause.tense == "past" or claim.rule.type in _DEEDS)


def _sets_the_scene(clause: Clause, text: str) -> bool:
    """Whether a past act is told only to say when something else was, or of whom: "after Oslo left", "which sank"."""
    if clause.form != "finite" or clause.tense != "past":
        return False
    before = text[max(0, clause.whole.start - 12) : clause.whole.start]
    between = text[clause.subject.span.end : clause.group.start] if clause.subject else ""
    return bool(_WHEN.search(before) or _WHICH.fullmatch(between))


def formerly(words: str) -> bool:
    """Whether words say by themselves that what they tell is not the news: "recently met", "had met"."""
    return bool(_FORMERLY.search(words) or _HAD.search(words) or re.match(r"(?:\S+\s+){0,3}recent\b", words))


def is_old(when: When, document: Document) -> bool:
    """Whether a day lies more than three before publication; no day is not old."""
    published = document.published.start
    return when.end is not None and published is not None and (published - when.end).days > 3


def when_of(clause: Clause, sentence: Span, dated: Sequence[Dated], document: Document) -> When:
    """The time expression nearest to the verb inside the clause, else the only one of its sentence."""
    first = bisect_left(dated, sentence.start, key=attrgetter("start"))
    last = bisect_left(dated, sentence.end, first, key=attrgetter("start"))
    text = document.text
    fitting = [
        d
        for d in dated[first:last]
        if _suits(d.when, clause, document) and not _names(d, clause, text) and not is_since(clause, d, text)
    ]
    own = [d for d in fitting if not _opens_next(clause, d, sentence, text)]
    inside = [d for d in own if clause.whole.start <= d.start and _reaches(clause, d, text)]
    if inside:
        return min(inside, key=lambda d: abs(d.start - clause.verb.end)).when
    front = [d for d in own if _FRONT.fullmatch(text, d.end, max(d.end, clause.whole.start))]
    alone = front[:1] or own
    if len(alone) == 1 and clause.form != "nominal":
        return alone[0].when
    return unknown_when(f"no time expression beside the verb in {document.id}")


# A time since when something holds: "since a call in March". A comma or a verb of its own ends what it rules.
_SINCE = re.compile(r"\bsince\b[^,;:()]*$", re.IGNORECASE)
_SINCE_REACH = 100


def is_since(clause: Clause, dated: Dated, text: str) -> bool:
    """Whether a time is only the one since when a verb's act or state holds; not so for a noun between the two."""
    since = _SINCE.search(text, max(0, dated.start - _SINCE_REACH), dated.start)
    return since is not None and not since.start() <= clause.verb.start < dated.start


# The words by which a time behind one clause opens the next: "met Lind in May, and on 3 June she met Omar".
_AND_ON = re.compile(r"\b(?:and|but|while|then)\s+(?:then\s+)?(?:(?:on|in|at|by|early|late)\s+)?(?:the\s+)?\W?$")
_LINK = r"(?:\]\([^\s)]*\))"  # the rest of a link whose words are the time
_GOES_ON = re.compile(rf"{_LINK}?,?\s+[\w'’]")
_SHORT, _CUT = 60, 10  # so far behind or before the end of a clause it may end; a link's address cuts the clause short
# What may stand between a time and the clause that it opens.
_FRONT = re.compile(rf"{_LINK}?,?\s+")


def _opens_next(clause: Clause, dated: Dated, sentence: Span, text: str) -> bool:
    """Whether a time stands between this clause and the subject of the next one."""
    if dated.start < clause.verb.end or dated.end >= sentence.end or clause.form == "nominal":
        return False
    behind = clause.whole.end - dated.end
    if not _AND_ON.search(text, max(0, dated.start - 20), dated.start) or not -_SHORT <= behind <= _CUT:
        return False
    return _GOES_ON.match(text, dated.end, sentence.end) is not None


# What makes a year a part of a name: "the 2018 agreement", "2018's law".
_YEAR = re.compile(r"(?:19|20)\d\d")
_NAMED = re.compile(r"\s+(?!and\b|or\b|to\b|in\b|on\b|at\b|by\b|with\b|when\b|after\b|that\b)[a-zA-Z]|['’]s\b")
_THE = re.compile(r"\b(?:the|that|its|their|his|her|under)\s+$", re.IGNORECASE)


def _names(dated: Dated, clause: Clause, text: str) -> bool:
    """Whether a year is only part of a name in the clause of a verb: "under the 2018 agreement"."""
    if clause.form == "nominal" or not _YEAR.fullmatch(text, dated.start, dated.end):
        return False
    return bool(_THE.search(text, max(0, dated.start - 8), dated.start) and _NAMED.match(text, dated.end))


def _suits(when: When, clause: Clause, document: Document) -> bool:
    """Whether a time may be that of a clause in this tense: what is told as past is not dated after publication."""
    published = document.published.start
    done = clause.tense == "past" or (clause.perfect and clause.tense == "present")
    if published is None or when.start is None or clause.form != "finite" or not done:
        return True
    return when.start <= published


_RIGHT_BEHIND = 25  # characters


def _reaches(clause: Clause, dated: Dated, text: str) -> bool:
    """Whether a time expression lies in the clause, or begins right behind it with no comma between."""
    end = clause.whole.end
    return dated.end <= end or (dated.start <= end + _RIGHT_BEHIND and not re.search(r"[,;:]", text[end : dated.start]))
