"""A sample can be repeated by anybody, holds what must be in it, and is fair."""

from collections import Counter
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlevaluate.errors import CannotDoError
from xlevaluate.review.sample_request import NO_GRADE, SampleRequest, StratumSize, wanted_in
from xlevaluate.review.sampling import Sample, draw
from xlevaluate.rollup.collection import CollectedLine, HandedIn, ObjectKind, RosterEntry
from xlevaluate.rollup.form_record import FileSummary, FormSummary

GRADES = ("优", "良", "中", "")


def line(
    number: int,
    grade: str = "优",
    budget: str | None = "100",
    kind: ObjectKind = "project",
    department: str = "甲局",
    office: str = "预算科",
) -> CollectedLine:
    money = None if budget is None else Decimal(budget)
    form = FormSummary(kind="project", template="", final_budget=money, grade=grade)
    key = f"{number}"
    return CollectedLine(
        entry=RosterEntry(
            kind=kind,
            name=f"单位{number}",
            code=f"1{number:04}",
            department=department,
            project_name=f"项目{number}" if kind == "project" else "",
            office=office,
        ),
        state="handed_in",
        handed_in=HandedIn(
            key=key, number=0, names=(f"{key}.xlsx",), file=FileSummary(key=key), form=form
        ),
    )


def drawn(sample: Sample) -> list[str]:
    return [
        *(of.entry.id for of, _ in sample.obligatory),
        *(member.line.entry.id for stratum in sample.strata for member in stratum.taken),
    ]


LINES = st.lists(
    st.builds(
        line,
        st.integers(0, 10_000),
        st.sampled_from(GRADES),
        st.sampled_from(["0", "150", "200", "999", None]),
        st.sampled_from(["project", "unit", "department"]),
        st.sampled_from(["甲局", "乙局", ""]),
    ),
    max_size=40,
    unique_by=lambda item: item.entry.id,
)
REQUESTS = st.builds(
    SampleRequest,
    per_grade=st.dictionaries(
        st.sampled_from(["优", "良", "中", NO_GRADE]),
        st.one_of(
            st.builds(StratumSize, number=st.integers(0, 12)),
            st.builds(
                StratumSize, share=st.sampled_from([Decimal("0.1"), Decimal("0.5"), Decimal(1)])
            ),
        ),
    ),
    by_department=st.booleans(),
    all_above=st.sampled_from([None, Decimal(200)]),
    all_departments=st.booleans(),
)


@given(LINES, REQUESTS, st.text(max_size=8))
def test_each_stratum_gives_what_was_asked_or_all_it_has(
    lines: list[CollectedLine], request: SampleRequest, seed: str
) -> None:
    sample = draw(lines, request, seed)
    for stratum in sample.strata:
        asked = request.per_grade.get(stratum.grade)
        size = len(stratum.members)
        wanted = 0 if asked is None else asked.of(size)
        assert len(stratum.taken) == min(wanted, size)
        is_short = any(stratum.grade in remark for remark in sample.remarks if "只有" in remark)
        assert is_short or wanted <= size
    every = [of.entry.id for of in lines]
    held = [of.entry.id for of, _ in sample.obligatory]
    held += [member.line.entry.id for item in sample.strata for member in item.members]
    assert sorted(held) == sorted(every)  # nobody is left out of the population, or is in it twice


@given(LINES, REQUESTS, st.text(max_size=8))
def test_who_must_be_in_is(lines: list[CollectedLine], request: SampleRequest, seed: str) -> None:
    found = drawn(draw(lines, request, seed))
    for of in lines:
        budget = of.handed_in.form.final_budget if of.handed_in else None
        is_large = of.entry.kind == "project" and budget is not None and budget >= 200
        if (request.all_departments and of.entry.kind == "department") or (
            request.all_above is not None and is_large
        ):
            assert of.entry.id in found
    assert len(found) == len(set(found))


@given(LINES, REQUESTS, st.text(max_size=8), st.randoms())
def test_the_order_of_files_makes_no_difference(
    lines: list[CollectedLine], request: SampleRequest, seed: str, random: Random
) -> None:
    shuffled = list(lines)
    random.shuffle(shuffled)
    assert draw(shuffled, request, seed) == draw(lines, request, seed)


@settings(max_examples=20)
@given(LINES, st.text(max_size=8))
def test_another_grade_asked_for_changes_nothing_in_a_stratum(
    lines: list[CollectedLine], seed: str
) -> None:
    alone = draw(lines, SampleRequest(per_grade={"优": StratumSize(number=3)}), seed)
    both = SampleRequest(per_grade={"良": StratumSize(number=2), "优": StratumSize(number=3)})
    of = [item for item in alone.strata if item.grade == "优"]
    assert of == [item for item in draw(lines, both, seed).strata if item.grade == "优"]


TEN = [line(number) for number in range(10)]
THREE = SampleRequest(per_grade={"优": StratumSize(number=3)})


def test_a_draw_stays_what_it_was() -> None:
    """Lists are public: what a seed drew once it draws for ever, also in a later Python."""
    (stratum,) = draw(TEN, THREE, "20240315").strata
    assert [(member.number, member.rank) for member in stratum.taken] == [(6, 1), (7, 2), (8, 3)]
    assert stratum.members[0].drawn == int(Random("20240315||优").random() * 10**15)


def test_every_member_is_drawn_about_equally_and_seeds_differ() -> None:
    draws = [tuple(drawn(draw(TEN, THREE, f"{seed}"))) for seed in range(2000)]
    counts = Counter(id_ for one in draws for id_ in one)
    assert len(counts) == 10
    # 600 are expected of each, give or take 20; five times that is chance once in a million.
    assert all(abs(count - 600) < 103 for count in counts.values()), counts
    assert len(set(draws)) > 600  # of 720 ways in which three of ten come out in order


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("优=5", {"优": StratumSize(number=5)}),
        (
            "优=5,良=10%，中=全部",
            {
                "优": StratumSize(number=5),
                "良": StratumSize(share=Decimal("0.1")),
                "中": StratumSize(share=Decimal(1)),
            },
        ),
        ("无等次 = 12.5％", {NO_GRADE: StratumSize(share=Decimal("0.125"))}),
    ],
)
def test_what_is_asked_per_grade(text: str, expected: dict[str, StratumSize]) -> None:
    assert wanted_in(text) == expected


@pytest.mark.parametrize(
    "text", ["", "优", "优=", "优=-1", "优=1.5", "优=101%", "优=.%", "优=3,优=4"]
)
def test_what_cannot_be_asked_per_grade(text: str) -> None:
    with pytest.raises(CannotDoError):
        wanted_in(text)


@pytest.mark.parametrize(
    ("share", "size", "expected"), [("0.1", 25, 3), ("0.1", 20, 2), ("0.5", 1, 1), ("0.1", 0, 0)]
)
def test_a_share_is_rounded_up(share: str, size: int, expected: int) -> None:
    assert StratumSize(share=Decimal(share)).of(size) == expected


@pytest.mark.parametrize(
    ("request_", "numbers"),
    [
        (SampleRequest(per_grade={}, at_least=Decimal(100)), {2, 3}),
        (SampleRequest(per_grade={}, at_most=Decimal(100)), {1, 2}),
        (SampleRequest(per_grade={}, offices=("教科文科",)), {3, 4}),
        (SampleRequest(per_grade={}, kinds=("unit",)), {4}),
        (SampleRequest(per_grade={}), {1, 2, 3, 4}),
    ],
)
def test_limits_leave_some_objects(request_: SampleRequest, numbers: set[int]) -> None:
    lines = [
        line(1, budget="99.99"),
        line(2, budget="100"),
        line(3, budget="100.01", office="教科文科"),
        line(4, budget=None, kind="unit", office=" 教科文科"),
    ]
    (stratum,) = draw(lines, request_, "1").strata
    assert {int(member.line.entry.code[1:]) for member in stratum.members} == numbers


def test_too_few_and_missing_grades_are_said() -> None:
    request = SampleRequest(per_grade={"优": StratumSize(number=12), "差": StratumSize(number=1)})
    assert draw(TEN, request, "1").remarks == (
        "优：要求抽 12 个，只有 10 个，全部抽取。",
        "没有等次为差的对象可以随机抽取。",
    )
