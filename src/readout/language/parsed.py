"""Clauses from the parse of an installed spaCy pipeline: `--language spacy:en_core_web_sm`.

spaCy is never required. What is used of a parse is what every token of it has: its place, lemma, tags, relation and
head; the labels are those of spaCy's English pipelines, with those of Universal Dependencies beside them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from readout.codebook.compiled import Compiled
from readout.errors import BadSource
from readout.language.clause import Clause, ClauseForm, Language, Role, Tense
from readout.language.rules import Rules
from readout.records import Mention, Span

_PREFIX = "spacy:"
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "nsubj:pass", "csubj"})
_OBJECTS = frozenset({"dobj", "obj", "attr", "dative", "iobj"})
_PASSIVE = frozenset({"auxpass", "aux:pass", "nsubjpass", "nsubj:pass"})
_CLAUSAL = frozenset({"relcl", "acl", "acl:relcl", "advcl", "ccomp", "xcomp", "conj", "parataxis"})
_JOINED = frozenset({"conj", "appos"})
_OWNING = frozenset({"poss", "nmod:poss", "amod", "compound", "nmod"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})


class Word(Protocol):
    """A token of a parse, as spaCy gives it."""

    i: int
    idx: int
    text: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str

    @property
    def head(self) -> "Word":
        """The token that this one depends on; itself for the root."""
        ...


Parse = Callable[[str], Iterable[Word]]


def backend(name: str, rules: Compiled) -> Language:
    """The backend of this name: "rules", or "spacy:" and the name of an installed pipeline."""
    if name == Rules.name:
        return Rules(rules)
    if name.startswith(_PREFIX):
        return Parsed(name, _pipeline(name.removeprefix(_PREFIX)))
    option = f"--language {name}"
    raise BadSource(option, "no such language backend", "rules, or spacy:NAME for an installed spaCy pipeline")


def _pipeline(name: str) -> Parse:
    """A loaded spaCy pipeline. Raises `BadSource` where spaCy or the pipeline is not installed."""
    option = f"--language {_PREFIX}{name}"
    try:
        import spacy  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 - heavy, and never required
    except ImportError as error:
        raise BadSource(option, "spaCy is not installed", "pip install spacy, or use --language rules") from error
    try:
        pipeline: Parse = spacy.load(name)
    except OSError as error:
        raise BadSource(option, "this pipeline is not installed", f"python -m spacy download {name}") from error
    return pipeline


class Parsed:
    """The backend that reads clauses off a parse."""

    def __init__(self, name: str, parse: Parse) -> None:
        self.name = name
        self._parse = parse

    def clauses(
        self, text: str, sentence: Span, mentions: Sequence[Mention], nouns: frozenset[str] = frozenset()
    ) -> tuple[Clause, ...]:
        """The clauses of one sentence in order of their verbs, then the noun phrases whose head is one of `nouns`."""
        tree = _Tree.of(self._parse(sentence.of(text)), sentence.start, mentions)
        verbs = [word for word in tree.words if _is_verb(word)]
        places = {verb.i: n for n, verb in enumerate(verbs)}
        verbal = [_clause(tree, verb, places) for verb in verbs]
        heads = [word for word in tree.words if word.text.lower() in nouns and word.i not in places]
        return (*verbal, *(_nominal(tree, word) for word in heads if tree.mention(word) is None))


@dataclass(frozen=True, slots=True)
class _Tree:
    """The words of a sentence, their children in order, and the mentions that they belong to."""

    words: tuple[Word, ...]
    children: Mapping[int, Sequence[Word]]
    start: int
    mentions: tuple[Mention, ...]

    @classmethod
    def of(cls, parse: Iterable[Word], start: int, mentions: Sequence[Mention]) -> "_Tree":
        words = tuple(parse)
        children: defaultdict[int, list[Word]] = defaultdict(list)
        for word in words:
            if word.head.i != word.i:
                children[word.head.i].append(word)
        return cls(words, children, start, tuple(mentions))

    def span(self, word: Word) -> Span:
        """The place of a word in the document."""
        return Span(self.start + word.idx, self.start + word.idx + len(word.text))

    def mention(self, word: Word) -> Mention | None:
        """The mention that a word is part of."""
        return next((mention for mention in self.mentions if mention.span.meets(self.span(word))), None)

    def below(self, word: Word, *, without: frozenset[str] = frozenset()) -> Iterator[Word]:
        """A word and what depends on it, in order of place; branches of the relations in `without` are left out."""
        found = [word]
        for child in self.children.get(word.i, ()):
            if child.dep_ not in without:
                found += self.below(child, without=without)
        yield from sorted(found, key=lambda one: one.i)

    def stretch(self, words: Iterable[Word]) -> Span:
        """From the first to the last of some words."""
        spans = [self.span(word) for word in words if word.pos_ != "PUNCT"]
        return Span(min(span.start for span in spans), max(span.end for span in spans))


def _is_verb(word: Word) -> bool:
    return word.pos_ == "VERB" or (word.pos_ == "AUX" and not word.dep_.startswith(("aux", "cop")))


# ---- verbs -----------------------------------------------------------------------------------------------------------
def _clause(tree: _Tree, verb: Word, places: Mapping[int, int]) -> Clause:
    """The clause of one verb, its roles read off the verb's children."""
    children = tree.children.get(verb.i, ())
    helpers = [child for child in children if child.dep_ in {"aux", "auxpass", "aux:pass", "neg"}]
    form, tense, modal = _mood(verb, helpers)
    head = _subject_of(tree, verb)
    subject = _role(tree, head) if head is not None else None
    obj = next((child for child in children if child.dep_ in _OBJECTS), None)
    tail = [word for word in tree.below(verb, without=_CLAUSAL - {"ccomp", "xcomp"}) if word.i > verb.i]
    own, group = tree.span(verb), tree.stretch([*helpers, verb])
    end = max([own.end, *(tree.span(word).end for word in tail if word.pos_ != "PUNCT")])
    start = min(group.start, subject.span.start if subject else group.start)
    governor = verb.head if verb.dep_ in {"xcomp", "advcl", "conj", "acl"} and verb.head.i != verb.i else None
    return Clause(
        verb.lemma_.lower(), form, own, group, Span(own.end, end), Span(start, end), tense,
        passive=any(child.dep_ in _PASSIVE for child in children) or (form == "participle" and verb.tag_ == "VBN"),
        negated=any(word.dep_ == "neg" or word.text.lower() in {"not", "n't", "never"} for word in children),
        perfect=any(word.lemma_ == "have" for word in helpers), modal=modal,
        conditional=any(child.dep_ == "mark" and child.text.lower() in {"if", "unless"} for child in children),
        asked=any(child.dep_ == "mark" and child.text.lower() == "whether" for child in children),
        subject=subject, object=_role(tree, obj) if obj is not None else None, obliques=tuple(_phrases(tree, verb)),
        governor=governor.lemma_.lower() if governor and verb.dep_ != "conj" else None,
        governed_by=places.get(governor.i) if governor else None,
    )  # fmt: skip


def _mood(verb: Word, helpers: Sequence[Word]) -> tuple[ClauseForm, Tense, str | None]:
    """The form of a verb with its helpers, its tense, and its modal verb."""
    modal = next((word.text.lower() for word in helpers if word.tag_ == "MD"), None)
    if any(word.tag_ == "TO" for word in helpers):
        return "infinitive", "none", modal
    finite = [word for word in helpers if word.tag_ in {"MD", "VBD", "VBZ", "VBP"}]
    if verb.tag_ in {"VBG", "VBN"} and not finite:
        return "participle", "none", modal
    if modal in {"will", "shall", "'ll"}:
        return "finite", "future", modal
    return "finite", "past" if "VBD" in {verb.tag_, *(word.tag_ for word in finite)} else "present", modal


def _subject_of(tree: _Tree, verb: Word) -> Word | None:
    """Who does it: the verb's own subject, what a relative pronoun stands for, or whose verb it shares."""
    own = next((child for child in tree.children.get(verb.i, ()) if child.dep_ in _SUBJECTS), None)
    if own is not None and not (own.text.lower() in _RELATIVE and verb.dep_ in {"relcl", "acl:relcl"}):
        return own
    if verb.dep_ in {"relcl", "acl", "acl:relcl"}:
        return verb.head
    if verb.dep_ not in {"xcomp", "advcl", "conj"} or verb.head.i == verb.i or not _is_verb(verb.head):
        return None
    children = tree.children.get(verb.head.i, ())
    controls = next((child for child in children if child.dep_ in _OBJECTS), None) if verb.dep_ == "xcomp" else None
    return controls or _subject_of(tree, verb.head)


# ---- nouns -----------------------------------------------------------------------------------------------------------
def _phrases(tree: _Tree, word: Word) -> Iterator[tuple[str, Role]]:
    """The prepositional phrases under a word, also those within its objects, in order of place."""
    for below in tree.below(word, without=_CLAUSAL):
        if below.dep_ in {"prep", "agent"}:
            inner = (child for child in tree.children.get(below.i, ()) if child.dep_ in {"pobj", "pcomp"})
            yield from ((below.text.lower(), _role(tree, child)) for child in inner)
        elif below.dep_ in {"obl", "obl:agent", "nmod"} and below.i != word.i:
            cases = (child for child in tree.children.get(below.i, ()) if child.dep_ == "case")
            yield from ((case.text.lower(), _role(tree, below)) for case in cases)


def _role(tree: _Tree, head: Word) -> Role:
    """The noun phrase of a head: who heads it with those joined to it, who owns it, who stands under prepositions."""
    heads: list[Mention] = []
    owners: list[Mention] = []
    inside: list[tuple[str, Mention]] = []
    for word in tree.below(head, without=_CLAUSAL - _JOINED):
        mention = tree.mention(word)
        if mention is None:
            continue
        preposition = _preposition(tree, word, head)
        if preposition not in {None, "of"}:
            inside.append((str(preposition), mention))
        elif preposition == "of" or (word.dep_ in _OWNING and mention is not tree.mention(head)):
            owners.append(mention)
        else:
            heads.append(mention)
    taken = set(heads)
    span = tree.stretch(tree.below(head, without=_CLAUSAL - _JOINED))
    return Role(
        span,
        tuple(dict.fromkeys(heads)),
        tuple(mention for mention in dict.fromkeys(owners) if mention not in taken),
        head.text.lower(),
        tuple(dict.fromkeys(pair for pair in inside if pair[1] not in taken)),
    )


def _preposition(tree: _Tree, word: Word, head: Word) -> str | None:
    """The nearest preposition between a word and the head of its phrase."""
    while word.i not in {head.i, word.head.i}:
        case = next((child.text.lower() for child in tree.children.get(word.i, ()) if child.dep_ == "case"), None)
        if word.dep_ in {"nmod", "obl"} and case:
            return case
        word = word.head
        if word.dep_ in {"prep", "agent"} and word.i != head.i:
            return word.text.lower()
    return None


def _nominal(tree: _Tree, noun: Word) -> Clause:
    """A noun that names an act as a clause: its owner or adjective is the subject, what follows its phrases."""
    before = [word for word in tree.below(noun, without=_CLAUSAL) if word.i < noun.i]
    owners = tuple(dict.fromkeys(mention for word in before if (mention := tree.mention(word)) is not None))
    modifiers = " ".join(word.text.lower() for word in before if tree.mention(word) is None)
    own, whole = tree.span(noun), tree.stretch(tree.below(noun, without=_CLAUSAL))
    subject = Role(Span(whole.start, own.end), owners, (), modifiers) if before else None
    return Clause(
        noun.text.lower(), "nominal", own, Span(whole.start, own.end), Span(own.end, max(own.end, whole.end)), whole,
        "none", negated=any(word.text.lower() == "no" for word in before), subject=subject,
        obliques=tuple(_phrases(tree, noun)),
    )  # fmt: skip
