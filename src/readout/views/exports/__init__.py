"""A reading in the formats of others: tables, event data sets, linked data, a dossier; see `docs/exports.md`."""

from readout.views.exports.codes import Codes
from readout.views.exports.formats import FORMATS, Asked, export
from readout.views.exports.made import Made
from readout.views.exports.written import account_of, check_asked, put_out, shelf

__all__ = ["FORMATS", "Asked", "Codes", "Made", "account_of", "check_asked", "export", "put_out", "shelf"]
