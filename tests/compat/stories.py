"""The stories of the index that every later version must go on reading."""

import datetime as dt

from searcher.document import Dateline, Document, Person, Place

STORIES = (
    Document(
        id="s1",
        title="Grain exports rise",
        body="LONDON, March 3 - Grain exports rose.\n\nU.S. buyers paid $1,234.5 a tonne. “We did,” O’Brien said.",
        date=dt.date(1987, 3, 3),
        date_precision="day",
        dateline=Dateline("London", "March 3", "Reuters"),
        people=(Person("Mary O'Brien", ("Mary O'Brien", "O'Brien")),),
        places=(Place("London", ("LONDON",), "GB", ("England", "United Kingdom", "Europe")),),
        source="Reuters",
        keywords=("grain", "trade"),
        captions=("Barges on the Thames", "A silo"),
        url="https://news.example/1987/grain",
        language="en",
    ),
    Document(
        id="s2", title="Withdrawn", body="This story was withdrawn.", date=dt.date(1987, 3, 4), date_precision="day"
    ),
    Document(
        id="s3",
        title="양자 회담 재개",
        body="서울에서 회담이 재개됐다. 北京 reports agreed.\n\nTalks resumed, talks ended, Talks went on.",
        date=dt.datetime(2020, 1, 24, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=9))),
        date_precision="minute",
        version="2nd LD",
        extra={"note": "kept"},
    ),
    Document(id="s4", title="No date", body="Undated, it stays undated.", people=(Person("Ada Lovelace"),)),
)
DELETED = ("s2",)
