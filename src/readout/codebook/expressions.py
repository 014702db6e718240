"""Expressions that wait: of the hundreds that a codebook makes, a document asks for a few dozen."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property


class Expression:
    """A regular expression that is compiled when it is first used, for compiling takes longer than many a document.

    Its text must be known for right: made of escaped words, or checked when it was read. The methods are kept as they
    come from the compiled expression, so that a use costs no call more than there.

    >>> bool(Expression("travel ban|visas?").search("new visas"))
    True
    """

    def __init__(self, pattern: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self.pattern = pattern
        self.flags = flags

    def __reduce__(self) -> tuple[type["Expression"], tuple[str, re.RegexFlag]]:
        """Another process is sent the text, and compiles it where it needs to."""
        return Expression, (self.pattern, self.flags)

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The expression itself."""
        return re.compile(self.pattern, self.flags)

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        """As of `re.Pattern`."""
        return self.compiled.search

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        """As of `re.Pattern`."""
        return self.compiled.match

    @cached_property
    def fullmatch(self) -> Callable[..., re.Match[str] | None]:
        """As of `re.Pattern`."""
        return self.compiled.fullmatch

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        """As of `re.Pattern`."""
        return self.compiled.finditer
