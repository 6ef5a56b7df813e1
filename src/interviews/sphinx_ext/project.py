"""The corpus and its coding as the build sees them: checked, then read once."""

from dataclasses import dataclass
from typing import Any

from interviews.corpus import Corpus
from interviews.paths import Paths
from interviews.tables import read_rows  # noqa: F401

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True)
class Project:
    """What directives and roles need: texts, names of speakers, codes of sentences, labels."""

    paths: Paths
    corpus: Corpus
    voices: dict[str, dict[str, str]]
    codes: dict[str, dict[str, Any]]
    themes: dict[str, str]
