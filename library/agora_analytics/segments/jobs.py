"""Jobs: what people want to get done, in their own words; a person has several.

Christensen, Hall, Dillon, Duncan (2016), Know Your Customers' "Jobs to Be Done", Harvard Business Review 94(9) 54-62, for
functional, social and emotional sides; the sentence "When ..., I want to ..., so I can ..." after Klement (2016), When Coffee and
Kale Compete.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from agora_analytics.arrays import Bools, Floats, Ints, integers, refuse, whole
from agora_analytics.errors import InvalidInput, NotEnoughData

_LONGEST = 1_000  # characters of one statement
_STATEMENT = re.compile(
    r"^\s*when(?:ever)?\s+(?P<situation>[^\s,;:].*?)\s*[,;:]?\s+"
    r"i(?:\s+want|\s+need|\s+wish|'d\s+like|\s+would\s+like)\s+to\s+(?P<motivation>[^\s,;:].*?)\s*[,;:]?\s+"
    r"(?:so\s+(?:that\s+)?i\s+can|in\s+order\s+to)\s+(?P<outcome>[^\s,;:.!].*?)\s*[.!]*\s*$",
    re.IGNORECASE | re.DOTALL,
)
_EMOTIONAL = re.compile(
    r"\b(feel\w*|worr\w+|calm\w*|relax\w*|confiden\w+|proud\w*|pride|afraid|fear\w*|anxi\w+|enjoy\w*|happ(?:y|ier|iness)|"
    r"stress\w*|safe|secure|peace of mind|guilt\w*|asham\w+|frustrat\w+|annoy\w+|in control|reassur\w+|bor(?:ed|edom))\b",
    re.IGNORECASE,
)
_SOCIAL = re.compile(
    r"\b(look(?:ing)? (?:good|competent|professional|smart|bad|foolish|like)|seen as|be seen|respect\w*|recogni[sz]\w+|"
    r"impress\w*|belong\w*|reputation|status|admir\w+|others|friends|neighbou?rs|colleagues|my (?:boss|team|family|peers)|"
    r"part of (?:a|the) (?:group|community|team)|accepted|praise\w*|embarrass\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Job:
    """When <situation> I want to <motivation> so I can <outcome>."""

    situation: str
    motivation: str
    outcome: str

    @property
    def statement(self) -> str:
        """The sentence; `parse_job` reads it back."""
        return f"When {self.situation}, I want to {self.motivation}, so I can {self.outcome}."


@dataclass(frozen=True)
class JobSides:
    """Which sides statements have, each (statements,); a job may have several, one without cues is functional."""

    functional: Bools
    social: Bools
    emotional: Bools


@dataclass(frozen=True)
class PeopleJobs:
    """Who has which jobs: one row per person and job, in order of both; and how jobs share people."""

    person: Ints  # (rows,)
    job: Ints  # (rows,)
    statements: Ints  # (rows,) the person's statements on the job
    weight: Floats  # (rows,) the job's part of what the person said on jobs; adds up to 1 per person
    people: Ints  # (jobs,) who have the job
    shared: Ints  # (jobs, jobs) who have both; the diagonal is `people`


def parse_job(text: str) -> Job:
    """The three parts of a job statement.

    text: "When <situation>, I want to <motivation>, so I can <outcome>."; commas may be left out, and "so that I can" or
    "in order to" do as well, as do "I need to" and "I would like to".
    Returns Job.
    Raises InvalidInput, saying which words are missing, and for more than 1,000 characters.
    Assumes: English.
    Misleads when: a solution is written in the place of a motivation ("I want to use the app"): it parses all the same.
    Source: Klement (2016), When Coffee and Kale Compete.

    >>> parse_job("When I ride home in the dark, I want to be seen so I can arrive safely.")
    Job(situation='I ride home in the dark', motivation='be seen', outcome='arrive safely')
    """
    short = " ".join(text.split())
    if len(short) > _LONGEST:
        raise InvalidInput(f"{len(short)} characters are no single statement; at most {_LONGEST}", column="text")
    found = _STATEMENT.match(short)
    if found is None:
        raise InvalidInput(f"{_missing(text)}; write: When ..., I want to ..., so I can ...", column="text")
    return Job(**found.groupdict())


def job_sides(statements: Sequence[Job | str]) -> JobSides:
    """Whether jobs are functional, social or emotional, by the words of their motivation and outcome.

    statements: Jobs, or texts which are read as a whole.
    Returns JobSides: social or emotional where such words occur; functional where the motivation (of a text, the whole)
    carries none of them, so that a job may have two sides or three.
    Raises NotEnoughData for no statements.
    Assumes: English, and that people name feelings and others by the usual words.
    Misleads when: feelings go unnamed: a first guess for people to correct; measure it with `classifier_report`.
    Source: Christensen et al. (2016), Harvard Business Review 94(9) 54-62; the words are ours.

    >>> found = job_sides([Job("I commute", "carry a laptop dry", "look professional and feel calm")])
    >>> found.functional.tolist(), found.social.tolist(), found.emotional.tolist()
    ([True], [True], [True])
    """
    if not statements:
        raise NotEnoughData("no statements")
    wants = [s.motivation if isinstance(s, Job) else s for s in statements]
    whole = [f"{s.motivation} {s.outcome}" if isinstance(s, Job) else s for s in statements]
    social = np.array([bool(_SOCIAL.search(text)) for text in whole])
    emotional = np.array([bool(_EMOTIONAL.search(text)) for text in whole])
    felt = np.array([bool(_SOCIAL.search(text) or _EMOTIONAL.search(text)) for text in wants])
    return JobSides(functional=~felt, social=social, emotional=emotional)


def assign_jobs(person: ArrayLike, labels: ArrayLike, *, fewest: int = 1) -> PeopleJobs:
    """Give people their jobs from labelled statements: as many jobs as they speak of.

    person (statements,): codes from 0; labels (statements, jobs): 1 or True where the statement is on the job (as
    corrected, or as `JobClassifier` says); fewest: statements it takes to have a job.
    Returns PeopleJobs; people without any job have no row.
    Raises InvalidInput for shapes, negative codes, values other than 0 and 1; NotEnoughData without statements.
    Assumes: a statement speaks for the person who wrote it.
    Misleads when: `weight` is read as importance: it counts words, and people write most on what fails.
    Source: overlap as in measures of several memberships, Ahn, Bagrow, Lehmann (2010), Nature 466, 761-764; rule ours.

    >>> found = assign_jobs([0, 0, 0, 1], [[1, 0], [1, 0], [0, 1], [0, 1]])
    >>> found.person.tolist(), found.job.tolist(), found.weight.round(2).tolist(), found.shared.tolist()
    ([0, 0, 1], [0, 1, 1], [0.67, 0.33, 1.0], [[1, 1], [1, 2]])
    """
    who = integers(person, name="person")
    on = np.asarray(labels)
    if on.ndim != 2 or on.shape[0] != who.size:
        raise InvalidInput(f"expected ({who.size}, jobs), got {on.shape}", column="labels")
    if on.size == 0:
        raise NotEnoughData("no statements, or no jobs")
    refuse(
        (~np.isin(on, [0, 1])).sum(axis=1) > 0,
        "give 1 where the statement is on the job and 0 where not",
        column="labels",
    )
    refuse(who < 0, "codes start at 0", column="person")
    whole(fewest, name="fewest", low=1)
    return _people_jobs(who, on.astype(np.bool_), fewest)


def _people_jobs(who: Ints, on: NDArray[np.bool_], fewest: int) -> PeopleJobs:
    statement, job = np.nonzero(on)
    jobs = on.shape[1]
    pair, statements = np.unique(who[statement] * jobs + job, return_counts=True)
    pair, statements = pair[statements >= fewest], statements[statements >= fewest]
    person, job = pair // jobs, pair % jobs
    whose = np.unique(person, return_inverse=True)[1]
    total = np.bincount(whose, weights=statements)
    has = np.zeros((total.size, jobs), dtype=np.int64)
    has[whose, job] = 1
    return PeopleJobs(
        person=person,
        job=job,
        statements=statements.astype(np.int64),
        weight=statements / total[whose],
        people=has.sum(axis=0),
        shared=has.T @ has,
    )


def _missing(text: str) -> str:
    asked = {
        "When": r"^\s*when",
        "I want to": r"\bi(?:'d|\s+\w+)?(?:\s+\w+)?\s+to\b",
        "so I can": r"so (that )?i can|in order to",
    }
    lost = [name for name, pattern in asked.items() if not re.search(pattern, text, re.IGNORECASE)]
    return f"no {' and no '.join(repr(name) for name in lost)}" if lost else "the parts are empty or out of order"
