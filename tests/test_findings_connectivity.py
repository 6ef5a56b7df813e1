"""Findings on connectivity: each fails, or counts otherwise, where a row says otherwise."""

import pytest

from interviews import report
from interviews.findings import connectivity


@pytest.fixture(scope="module")
def read():
    return report.read()


def test_one_line_in_use_overturns_what_is_said_of_rail(read):
    rows = [one for one in read.rows("links") if one.link == "rail"]
    running = read.recode("links", rows[-1].id, status="operating")
    assert not connectivity.rail(running).holds


def test_power_plants_supply_chains_and_lines_elsewhere_are_no_routes(read):
    rows = [one for one in read.rows("links") if one.kind == "physical"]
    left = [one for one in rows if one.link not in ("energy", "supply-chain", "rail-abroad")]
    counted = connectivity.status(read).values["routes"].number
    assert counted == len(left) < len(rows)
    plant = read.recode("links", left[0].id, link="energy")
    assert connectivity.status(plant).values["routes"].number == counted - 1


def test_a_topic_of_talks_binds_nobody_as_a_wish_does_not(read):
    row = next(one for one in read.rows("links") if one.link == "air")
    before = connectivity.status(read).values["free"].number
    for status in ("wished", "mentioned"):
        changed = read.recode("links", row.id, status=status)
        assert connectivity.status(changed).values["free"].number == before + 1


def test_a_count_the_other_way_overturns_the_one_way(read):
    other = read.recode("quantities", "pham-2024.students", measure="students-cn-in-vn")
    assert not connectivity.one_way(other).holds


def test_a_province_named_by_somebody_else_overturns_that_one_alone_names_them(read):
    member = next(one for one in read.rows("places") if one.role == "member")
    other = read.recode("places", member.id, sentence="xiong-2022:s034", voice="xiong-bo")
    assert not connectivity.provinces(other).holds
