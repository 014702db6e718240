"""Own sentences for each cause that made words mean the wrong actor: who is meant, or that nobody is."""

from datetime import date, timedelta

import pytest

import own
from readout.extract.actors import Knowledge, mentions
from readout.records import Actor, Block, Document, Mention, Span, Turn, When, content_id

# The day, a text, words in it (the last place where they stand), and what they mean: "name/state/sector", "?" for what
# is not told, several joined by " + ", nothing where they mean nobody.
Row = tuple[str, str, str, str]

BODIES: tuple[Row, ...] = (
    ("2019-04-02", "Canada sent military equipment to Latvia.", "military", ""),
    ("2019-04-02", "Ottawa bought government bonds, a Canadian broker said.", "government", ""),
    ("2016-02-09", "The Canadian minister praised the toughest sanctions regime ever.", "regime", ""),
    ("2016-02-09", "Norway guards the arms control regime.", "regime", ""),
    ("2019-04-02", "The Chilean military said that nobody was hurt.", "military", "?/CHL/MIL"),
    ("2014-05-02", "Chile's foreign ministry officials met on Friday. The foreign ministry gave no date.",
     "foreign ministry", "?/CHL/GOV"),
    ("2017-10-03", "Norwegian Foreign Minister Ine Eriksen Soreide said the government knew.", "government",
     "?/NOR/GOV"),
    ("2019-04-02", "Peru summoned the envoy. Peru closed the office, and the government gave no reason. Peru is calm.",
     "government", "?/PER/GOV"),
    ("2019-07-11", "Kenya's police said the road was closed.", "police", "?/KEN/COP"),
    ("2020-03-02", "Peru's Congress fears administration pressure, a Chilean judge wrote.", "administration", ""),
    ("2018-03-09", "Ethiopian Airlines will fly to Lima.", "Ethiopian", ""),
    ("2018-03-09", "Japan arrested the captain of a Chinese boat.", "captain", "?/?/?"),
    ("2018-03-09", "Peru's Board of Mines met. The Office of Peace Work said no more.",
     "Office of Peace Work", "?/?/?"),
)  # fmt: skip
TITLES: tuple[Row, ...] = (
    ("2006-02-21", "Peru waited. Farrukh Sattorov shut the folder. The Tajik energy minister left.", "Sattorov",
     "Farrukh Sattorov/TJK/GOV"),
    ("2006-02-21", "Farrukh Sattorov shut the folder. Indian officials left.", "Sattorov", ""),
    ("2006-02-21", "Peru's chief of staff and the Chilean premier's cook, Mara Quispe, left. Quispe laughed.", "Quispe",
     "Mara Quispe/?/?"),
    ("2021-05-12", "Qatari Deputy Prime Minister and Foreign Minister Jassim Al-Nuwairi rang at noon.", "Nuwairi",
     "Jassim Al-Nuwairi/QAT/GOV"),
    ("2021-05-12", "Deputy Prime Minister of Belgium and Minister of Finance Lars Odendael signed.", "Odendael",
     "Lars Odendael/BEL/GOV"),
    ("2012-09-22", "President Obama waved from the stairs, and first lady Michelle Obama spoke.", "President Obama",
     "Barack Obama/USA/GOV"),
    ("2012-09-22", "President Obama waved, and first lady Michelle Obama spoke. The president left.", "president",
     "Barack Obama/USA/GOV"),
    ("2012-11-02", "Susan Rice, the ambassador to the United Nations, wept for the U.S. ambassador to Libya.",
     "U.S. ambassador", "?/USA/GOV"),
    ("2012-11-02", "Mara Lindqvist, Sweden's ambassador to Peru, wrote. Sweden's ambassador to Chile did not.",
     "Sweden's ambassador", "?/SWE/GOV"),
    ("2012-11-02", "Sweden's ambassador to Peru, Mara Lindqvist, wrote. Sweden's ambassador to Peru waited.",
     "Sweden's ambassador", "Mara Lindqvist/SWE/GOV"),
    ("2014-08-14", "U.S. Secretary of State John Kerry travelled. The former secretary of state stayed at home.",
     "former secretary of state", "?/USA/ELI"),
    ("2017-03-22", "Rex Tillerson hosted David Miliband in Washington. The secretary of state spoke first.",
     "secretary of state", "Rex Tillerson/USA/GOV"),
    ("2003-03-12", "Serbia's government under Prime Minister Zoran Djindjic held.", "Prime Minister Zoran Djindjic",
     "Zoran Djindjic/SRB/GOV"),
    ("2013-04-09", "China's ambassador in Washington Wen Daoming said the door was open.", "Wen Daoming",
     "Wen Daoming/CHN/GOV"),
    ("2022-07-15", "The U.S. special envoy for Yemen, Ambassador Tim Calderwood, will travel.", "Calderwood",
     "Tim Calderwood/USA/GOV"),
    ("2000-10-18", "Col. Efosa Aigbogun, a Nigerian army spokesman, said all was calm.", "Aigbogun",
     "Efosa Aigbogun/NGA/MIL"),
    ("2019-06-02", "Ambassador Foundation opened the hall.", "Foundation", ""),
    ("2019-06-02", "The pact will hold, Officials Say.", "Say", ""),
    ("2012-06-02", "Officials in Amman met UN High Commissioner for Refugees Antonio Guterres.", "Antonio Guterres",
     "Antonio Guterres/UNHCR/UNHCR"),
    ("2022-06-02", "Turkish President Erdoğan flew home.", "Erdoğan", "Recep Tayyip Erdogan/TUR/GOV"),
    ("2021-10-02", "Latvian Foreign Minister Rinkēvičs answered in the afternoon.", "Rinkēvičs",
     "Edgars Rinkevics/LVA/GOV"),
    ("2021-01-05", "Georgia's secretary of state, Brad Fennimore, counted again.", "Fennimore",
     "Brad Fennimore/USA/GOV"),
    ("2003-11-24", "Georgia's president left by the gate.", "president", "?/GEO/GOV"),
)  # fmt: skip
NAMES: tuple[Row, ...] = (
    ("2016-07-29", "Most of those who came to Norway were Christian families.", "Christian", ""),
    ("2022-03-24", "Putin shrugged, diplomats in Oslo say.", "Putin", "Vladimir Putin/RUS/GOV"),
    ("2010-10-05", "The chairman added in French that the yuan was weak.", "French", ""),
    ("2010-10-05", "He said in Russian and English that Peru was wrong.", "Russian", ""),
    ("2010-10-05", "She wrote in Russian newspapers that Peru was wrong.", "Russian", "Russia/RUS/GOV"),
    ("2012-02-20", "Iran denies Western accusations and European claims.", "Western", ""),
    ("2012-02-20", "Iran denies Western accusations and European claims.", "European", ""),
    ("2022-05-06", "Aides told Canada that I'm late. I'm sorry, they said.", "I'm", ""),
    ("2022-05-06", "Okay, said the Canadian envoy. Okay was all that he said.", "Okay", ""),
    ("2014-09-05", "Half have fled, according to the UN's Vincent Aumont in Geneva.", "Vincent Aumont",
     "Vincent Aumont/UN/UN"),
    ("2019-04-04", "The deal is near, said Hui Tanaka, a strategist at Google.", "Tanaka", "Hui Tanaka/USA/BUS"),
    ("2019-04-04", "The deal is near, said Mara Lind, a lawyer in Oslo.", "Lind", "Mara Lind/NOR/CVL"),
    ("2013-12-10", "The bill came from Robert Hallam, D-N.J., who said it would pass.", "Hallam",
     "Robert Hallam/USA/LEG"),
)  # fmt: skip
MEMORY: tuple[Row, ...] = (
    ("2022-05-10", "Kuleba walked with the foreign ministers of the three Baltic states.", "of the three Baltic states",
     "Eva-Maria Liimets/EST/GOV + Edgars Rinkevics/LVA/GOV + Gabrielius Landsbergis/LTU/GOV"),
    ("2022-05-10", "The Gulf states rejected the map.", "Gulf states",
     "United Arab Emirates/ARE/? + Bahrain/BHR/? + Kuwait/KWT/? + Oman/OMN/? + Qatar/QAT/? + Saudi Arabia/SAU/?"),
    ("2022-05-10", "Peru and Chile wrote to the African Union. The three countries share it.", "three countries", ""),
    ("2022-05-10", "Lavrov praised German Chancellor Olaf Scholz, who said he was late.", "said he",
     "Olaf Scholz/DEU/GOV"),
    ("2022-05-10", "Spokesman Igor Lanko sat down. A farmer from the valley said he saw smoke.", "said he", ""),
    ("2022-05-10", "Gulf foreign ministers said no. The ministers said little.", "ministers said little",
     "foreign ministers/?/?"),
    ("2022-05-10", "At a lunch with Scholz, President Biden praised it. He asked for more.", "He", "Joe Biden/USA/GOV"),
    ("2022-05-10", "NATO member Turkey said it would wait.", "said it", "Turkey/TUR/GOV"),
    ("2022-05-10", "Peru opened a bridge. It would be up to Chile to pay.", "It would", ""),
    ("2022-05-10", "Macron met Modi. Chile sells copper to Peru, and both sides want more.", "both sides",
     "Chile/CHL/GOV + Peru/PER/GOV"),
    ("2022-05-10", "More than 90 military exercises took place with Peru.", "military", ""),
    ("2022-05-10", "The local government in Cusco paid the choir of Peru.", "government", ""),
    ("2022-05-10", "Chilean military operations in the Andes went on.", "Chilean military", "Chile/CHL/GOV"),
    ("2022-05-10", "Moussa Faki Mahamat spoke. The African Union chairperson sang.", "African Union chairperson",
     "?/AU/AU"),
    ("2016-11-11", "The Taliban took the town. The group said it had lost nobody.", "group", "Taliban/Taliban/REB"),
    ("2016-11-11", "The Taliban took the town. The movement's spokesman, Zabi Noorzai, spoke by telephone.", "Noorzai",
     "Zabi Noorzai/Taliban/REB"),
    ("2016-11-11", "The Taliban took the town. The group of seven hostages is free.", "group", ""),
    ("2009-10-10", "Turkey's Ahmet Davutoglu and Armenia's Edward Nalbandian signed. The pair left in silence.",
     "pair", "Ahmet Davutoglu/TUR/GOV + Edward Nalbandian/ARM/GOV"),
    ("2009-10-10", "Turkey's Ahmet Davutoglu and Armenia's Edward Nalbandian signed. The two agreed to meet.",
     "two", "Ahmet Davutoglu/TUR/GOV + Edward Nalbandian/ARM/GOV"),
    ("2009-10-10", "Turkey's Ahmet Davutoglu and Armenia's Edward Nalbandian signed. The two-page text is short.",
     "two", ""),
    ("2013-03-04", "Secretary of State John Kerry sent other signals. He confirmed the plan.", "He",
     "John Kerry/USA/GOV"),
    ("2020-06-03", "President Donald Trump rang. Indian Prime Minister Narendra Modi's office said he was pleased.",
     "he", "Narendra Modi/IND/GOV"),
    ("2007-09-19", "U.S. car makers told Reuters that both sides were tired.", "both sides", ""),
    ("2003-02-19", "The Turkish parliament would vote on Friday. It met behind closed doors.", "It", "?/TUR/LEG"),
    ("2003-02-19", "The Turkish parliament would vote on Friday. It was late.", "It", ""),
    ("2021-10-30", "U.S. Ambassador Mara Holt and U.S. General Sven Dahl flew out. In Niamey, they met a general.",
     "they", "Mara Holt/USA/GOV + Sven Dahl/USA/MIL"),
    ("2019-11-20", "The Taliban lost. Nobody came. No one asked. All was calm, said spokesman Vijay Herathge.",
     "Herathge", "Vijay Herathge/?/?"),
    ("2022-03-22", "China denied the sale today. Defence ministry spokesman Ren Guodong spoke.", "Guodong",
     "Ren Guodong/CHN/MIL"),
)  # fmt: skip
ROYALS: tuple[Row, ...] = (
    ("2018-11-02", "In Oslo, Mrs. May signed. Later May said the tunnel would open.", "May", "Theresa May/GBR/GOV"),
    ("2018-11-02", "Norway signed in May and has kept the tunnel open since.", "May", ""),
    ("2018-11-02", "King Abdullah II of Jordan rose. King Abdullah left.", "King Abdullah", "Abdullah II/JOR/GOV"),
    ("2018-11-02", "Sultan Qaboos sent dates to Bergen.", "Sultan Qaboos", "Qaboos bin Said/OMN/GOV"),
    ("2018-11-02", "Morocco sent dates to Bergen. The kingdom said nothing of figs.", "The kingdom", "Morocco/MAR/GOV"),
    ("2018-11-02", "Peru sent dates to Bergen. The kingdom said nothing of figs.", "The kingdom", ""),
    ("2018-11-02", "The Franco-German leaders wept.", "Franco-German leaders",
     "French leaders/FRA/GOV + German leaders/DEU/GOV"),
    ("2016-12-02", "The lamp went out. Trump, the president-elect, lit it.", "president-elect", "Donald Trump/USA/ELI"),
    ("2018-11-02", "Royal Bank of Canada lent him a crown.", "Bank of Canada", ""),
    ("2019-11-02", "Norway shut the pass. It is cold. The country said so.", "The country", "Norway/NOR/GOV"),
)  # fmt: skip
LISTS: tuple[Row, ...] = (
    ("2016-03-01", "The trade ministers of Togo, Komlan Agbeko, and Peru, Rosa Quispe, left early.", "Rosa Quispe",
     "Rosa Quispe/PER/GOV"),
    ("2016-03-01", "The trade ministers of Togo and Peru, Komlan Agbeko and Rosa Quispe, left.", "Komlan Agbeko",
     "Komlan Agbeko/TGO/GOV"),
    ("2016-03-01", "Togo's envoy, Komlan Agbeko, nodded, and Peru's, Rosa Quispe, did not.", "Rosa Quispe",
     "Rosa Quispe/PER/GOV"),
    ("2016-03-01", "Of the two drafts Peru's, Rosa Quispe said, was the longer one.", "Rosa Quispe", "Rosa Quispe/?/?"),
    ("2016-03-01", "Peru's envoy, Mara Soto, and her Kenyan and Omani counterparts, Asha Otieno and Salim Harthy, sat.",
     "Asha Otieno", "Asha Otieno/KEN/GOV"),
    ("2016-03-01", "Komlan Agbeko is Togo's new trade minister.", "Komlan Agbeko", "Komlan Agbeko/TGO/GOV"),
    ("2016-03-01", "Lind's Omani counterpart, Salim Harthy, rang. Mara Lind is Chile's trade minister.", "Salim Harthy",
     "Salim Harthy/OMN/GOV"),
)  # fmt: skip
RENOWN: tuple[Row, ...] = (
    ("2022-05-02", "Merkel said nothing.", "Merkel", "Angela Merkel/DEU/ELI"),
    ("2022-05-02", "Renzi said in Rome that the lira was gone.", "Renzi", "Matteo Renzi/ITA/ELI"),
    ("2022-05-02", "Fox News was first. Then Fox announced a series on Mexico.", "Fox", ""),
    ("2022-05-02", "A judge in Dakar recalled Roe v. Wade.", "Wade", ""),
    ("2019-12-02", "Bush fires burned near Perth.", "Bush", ""),
    ("2012-09-03", "Lakhdar Brahimi took up his post as UN envoy. The Algerian asked for time.", "The Algerian",
     "Lakhdar Brahimi/UN/?"),
    ("2012-09-03", "Mara Quispe left. The Peruvian said she was tired.", "The Peruvian", "Mara Quispe/PER/CVL"),
    ("2012-09-03", "Mara Quispe left. The French said no.", "French", "France/FRA/GOV"),
)  # fmt: skip
FACTIONS: tuple[Row, ...] = (
    ("2016-03-01", "The Peruvian opposition walked out.", "opposition", "?/PER/OPP"),
    ("2016-03-01", "Opposition parties in Togo walked out.", "Opposition parties", "?/TGO/OPP"),
    ("2016-03-01", "Peru's opposition to the ban is old.", "opposition", ""),
    ("2016-03-01", "There was opposition in Togo.", "opposition", ""),
    ("2016-03-01", "The White House's opposition is known in Lima.", "White House", "White House/USA/GOV"),
    ("2016-03-01", "Togo's opposition won, and the ruling party conceded.", "ruling party", "?/TGO/PTY"),
    ("2016-03-01", "The opposition smiled.", "opposition", ""),
)  # fmt: skip
RANKS: tuple[Row, ...] = (
    ("2016-03-01", "Major General won by a nose at the races.", "Major General", ""),
    ("2016-03-01", "King cobras were sold in Lima.", "King", ""),
    ("2016-03-01", "Mara King left Peru. King said she would be back.", "King", "Mara King/?/?"),
    ("2016-03-01", "Togo's army lost a post. Governor Kossi Agbeko shut the road.", "Kossi Agbeko",
     "Kossi Agbeko/TGO/GOV"),
    ("2012-12-12", "The president of Egypt's high court met no one.", "president", "?/EGY/?"),
    ("2016-03-01", "Brazil's Dilma Rousseff waited. Her brother Igor Rousseff did not.", "Igor Rousseff",
     "Igor Rousseff/BRA/CVL"),
)  # fmt: skip
RELEASES: tuple[Row, ...] = (
    ("2022-05-10", "Khalid bin Salman Al Khalifa opened a school.", "Khalid", "Khalid bin Salman Al Khalifa/?/?"),
    ("2022-11-10", "Prince Khalid bin Salman bin Abdulaziz Al Saud, Minister of Defense, rang.", "Minister",
     "Khalid bin Salman/SAU/MIL"),
    ("2022-05-10", "Sayyid Badr bin Hamad bin Hamood Al Busaidi left at noon.", "Badr", "Badr al-Busaidi/OMN/GOV"),
    ("2024-10-02", "The Deputy Prime Minister and Foreign Minister, Senator Mohammad Ishaq Dar opened a mill.",
     "Deputy", "Ishaq Dar/PAK/GOV"),
    ("2019-05-05", "Peru's central bank waited. The bank's governor, Ali Toro, did not.", "Ali Toro",
     "Ali Toro/PER/?"),
    ("2019-05-05", "Peru's president waited. The lender bought mills. The bank's chairman, Ali Toro, sold one.",
     "Ali Toro", "Ali Toro/?/?"),
    ("2004-03-03", "Tony Blair spoke. In Lima, the government did not.", "government", "?/PER/GOV"),
    ("2017-09-09", "Rex Tillerson rang Sergey Lavrov. Fishermen and farmers have closed the port. They want fuel.",
     "They", ""),
    ("2017-09-09", "Rex Tillerson rang Sergey Lavrov. Talks have stalled. They want a pause.", "They",
     "Rex Tillerson/USA/GOV + Sergey Lavrov/RUS/GOV"),
    ("2017-09-09", "The envoy of Peru had met Sergey Lavrov. They drank tea.", "They",
     "?/PER/GOV + Sergey Lavrov/RUS/GOV"),
    ("2014-02-03", "Shinzo Abe opened a mill. Also present was Fumio Kishida. He sang.", "He", "Shinzo Abe/JPN/GOV"),
)  # fmt: skip


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return own.knowledge()


def _read(day: str, text: str, knowledge: Knowledge) -> tuple[Mention, ...]:
    start = date.fromisoformat(day)
    when = When(start, start + timedelta(days=1), "day", "metadata")
    return mentions(Document(content_id("case", text), text, (Block("paragraph", 0, len(text)),), when), knowledge)


def _short(actor: Actor, wanted: str) -> str:
    """An actor as the table writes it, with "?" where the table does."""
    name, state, sector = (actor.name or "?"), (actor.state or "?"), (actor.code or "?").split(":")[-1]
    asked = wanted.split("/")
    name = "?" if asked[0] == "?" else name
    return "/".join((name, state, sector if asked[2] != "?" else "?"))


@pytest.mark.parametrize(
    "row",
    [*BODIES, *TITLES, *NAMES, *MEMORY, *ROYALS, *LISTS, *RENOWN, *FACTIONS, *RANKS, *RELEASES],
    ids=lambda row: f"{row[2]}: {row[1][:50]}",
)
def test_words_mean_whom_they_should(row: Row, knowledge: Knowledge) -> None:
    day, text, words, wanted = row
    at = text.rindex(words)
    span = Span(at, at + len(words))
    over = [item for item in _read(day, text, knowledge) if item.start < span.end and span.start < item.end]
    told = [actor for item in over for actor in item.actors if actor.kind != "unknown" or wanted]
    expected = wanted.split(" + ") if wanted else []
    asked = expected if len(expected) == len(told) else ["?//"] * len(told)
    assert [_short(actor, one) for actor, one in zip(told, asked, strict=True)] == expected


def _transcript() -> tuple[Document, str]:
    """Two presidents before the press: a release of the United States with three turns."""
    turns = (
        ("PRESIDENT BIDEN", "Mr. President, welcome. We are friends."),
        ("PRESIDENT WIDODO", "Thank you, Mr. President. We have prepared a plan."),
        (None, "Mr. President, why do we not see it?"),
    )
    text, made = "", []
    for speaker, words in turns:
        head = speaker or "Q"
        start = len(text)
        text += f"{head}: {words}\n\n"
        inner = Span(start + len(head) + 2, len(text) - 2)
        kind = "speech" if speaker else "question"
        made.append(Turn(kind, Span(start, start + len(head)), inner, speaker))  # type: ignore[arg-type]
    blocks = tuple(Block("paragraph", turn.head.start, turn.words.end) for turn in made)
    when = When(date(2022, 11, 14), date(2022, 11, 15), "day", "metadata")
    document = Document(content_id("case", text), text, blocks, when, issuer="USA", office="White House",
                        turns=tuple(made))  # fmt: skip
    return document, text


def test_in_a_transcript_we_is_who_speaks(knowledge: Knowledge) -> None:
    document, text = _transcript()
    found = mentions(document, knowledge)
    ours = [item.actors[0].state for item in found if text[item.start : item.end].lower() == "we"]
    assert ours == ["USA", "IDN"]


def test_who_is_addressed_does_not_speak(knowledge: Knowledge) -> None:
    document, text = _transcript()
    found = mentions(document, knowledge)
    addressed = [item for item in found if text[item.start : item.end] == "President"]
    assert [item.actors[0].state for item in addressed][1:2] == ["USA"]


@pytest.mark.parametrize(("issuer", "name"), [("UN", "Antonio Guterres"), ("NATO", "Jens Stoltenberg")])
def test_the_secretary_general_of_a_release_is_its_issuer_s(issuer: str, name: str, knowledge: Knowledge) -> None:
    text = "The Secretary-General met with President Alar Karis. They spoke of the sea."
    when = When(date(2022, 5, 10), date(2022, 5, 11), "day", "metadata")
    document = Document("u", text, (Block("paragraph", 0, len(text)),), when, issuer=issuer)
    told = [tuple(actor.name for actor in item.actors) for item in mentions(document, knowledge)]
    assert told == [(name,), ("Alar Karis",), (name, "Alar Karis")]
