"""The codebook: what Readout knows, as data. `load` reads and checks it, `compile_codebook` makes it ready to match.

`open_codebook` does both.
"""

from readout.codebook.compiled import Compiled, compile_codebook, open_codebook
from readout.codebook.entries import Codebook
from readout.codebook.loading import fingerprint, load

__all__ = ["Codebook", "Compiled", "compile_codebook", "fingerprint", "load", "open_codebook"]
