"""What rules decide: a reading of sentences is kept where it decides at least one of a hundred."""

from __future__ import annotations

from refdesk.problems.decisions import tallies, tally
from refdesk.rules.numbers import sentence, subject
from refdesk.rules.sources import days, quotations, times
from refdesk.site.site import Site

READINGS = (sentence, subject, days, quotations, times)


def test_a_rule_counts_what_it_met_and_what_it_decided() -> None:
    tally("a rule of this test")
    tally("a rule of this test", decided=False, of=3)
    counted = tallies()["a rule of this test"]
    assert (counted.met, counted.decided) == (4, 1)


def test_each_reading_of_sentences_decides_one_in_a_hundred(loaded: Site) -> None:
    before = {rule: (counted.met, counted.decided) for rule, counted in tallies().items()}  # of other sites
    for rule in READINGS:
        assert [problem.message for problem in rule.check_site(loaded)] == []
    few: list[str] = []
    for rule, counted in tallies().items():
        met, decided = before.get(rule, (0, 0))
        if counted.decided - decided < (counted.met - met) / 100:
            few.append(rule)
    assert set(few) <= {"not-newest"}  # it asks the questions of a new year
