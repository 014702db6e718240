"""The states and territories: their codes and names, and that none is missing, against tables from outside.

`pycountry` (ISO 3166, pure Python) and `rigour` are checks from outside and no dependencies of Readout: without one of
them the tests that ask it are skipped.
"""

from types import ModuleType

import pytest

import own
from readout.codebook import Codebook
from readout.codebook.entries import State
from readout.codebook.lexicon import Lexicon

# Codes of the Correlates of War project for states of the system since 1990; ISO has other letters for these. All
# other states have the same letters in both. Names as keys would say no more: the ids are ISO's.
COW = {
    "AGO": "ANG", "ARE": "UAE", "ATG": "AAB", "AUS": "AUL", "AUT": "AUS", "BDI": "BUI", "BFA": "BFO", "BGD": "BNG",
    "BGR": "BUL", "BHR": "BAH", "BHS": "BHM", "BIH": "BOS", "BRB": "BAR", "BRN": "BRU", "BTN": "BHU", "BWA": "BOT",
    "CAF": "CEN", "CHE": "SWZ", "CIV": "CDI", "CMR": "CAO", "COD": "DRC", "COG": "CON", "CPV": "CAP", "CRI": "COS",
    "CZE": "CZR", "DEU": "GMY", "DNK": "DEN", "DZA": "ALG", "ESP": "SPN", "FJI": "FIJ", "FRA": "FRN", "GBR": "UKG",
    "GEO": "GRG", "GIN": "GUI", "GMB": "GAM", "GNQ": "EQG", "GRD": "GRN", "GTM": "GUA", "HND": "HON", "HRV": "CRO",
    "HTI": "HAI", "IDN": "INS", "IRL": "IRE", "ISL": "ICE", "KAZ": "KZK", "KGZ": "KYR", "KHM": "CAM", "KNA": "SKN",
    "KOR": "ROK", "KWT": "KUW", "LBN": "LEB", "LBY": "LIB", "LCA": "SLU", "LKA": "SRI", "LSO": "LES", "LTU": "LIT",
    "LVA": "LAT", "MAR": "MOR", "MCO": "MNC", "MDA": "MLD", "MDG": "MAG", "MDV": "MAD", "MHL": "MSI", "MKD": "MAC",
    "MMR": "MYA", "MNE": "MNG", "MNG": "MON", "MOZ": "MZM", "MRT": "MAA", "MUS": "MAS", "MWI": "MAW", "MYS": "MAL",
    "NER": "NIR", "NGA": "NIG", "NLD": "NTH", "NPL": "NEP", "NRU": "NAU", "NZL": "NEW", "OMN": "OMA", "PHL": "PHI",
    "PLW": "PAL", "PRT": "POR", "PRY": "PAR", "ROU": "ROM", "SDN": "SUD", "SGP": "SIN", "SLB": "SOL", "SLE": "SIE",
    "SLV": "SAL", "SMR": "SNM", "SRB": "YUG", "SVK": "SLO", "SVN": "SLV", "SWE": "SWD", "SWZ": "SWA", "SYC": "SEY",
    "TCD": "CHA", "TGO": "TOG", "THA": "THI", "TJK": "TAJ", "TLS": "ETM", "TTO": "TRI", "TWN": "TAW", "TZA": "TAZ",
    "URY": "URU", "VCT": "SVG", "VNM": "DRV", "VUT": "VAN", "ZAF": "SAF", "ZMB": "ZAM", "ZWE": "ZIM",
}  # fmt: skip
STATES = 195  # members of the system of states as the project counts them in 2016, Kosovo and Taiwan with them
# States of the past that have no two letters; ISO gives them four.
PAST = {"CSK": "cshh", "DDR": "dd", "SUN": "suhh", "YUG": "yucs"}
# States of the past that rigour has not; the first two have three letters of ISO, the others letters of the project.
LONG_PAST = frozenset(("VDR", "YMD", "RVN", "YAR"))
# Names of ISO that news use otherwise: bare "Congo" is the larger one, these islands are named after the state.
OTHERWISE = frozenset(("Congo", "Virgin Islands of the United States"))
# "New Zealand" goes before nouns as it is; "Congolese" and "Dominican" are words of the neighbour's.
NO_ADJECTIVE = frozenset(("COG", "DMA", "NZL"))
OURS = {"XK": "KOS"}  # where ISO has set nothing and users differ
# What is no place of people that news speak of, or no place at all.
LEFT_OUT = frozenset("ac an cp cq cs csxx dg eu ic ip ta un zr zz".split())


@pytest.fixture(scope="module")
def book() -> Codebook:
    return own.book()


@pytest.fixture(scope="module")
def territories() -> ModuleType:
    module: ModuleType = pytest.importorskip("rigour.territories", reason="a check from outside, where it is installed")
    return module


def test_the_codes_of_the_correlates_of_war(book: Codebook) -> None:
    """Every state of the system has its letters, and those that are none have no letters."""
    given = {state.id: state.cow for state in book.states if state.cow is not None and state.id not in PAST}
    assert {id_: cow for id_, cow in given.items() if cow != COW.get(id_, id_)} == {}
    assert COW.keys() - given.keys() == set()
    assert len(given) == STATES
    assert len(set(given.values())) == STATES


def test_the_codes_have_their_shape(book: Codebook) -> None:
    for state in book.states:
        assert state.id.isupper()
        assert len(state.id) == 3
        assert state.iso2 is None or (len(state.iso2) == 2 and state.iso2.isupper())
        assert (state.iso2 is None) == (state.id in PAST.keys() | LONG_PAST)


@pytest.fixture(scope="module")
def iso() -> ModuleType:
    module: ModuleType = pytest.importorskip("pycountry", reason="a check from outside, where it is installed")
    return module


def test_every_code_of_iso_has_its_state(book: Codebook, iso: ModuleType) -> None:
    """All codes of ISO 3166-1, with two letters and with three."""
    given = {state.id: state.iso2 for state in book.states}
    listed = {country.alpha_3: country.alpha_2 for country in iso.countries}
    peopled = {three: two for three, two in listed.items() if two.lower() not in LEFT_OUT}
    assert {three: two for three, two in peopled.items() if given.get(three) != two} == {}
    past = {country.alpha_3 for country in iso.historic_countries}
    assert given.keys() - listed.keys() - past == {"RVN", "YAR", "XKX"} & given.keys() | {OURS["XK"]} & given.keys()


def test_every_name_of_iso_means_its_state(book: Codebook, iso: ModuleType) -> None:
    """The short, common and official names lead to their state, or to a weak name of it."""
    lexicon = Lexicon.of(book)
    missed = {}
    for country in iso.countries:
        kinds = ("name", "common_name", "official_name")
        names = [str(getattr(country, kind)) for kind in kinds if getattr(country, kind, None)]
        for name in names:
            head, _, before = name.partition(", ")
            plainly = f"{before} {head}" if before.endswith("of") else head
            meant = {entry.id for hit in lexicon.find(plainly) for entry in hit.entries if isinstance(entry, State)}
            if meant and country.alpha_3 not in meant and name not in OTHERWISE:
                missed[name] = meant
        if not any(lexicon.find(name) for name in names):
            missed[country.name] = set()
    assert missed == {}


def test_every_people_has_a_word(book: Codebook) -> None:
    """Each state of the system has an adjective, and each adjective, people and capital leads to its state alone."""
    lexicon = Lexicon.of(book)
    without = {state.id for state in book.states if state.cow is not None and not state.adjectives}
    assert without == NO_ADJECTIVE
    for state in book.states:
        for word in (*state.adjectives, *state.people, *state.capital):
            hits = [hit for hit in lexicon.find(word) if hit.end - hit.start == len(word)]
            assert [entry.id for hit in hits for entry in hit.entries if isinstance(entry, State)][:1] == [state.id], (
                word
            )


def test_no_territory_is_missing(book: Codebook, territories: ModuleType) -> None:
    """Every country code of rigour without a region's suffix has its entry."""
    held = {(state.iso2 or "").lower() for state in book.states} | {PAST[id_] for id_ in PAST}
    codes = {entry.code: entry.name for entry in territories.get_territories() if "-" not in entry.code}
    assert {code: name for code, name in codes.items() if code not in held | LEFT_OUT} == {}


def test_names_and_codes_agree(book: Codebook, territories: ModuleType) -> None:
    """The two and three letters belong together, and the usual name is one of ours."""
    for state in book.states:
        if state.id in LONG_PAST:
            continue
        entry = territories.get_territory(PAST.get(state.id, (state.iso2 or "").lower()))
        assert entry is not None, state
        assert OURS.get(state.iso2 or "", (entry.alpha3 or "").upper()) == state.id
        ours = {state.name, *state.names, *state.weak}
        found = territories.get_territory(territories.lookup_territory(state.name).code)
        assert entry.name in ours or found.code == entry.code, (entry.name, sorted(ours))
