"""Marks -> agencies, and a table that holds together."""

import datetime as dt

import pytest

from searcher.knowledge.agencies import agencies, agency_named


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Yonhap", "Yonhap"),
        ("(Yonhap)", "Yonhap"),
        ("yonhap news agency", "Yonhap"),
        ("AP", "AP"),
        ("The Associated Press", "AP"),
        ("/Xinhua/", "Xinhua"),
        ("Kyodo News", "Kyodo"),
        ("AFP", "AFP"),
        ("dpa", "dpa"),
        ("Itar-Tass", "TASS"),
        ("Reuter", "Reuters"),
        ("AP/Reuters", "AP"),
        ("연합뉴스", "Yonhap"),
    ],
)
def test_marks_name_agencies(text, name):
    agency = agency_named(text)
    assert agency is not None
    assert agency.name == name


@pytest.mark.parametrize("text", ["", "ap", "Ap", "efe and others", "The Daily Herald", "APS and AP", "x" * 500, "/"])
def test_other_words_name_none(text):
    assert agency_named(text) is None


def test_every_agency_is_found_by_each_of_its_marks():
    assert len(agencies()) >= 80
    for agency in agencies():
        assert {agency_named(mark) for mark in agency.marks} == {agency}
        assert agency.country is None or len(agency.country) == 2


def test_every_home_zone_is_a_zone():
    noon = dt.datetime(2020, 1, 24, 12)  # noqa: DTZ001
    for agency in agencies():
        assert agency.zone is None or agency.zone.utcoffset(noon) is not None
    assert agency_named("Yonhap").zone.utcoffset(noon) == dt.timedelta(hours=9)


def test_those_whose_copy_runs_under_the_clocks_of_others_have_none():
    assert [agency_named(mark).zone for mark in ("AP", "Reuters", "AFP", "UPI", "Bloomberg")] == [None] * 5
