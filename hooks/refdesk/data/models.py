"""Typed models of the data files: what an entry may hold, and of which type.

The description of a field stands in the published schemas and beside the column of the published
table.
"""

from __future__ import annotations

import inspect
import re
from pathlib import PurePath
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from refdesk.data.chart_kinds import ChartKind, KindName, chart_kind
from refdesk.data.fields import (
    Address,
    Cells,
    Chinese,
    Code,
    Date,
    Day,
    Digest,
    Doi,
    Expression,
    Id,
    Inline,
    LanguageCode,
    Mark,
    Page,
    PagePath,
    PastDate,
    PastDay,
    Pinyin,
    Place,
    Text,
    Title,
    ValuePath,
)
from refdesk.files.language import Language
from refdesk.files.references import plain_text
from refdesk.files.yaml import YamlPath
from refdesk.html.text import HAN


class Record(BaseModel):
    """An entry of a data file: unknown fields are refused, text is never guessed from numbers."""

    # A model is built when a file asks for it.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


ENTRY_FILES: dict[str, type[Entry]] = {}  # name of a data file -> the model of its entries


class Entry(Record):
    """A record with an id of its own.

    A subclass names the file below docs/data that holds such entries, and the title of the table
    that is published of them. Without a table, they say how things are shown, found or where they
    went, or have formats of their own.
    """

    data_name: ClassVar[str]
    data_path: ClassVar[str]
    table_title: ClassVar[str]

    id: Id = Field(description="Names the entry; no other entry of the file has the same id")

    def __init_subclass__(cls, *, file: str = "", name: str = "", table: str = "") -> None:
        super().__init_subclass__()
        cls.data_name, cls.data_path, cls.table_title = name or PurePath(file).stem, file, table
        if file:
            ENTRY_FILES[cls.data_name] = cls

    @classmethod
    def described(cls) -> str:
        """Return what an entry is, as its model says."""
        return (inspect.getdoc(cls) or "").partition("\n\n")[0]


class Name(Record):
    """A name as CSL writes it: in two parts, or literal."""

    literal: Text | None = Field(default=None, description="The name in one part, as of a body")
    family: Text | None = Field(default=None, description="The family name")
    given: Text | None = Field(default=None, description="The given name")

    @model_validator(mode="after")
    def _names_someone(self) -> Name:
        if self.literal is None and self.family is None:
            raise ValueError("a name has the field 'literal' or 'family'")
        return self

    def __str__(self) -> str:
        if self.family and HAN.match(self.family):  # the family name stands first, without a space
            return f"{self.family}{self.given or ''}"
        return self.literal or " ".join(part for part in (self.given, self.family) if part)


class SourceExtra(Record):
    """What CSL has no field for."""

    kind: Literal["official", "statistics", "state-media", "media", "scholarly", "analysis"] = (
        Field(description="State media are outlets that a state or a ruling party owns")
    )
    gloss: Text | None = Field(
        default=None, description="The title in English; a title in English needs none"
    )
    title_note: Literal["described", "from-address", "translated"] | None = Field(
        default=None,
        alias="title-note",
        description="The title was read from the address, describes the text, or was read in "
        "English",
    )
    read: Literal["original", "copy", "excerpt", "dataset"] = Field(
        description="How the text was read; an excerpt is the beginning or the abstract alone"
    )
    copy_at: Text | None = Field(
        default=None,
        alias="copy-at",
        validate_default=True,
        description="Who keeps the copy that was read",
    )
    copy_url: Address | None = Field(
        default=None,
        alias="copy-url",
        description="The address of that copy, where one may be linked",
    )
    weak: Literal["excerpt", "anonymous", "rewritten", "copy"] | None = Field(
        default=None, description="Why nothing rests on the source alone"
    )

    @field_validator("copy_at")
    @classmethod
    def _names_the_keeper(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None and info.data.get("read") == "copy":
            raise ValueError("a copy is kept by someone: say whose it is in copy-at")
        return value


class Source(Entry, file="sources.yml"):
    """A source in CSL: who published what, when, where, and where a copy is kept."""

    type: Literal[
        "article-newspaper",
        "article-journal",
        "document",
        "report",
        "webpage",
        "book",
        "chapter",
        "dataset",
    ] = Field(description="What the source is, in the words of CSL")
    title: Text = Field(description="The title as published, in its own script")
    author: list[Name] = Field(default=[], description="Who wrote it")
    editor: list[Name] = Field(
        default=[], description="Who edited it, or the book that it stands in"
    )
    publisher: Text = Field(
        description="Who is responsible for the text, also where a copy was read"
    )
    container_title: Text | None = Field(
        default=None, alias="container-title", description="Where the text stands"
    )
    volume: Expression | None = Field(default=None, description="The volume of a journal")
    issue: Expression | None = Field(default=None, description="The issue of a journal")
    page: Expression | None = Field(default=None, description="The pages of the text")
    issued: PastDate | None = Field(
        default=None, description="The year, month or day of publication"
    )
    accessed: PastDate = Field(description="The day on which the text was read")
    language: LanguageCode = Field(description="The code of its language, such as en or zh")
    url: Address | None = Field(
        default=None, alias="URL", description="The address of the publisher, or of the text"
    )
    doi: Doi | None = Field(
        default=None, alias="DOI", description="The DOI, without an address before it"
    )
    archive: Text | None = Field(default=None, description="Who keeps an archived copy")
    archive_location: Address | None = Field(
        default=None, validate_default=True, description="Its address"
    )
    custom: SourceExtra = Field(description="What CSL has no field for")

    @property
    def address(self) -> str | None:
        """Return where a reader finds the text: the address of the publisher or of the text, or
        else that of a copy.
        """
        return self.url or self.custom.copy_url

    @field_validator("issued", "accessed")
    @classmethod
    def _in_order(cls, value: str | None, info: ValidationInfo) -> str | None:
        issued = info.data.get("issued")  # of 'accessed' alone: fields are checked in their order
        digits = min(len(value or ""), len(issued or ""))
        if value is not None and issued is not None and value[:digits] < issued[:digits]:
            raise ValueError(f"read on {value}, before it was published on {issued}")
        return value

    @field_validator("archive_location")
    @classmethod
    def _of_the_archive(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None and info.data.get("archive") is not None:
            raise ValueError("a copy in an archive has an address: add it, or remove 'archive'")
        return value


class SeenAddress(Entry, file="addresses_seen.yml"):
    """What a program found of the address of a source; the id is that of the source."""

    address: Address = Field(description="The address that was asked for")
    asked: Date = Field(description="The last day on which it was asked for")
    seen: Date | None = Field(default=None, description="The last day on which the text was there")
    titled: bool = Field(
        default=False, description="Whether the page had the title of the source on that day"
    )
    gone: Date | None = Field(
        default=None, description="The day since which there is no such page, or another one"
    )
    looked: Date | None = Field(
        default=None, description="The last day on which a web archive was asked for a copy"
    )
    archived: Address | None = Field(
        default=None, description="The copy in a web archive nearest to the day of reading"
    )
    archived_on: Date | None = Field(default=None, description="The day of that copy")


class Term(Entry, file="glossary.yml", table="Glossary"):
    """A term, in English and in Chinese, and what it means."""

    en: Title = Field(description="The preferred English")
    zh: Chinese = Field(description="The Chinese, in simplified characters")
    pinyin: Pinyin = Field(description="The pronunciation of the Chinese, with tone marks")
    aliases: list[Title] = Field(default=[], description="Other names, in English or Chinese")
    definition: Inline = Field(description="What the term means here")


class Paradigm(Entry, file="paradigms.yml", table="Two modes of innovation compared"):
    """A row of the comparison of the two modes of innovation."""

    feature: Text = Field(description="What is compared")
    applied: Inline = Field(
        description="How it is in scaling and applied innovation, from 1 to 100"
    )
    basic: Inline = Field(
        description="How it is in original innovation from basic research, from 0 to 1"
    )
    origin: Literal["report", "record"] = Field(
        description="Whether the founding report has the row, or the record"
    )


class Claim(Entry, file="claims.yml", table="Claims of the founding report"):
    """A claim of the founding report, held against the record."""

    section: Text = Field(description="The part of the founding report that makes the claim")
    claim: Inline = Field(description="What the founding report says")
    verdict: Literal["confirmed", "partly", "report-only", "conflicting"] = Field(
        description="How far the record bears it out"
    )
    record: Inline = Field(description="What the record says")
    not_found: Inline | None = Field(default=None, description="What was looked for and not found")


class Reach(Record):
    """The number of the data that settles a commitment, and what it must come to."""

    value: ValuePath = Field(description="The number: series/key of the row/column")
    at_least: float = Field(description="The least that it must come to, in its unit")


class Commitment(Entry, file="commitments.yml", table="Commitments, and what became of them"):
    """What a Chinese body or official promised for basic research or original innovation, and what
    came of it.
    """

    title: Title = Field(description="What was promised, in a few words")
    by: Text = Field(
        description="Who promised it, and in what: the plan, the law, the body, the person"
    )
    who: Literal[
        "centre", "ministries and institutes", "science foundation", "state firms", "provinces"
    ] = Field(
        description="Who is to keep it; the centre: Party, legislature, State Council, a plan "
        "of theirs"
    )
    place: Place | None = Field(
        default=None, description="The province-level unit that it is about"
    )
    made: Annotated[PastDate, Mark.ORDERED] = Field(
        description="The year, month or day on which it was made"
    )
    original: Text | None = Field(
        default=None, description="Its words in Chinese, where they were read"
    )
    words: Inline = Field(description="Its words in English, or what it says, with the source")
    due: Date | None = Field(
        default=None, description="By when; of a span its end, and nothing where none was named"
    )
    measure: Inline = Field(description="What would show that it was kept")
    reach: Reach | None = Field(default=None, description="The number that settles it, if one does")
    status: Literal["met", "missed", "dropped", "under way", "awaited", "not measurable"] = Field(
        description="What became of it; awaited: the date has passed and no result was found"
    )
    evidence: Inline = Field(
        description="What shows that, with the kind of the figures, and who says so"
    )
    look: Day | None = Field(
        default=None,
        validate_default=True,
        description="From when a result is to be looked for, while it is open",
    )

    @field_validator("look")
    @classmethod
    def _is_looked_for(cls, value: str | None, info: ValidationInfo) -> str | None:
        status = info.data.get("status")
        if value is None and status in {"under way", "awaited"}:
            raise ValueError(f"what is '{status}' is looked for again: say from when")
        return value


class Periodical(Entry, file="periodicals.yml", table="What is due"):
    """A publication that comes out again and again: the edition that the site uses, and when to
    look for the next.
    """

    title: Title = Field(description="What is published")
    edition: Inline = Field(description="The edition that the site uses, with its source")
    due: Annotated[Day, Mark.ORDERED] = Field(
        description="The day from which a newer edition is to be looked for"
    )
    looked: PastDay = Field(description="The day on which a newer edition was last looked for")
    found: Inline = Field(description="What was found then, and what was not")
    series: list[Annotated[Id, Mark.SERIES]] = Field(
        default=[], description="The series whose newest figures it gives"
    )


class Event(Entry, file="timeline.yml", table="Timeline of policy"):
    """A dated event of the policy timeline."""

    date: Annotated[PastDate, Mark.ORDERED] = Field(
        description="The year, month or day of the event"
    )
    kind: Literal[
        "law", "plan", "speech", "meeting", "institution", "budget", "programme", "report"
    ] = Field(description="What kind of event it is")
    title: Text = Field(description="What happened")
    zh: Text | None = Field(default=None, description="The Chinese name of the event or document")
    text: Inline = Field(description="What it was about")


class Control(Entry, file="export_controls.yml", table="Timeline of export controls"):
    """A dated step of the export-control timeline."""

    date: Annotated[PastDate, Mark.ORDERED] = Field(
        description="The year, month or day of the step"
    )
    by: Text = Field(description="Who took the step")
    kind: Literal["tightening", "easing", "suspension", "other"] = Field(
        description="What it did to the controls"
    )
    title: Text = Field(description="What was done")
    zh: Text | None = Field(default=None, description="The Chinese name of the measure")
    text: Inline = Field(description="What it was about")


class Shown(Record):
    """Something that Chinese makers were shown to have."""

    date: PastDate = Field(description="The year, month or day from which it is known")
    what: Inline = Field(description="What was shown, with its sources")
    said: Text = Field(description="Who says so; of a maker's own word that it is its own")
    tested: Text | None = Field(
        default=None, description="Who tested it; without it no test is named"
    )


class Technology(Entry, file="technologies.yml", table="Bottleneck technologies"):
    """A bottleneck technology: an item of the series of 2018, or what a page of the site is
    about.
    """

    en: Title = Field(description="The technology in English")
    zh: Chinese = Field(description="The technology in Chinese")
    pinyin: Pinyin = Field(description="The pronunciation of the Chinese, with tone marks")
    origin: Literal["series", "other"] = Field(
        description="Whether it is an item of the series of 2018, or another"
    )
    page: Page | None = Field(
        default=None, description="The page of the site about it, below docs/"
    )
    verdict: Literal["reversed", "narrowed", "open", "not known"] = Field(
        description="What became of the gap; open: it remains, not known: the record does not say"
    )
    text: Inline | None = Field(default=None, description="On what the verdict rests")
    missing: Inline | None = Field(default=None, description="What was missing in 2018")
    leaders: Inline | None = Field(default=None, description="Who leads the world")
    shown: list[Shown] = Field(
        default=[], description="What was shown since: date, what, who says so, who tested it"
    )
    dependence: Inline | None = Field(
        default=None, description="How far China depends on others, in figures of a year"
    )
    controls: list[Annotated[Id, Mark.CONTROL]] = Field(
        default=[], description="Ids of steps of export_controls.yml that touch it"
    )
    science: Inline | None = Field(default=None, description="The science beneath")
    sources: list[Id] = Field(min_length=1, description="Ids of the sources of the entry")


class Designation(Record):
    """A title that the state gave to a hub."""

    date: Date | None = Field(
        default=None, description="The year, month or day on which the title was given"
    )
    title: Text = Field(description="The title in English")
    zh: Text | None = Field(default=None, description="The title in Chinese")
    text: Inline = Field(description="What it came with, and who says so")


class Facility(Record):
    """A large facility or flagship of a hub."""

    name: Text = Field(description="The facility in English")
    zh: Text | None = Field(default=None, description="The facility in Chinese")
    provinces: list[Place] = Field(
        default=[], description="Of a large facility, the provinces in which it stands"
    )
    text: Inline = Field(description="What it is, and how far it is built")


class Hub(Entry, file="hubs.yml", table="Regional hubs"):
    """A regional hub."""

    name: Title = Field(description="The hub in English")
    zh: Chinese = Field(description="The hub in Chinese")
    pinyin: Pinyin = Field(description="The pronunciation of the Chinese, with tone marks")
    province: Text = Field(description="The province-level unit or units that it lies in")
    page: Annotated[Page, Mark.UNIQUE] = Field(
        description="The page of the site about it, below docs/"
    )
    designations: list[Designation] = Field(
        default=[], description="State titles: date, title, Chinese title, text"
    )
    facilities: list[Facility] = Field(
        default=[], description="Large facilities: name, Chinese name, text"
    )
    laboratories: list[Text] = Field(
        default=[], description="National laboratories named for the hub"
    )
    fields: list[Text] = Field(default=[], description="Fields of research named for the hub")
    intensity: ValuePath | None = Field(
        default=None, description="Its R&D intensity: series/key of the row/column"
    )
    basic_share: ValuePath | None = Field(
        default=None, description="Its share of basic research, named likewise"
    )
    compares: list[Place] = Field(
        default=[],
        min_length=2,
        max_length=2,
        description="Its province-level unit, and a peer of that",
    )


class Named(Entry):
    """A body or a person that the record names."""

    name: Title = Field(description="The name in English")
    zh: Chinese = Field(description="The name in Chinese")
    pinyin: Pinyin = Field(description="The pronunciation of the Chinese, with tone marks")
    kind: str
    text: Inline = Field(
        description="Offices, or what it does on the subject of the site, by the sources cited"
    )


class Institution(Named, file="institutions.yml", table="Institutions"):
    """A body that the record names."""

    kind: Literal[
        "party", "government", "funder", "academy", "university", "laboratory", "company"
    ] = Field(description="What kind of body it is")
    place: Place | None = Field(
        default=None, description="The province-level unit in which it stands"
    )


class Person(Named, file="people.yml", table="People"):
    """A person that the record names, with the offices and their dates."""

    kind: Literal["leadership", "ministry", "science", "province", "firm"] = Field(
        description="Where the office is"
    )


class Synonyms(Entry, file="search/synonyms.yml", table="Words that mean the same"):
    """Words that mean the same to someone who searches, such as a name in English and in
    Chinese.
    """

    words: list[Expression] = Field(
        min_length=2, description="The words that mean the same to someone who searches"
    )


class ChineseWord(Entry, file="chinese_words.yml"):
    """How the Chinese edition says something, and what it does not say for it."""

    write: Expression = Field(description="The Chinese to write")
    names: list[Expression] = Field(
        default=[],
        description="English words that have this official name: where a text has them, its "
        "translation has the name",
    )
    avoid: list[Expression] = Field(
        default=[], description="Chinese words that a translation does not have for it"
    )
    where: list[Expression] = Field(
        default=[],
        description="English words with one of which a text forbids those to its translation; "
        "every text does when none is given",
    )


_PHRASE = re.compile(r"[^,\s](?:[^,]*[^,\s])?")


class SearchWords(Entry, name="search_words", file="search/words.yml"):
    """A page and what readers may type to get to it or to a part of it, in other words than its
    own.
    """

    id: Page = Field(description="The path of the page, below docs/")
    page: Expression | None = Field(
        default=None, description="Phrases that lead to the page, set off by commas"
    )
    sections: dict[str, Expression] = Field(
        default={}, description="Such phrases by the id of a heading, an entry or a row"
    )

    def phrases(self, part: str = "") -> list[tuple[int, str]]:
        """Return what readers may type to get to the page or to a part of it, each with its offset
        in the text.
        """
        text = self.sections.get(part, "") if part else self.page or ""
        return [(match.start(), match[0]) for match in _PHRASE.finditer(text)]


class Change(Entry, file="changes.yml", table="Corrections and changes"):
    """Something that was added to or corrected on the site."""

    # that of an edition may be still to come
    date: Date = Field(description="The day of the change")
    kind: Literal["addition", "correction", "change"] = Field(
        description="Which of the three it is"
    )
    page: Page | None = Field(default=None, description="The page that changed, below docs/")
    text: Inline = Field(
        description="What changed; its first sentence stands where there is little room"
    )

    @property
    def lead(self) -> str:
        """Return the first sentence of the text, without its references."""
        return re.split(r"(?<=\.)\s|(?<=。)", plain_text(self.text), maxsplit=1)[0]


class Redirect(Entry, file="redirects.yml"):
    """An address that has moved: a page, or a heading or row of a page, and where it is
    found now.
    """

    old: PagePath = Field(
        alias="from", description="The former path, with the id of a heading or row behind #"
    )
    new: PagePath = Field(alias="to", description="Where it is now, written likewise")


class Edition(Entry, file="editions.yml", table="Editions"):
    """A dated edition of the site, with what identifies its files.

    ``make edition`` writes it.
    """

    id: Day = Field(description="The day of the edition")
    title: Text = Field(description="The name of the edition")
    contents: Text = Field(description="What the edition holds")
    doi: Doi | None = Field(default=None, description="The DOI under which an archive keeps it")
    concept_doi: Doi | None = Field(
        default=None, description="The DOI of all editions, which leads to the newest"
    )
    address: Address | None = Field(default=None, description="Where its files are released")
    offline: Digest = Field(description="The SHA-256 of the offline bundle")
    pdf: Digest = Field(description="The SHA-256 of the PDF")
    data: Digest = Field(description="The SHA-256 of the data archive")
    wheels: Digest | None = Field(
        default=None, description="The SHA-256 of the packages that it was built with"
    )


class TableColumn(Record):
    """A column of a table: the field it shows, its heading, and whether it heads the row."""

    field: Expression = Field(description="The field of the data file that the column shows")
    title: Text = Field(description="The heading of the column")
    row_header: bool = Field(default=False, description="Whether the column heads the row")


class TableSpec(Entry, file="tables.yml"):
    """A table built from a data file: its rows, in file order, and its columns."""

    data: Expression = Field(description="The data file, without its ending")
    caption: Text = Field(description="The caption of the table")
    note: Inline | None = Field(default=None, description="What stands below the table")
    only: dict[str, str] = Field(
        default={}, description="Fields and the value that a row has to have in them"
    )
    filter: Expression | None = Field(
        default=None, description="The field by whose values the rows are counted and filtered"
    )
    wide: bool = Field(
        default=False, description="Whether it takes the whole width of the page, below the menus"
    )
    columns: list[TableColumn] = Field(
        min_length=2,
        description="The columns, in order; with a filter and seven, rows are tiles that open",
    )


class Trace(Record):
    """What a chart draws of a series: one column along another (a year, a country, a province)."""

    label: Text = Field(description="What the line, bars or points are called")
    series: Annotated[Expression, Mark.SERIES] = Field(description="The series that is drawn")
    column: Expression = Field(description="Its column with the figures")
    along: Expression = Field(
        default="year",
        description="The column that the figures stand along, such as year or province",
    )
    where: dict[str, str] = Field(
        default={}, description="Columns and the text that a row has to have in them"
    )
    since: Expression | None = Field(default=None, description="The first year that is drawn")
    latest: bool = Field(
        default=False, description="Whether the last year of every category is drawn alone"
    )
    skip: list[Expression] = Field(default=[], description="Keys of rows that are left out")
    only: list[Expression] = Field(
        default=[], description="Keys of the rows that are drawn, if not all are"
    )
    style: Literal["line", "points"] = Field(
        default="line", description="Points are for figures that no line joins"
    )
    colour: Literal[1, 2, 3, 4] | None = Field(default=None, description="The number of the colour")


class Reference(Record):
    """A value that bars are held against."""

    label: Text = Field(description="What the value is called")
    value: ValuePath = Field(description="The value: series/key of the row/column")


class Panel(Record):
    """One plot of a chart."""

    title: Text | None = Field(default=None, description="The title of the plot")
    group: Text | None = Field(
        default=None, description="A heading over this plot and those that follow"
    )
    traces: list[Trace] = Field(min_length=1, description="What is drawn")
    total: Trace | None = Field(
        default=None, description="In columns, what is drawn where the parts are missing"
    )
    preliminary: Trace | None = Field(
        default=None, description="In columns, the preliminary figures"
    )
    reference: Reference | None = Field(
        default=None, description="A value that bars are held against"
    )
    emphasis: list[Expression] = Field(default=[], description="Categories to bring out")
    promised: list[Annotated[Id, Mark.COMMITMENT]] = Field(
        default=[],
        description="Commitments that stand beside lines: what was to be reached in which year",
    )
    steps: list[float] = Field(default=[], description="The limits between the shades of a map")

    def named_traces(self) -> dict[YamlPath, Trace]:
        """Return every trace of the panel, by its path."""
        parts: dict[YamlPath, Trace | None] = {
            ("total",): self.total,
            ("preliminary",): self.preliminary,
        }
        parts |= {("traces", number): trace for number, trace in enumerate(self.traces)}
        return {path: trace for path, trace in parts.items() if trace is not None}


class EventMark(Record):
    """An event of the timeline on a chart of years; its year is that of the timeline."""

    event: Annotated[Id, Mark.EVENT] = Field(description="The id of an event in timeline.yml")
    label: Text = Field(description="What the chart calls it")


class Chart(Entry, file="charts.yml"):
    """A chart: the headline says what is to be seen, the title what is shown, the description how
    it looks.
    """

    kind: KindName = Field(description="How the figures are drawn")
    each: Literal["hub"] | None = Field(
        default=None,
        description="Whether there is one for each hub with places to compare, its id before "
        "this one: "
        "{place} and {peer} stand for the places, {} for the number of a value",
    )
    title: Text = Field(description="What is shown")
    headline: Inline = Field(description="What is to be seen")
    description: Text = Field(description="How the chart looks, for those who do not see it")
    note: Inline | None = Field(default=None, description="What is to be known of the figures")
    digits: int | None = Field(default=None, description="Decimals of the figures written on it")
    across: Literal[1, 2, 3] = Field(default=1, description="How many plots stand side by side")
    events: list[EventMark] = Field(
        default=[], description="Events of the timeline, on a chart of years"
    )
    panels: list[Panel] = Field(min_length=1, description="The plots")

    @property
    def traits(self) -> ChartKind:
        """Return what is true of every chart of its kind."""
        return chart_kind(self.kind)

    @property
    def views(self) -> int:
        """Return how many drawings the chart has: a map one for each panel, others one."""
        return len(self.panels) if self.traits.maps else 1

    def view_title(self, view: int, language: Language) -> str:
        """Return the title of a drawing."""
        own = self.panels[view].title if self.traits.maps else None
        if not own:
            return self.title
        return language.gettext("{name}: {value}").format(name=self.title, value=own)

    def view_name(self, view: int) -> str:
        """Return the name of a drawing: that of the chart, with a number from the second
        view on.
        """
        return self.id + (f"-{view + 1}" if view else "")


class Together(Record):
    """The one measure whose lines are several columns."""

    name: Id = Field(description="What its address calls it, in every language")
    title: Text = Field(description="Its title")


class Explored(Entry, file="explorer.yml"):
    """A series that the explorer shows; the id is that of the series, the order that of the
    measures in its list.
    """

    id: Annotated[Id, Mark.SERIES] = Field(description=Entry.model_fields["id"].description)
    group: Text = Field(description="The heading of its measures in the list")
    measures: list[Expression] = Field(min_length=1, description="The columns that can be chosen")
    lines: Expression | None = Field(
        default=None, description="The column of the key whose cells are the lines"
    )
    together: Together | None = Field(
        default=None, description="The measure whose lines all of them are"
    )
    nation: Annotated[Id, Mark.SERIES] | None = Field(
        default=None, description="A series whose shares of the same name stand beside as China"
    )
    view: Literal["lines", "bars", "map"] = Field(
        default="lines", description="How it is shown at first"
    )
    first: list[Expression] = Field(default=[], description="The lines that are shown at first")


class Question(Entry, file="questions.yml"):
    """A question that readers of the explorer may begin with, and the choice that answers it."""

    text: Text = Field(description="The question")
    measure: Expression = Field(description="What is shown: series.column")
    lines: list[Expression] = Field(
        default=[], description="The lines that are shown, if not the usual ones"
    )
    view: Literal["lines", "bars", "map"] | None = Field(
        default=None, description="How, if not as usual"
    )
    since: int | None = Field(default=None, description="The first year, if not that of the series")


class Computed(Entry, file="computed.yml"):
    """A number that is computed from numbers of the series: a difference, a ratio, a rate."""

    title: Text = Field(description="What the number is")
    formula: Expression = Field(
        description="How it is computed, from paths such as value:rd_national/2024/total"
    )
    unit: Expression = Field(description="Its unit, as units of series are written")
    digits: int = Field(ge=0, le=6, description="How many digits it has behind the point")


class Province(Entry, file="provinces.yml", table="Province-level units"):
    """A province-level unit, with its place in the tile map."""

    name: Title = Field(description="The unit in English, as the series name it")
    zh: Chinese = Field(description="The unit in Chinese")
    code: Annotated[Code, Mark.UNIQUE] = Field(
        description="The letter code of the national standard GB/T 2260"
    )
    tile: Annotated[list[int], Field(min_length=2, max_length=2), Mark.UNIQUE] = Field(
        description="The place of its tile in the map: column and row, counted from 0"
    )


class Box(Record):
    """A box of a diagram: place and size in cells of the wide grid, and of the narrow one."""

    id: Id = Field(description="Names the box")
    text: Text = Field(description="What it says")
    detail: list[Text] = Field(default=[], description="Smaller lines below")
    at: Cells = Field(description="Column, row, width and height in the wide grid")
    narrow: Cells = Field(description="The same in the narrow grid")
    value: ValuePath | None = Field(
        default=None, description="A value to show: series/key of the row/column"
    )
    colour: Literal[1, 2, 3, 4] | None = Field(default=None, description="The number of the colour")


class Arrow(Record):
    """An arrow between two boxes of a diagram."""

    start: Id = Field(alias="from", description="The id of the box where it begins")
    end: Id = Field(alias="to", description="The id of the box where it ends")
    text: Text | None = Field(default=None, description="What stands on it")
    dashed: bool = Field(default=False, description="Whether it is dashed")


class Step(Record):
    """An event of the timeline in a diagram of what followed on the first of them."""

    event: Annotated[Id, Mark.EVENT] = Field(description="The id of an event in timeline.yml")
    text: Text = Field(description="What the diagram calls it")
    lane: Literal[1, 2] = Field(description="The lane that it stands in")


class Diagram(Entry, file="diagrams.yml"):
    """A drawing that explains, with a text that says the same: boxes and arrows, or steps on an
    axis of days.
    """

    title: Text = Field(description="What is shown")
    headline: Inline = Field(description="What is to be seen")
    description: Text = Field(description="How the drawing looks, for those who do not see it")
    note: Inline | None = Field(default=None, description="What is to be known of it")
    boxes: list[Box] = Field(default=[], description="The boxes, unless it has steps")
    arrows: list[Arrow] = Field(default=[], description="The arrows")
    lanes: list[Text] = Field(default=[], description="The names of both lanes of its steps")
    steps: list[Step] = Field(
        default=[], description="The steps in order; their days are counted from the first"
    )

    @model_validator(mode="after")
    def _shows_something(self) -> Diagram:
        if len(self.boxes) < 2 and len(self.steps) < 2:
            raise ValueError("a diagram has two boxes or two steps at least")
        if self.steps and (self.boxes or len(self.lanes) != 2):
            raise ValueError("a diagram of steps has two 'lanes' and no boxes")
        return self


class SeriesColumn(Record):
    """A column of a series."""

    title: Text = Field(description="The heading of the column")
    unit: Expression | None = Field(
        default=None, description="The unit; of other columns: year, text, source or sources"
    )
    unit_column: Expression | None = Field(
        default=None, description="The column that holds the unit, if rows differ"
    )
    source_column: Expression | None = Field(
        default=None, description="The column of its sources, if not that of the row"
    )
    labels: dict[str, Text] = Field(
        default={}, description="In words, what the cells of a key column stand for"
    )
    words: list[Expression] = Field(
        default=[], description="Words that speak of this column and of no other of the series"
    )
    row_words: dict[str, list[Expression]] = Field(
        default={}, description="By the cells of a key column, words that speak of these rows alone"
    )
    breaks: list[int] = Field(
        default=[], description="Years whose figures are unlike those before: no line joins them"
    )
    current_prices: bool = Field(
        default=False, description="Whether amounts are not corrected for inflation"
    )

    @property
    def names_sources(self) -> bool:
        """Return whether the cells of the column are ids of sources."""
        return self.unit in {"source", "sources"}


class HoldException(Record):
    """Rows for which something that holds elsewhere does not, and why, in words for readers."""

    rule: Expression = Field(description="What does not hold, as it stands under holds")
    rows: list[Expression] = Field(min_length=1, description="The keys of the rows")
    reason: Inline = Field(description="Why")


class SeriesSpec(Entry):
    """What a series measures, how its columns read, which columns name a row, what holds between
    its numbers.
    """

    title: Text = Field(description="What the series is called")
    definition: Inline = Field(description="What it measures")
    key: list[Expression] = Field(min_length=1, description="The columns that name a row")
    place: list[Expression] = Field(
        default=[], description="The place that all rows are of, and other words for it"
    )
    columns: dict[str, SeriesColumn] = Field(description="The columns, in order")
    kinds: Expression | None = Field(
        default=None, description="The column that sets rows apart which are not ranked together"
    )
    joined: bool = Field(
        default=True, description="Whether the years of a line come from alike publications"
    )
    preliminary: Annotated[Id, Mark.SERIES] | None = Field(
        default=None, description="The series of its first estimates, which stand apart"
    )
    estimates: list[Expression] = Field(
        default=[], description="Keys of rows that are first estimates: they are not ranked"
    )
    holds: list[Expression] = Field(
        default=[], description="What holds in every row: total = basic + applied"
    )
    exceptions: list[HoldException] = Field(
        default=[], description="Rows for which something of that does not hold"
    )
    limitations: list[Inline] = Field(
        default=[], description="What the figures cannot bear: the most important first"
    )
    notes: list[Inline] = Field(default=[], description="What else is to be known")
    licence: Text = Field(description="Under which terms the figures may be used")

    @property
    def source_columns(self) -> list[str]:
        """Return the columns that name sources."""
        return [name for name, column in self.columns.items() if column.names_sources]

    @property
    def unit_columns(self) -> set[str]:
        """Return the columns that hold the units of others."""
        return {column.unit_column for column in self.columns.values() if column.unit_column}


class FrontMatter(Record):
    """The first lines of a page."""

    title: Text = Field(description="The title of the page; no other has the same")
    description: Text = Field(description="One sentence that says what the page answers")
    reviewed: PastDay = Field(
        description="The day on which the whole page was last checked against its sources"
    )
    review_days: int = Field(
        default=365, ge=1, description="After how many days it is to be checked again"
    )
    hide: list[Literal["navigation", "toc"]] = Field(
        default=[], description="Parts around the text that are left out"
    )
