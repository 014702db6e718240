"""The codebook: what Readout knows, as data. `load` reads and checks it, `compile_codebook` makes it ready to match."""

from readout.codebook.compiled import Compiled, compile_codebook
from readout.codebook.entries import Codebook
from readout.codebook.loading import fingerprint, load

__all__ = ["Codebook", "Compiled", "compile_codebook", "fingerprint", "load"]
