"""清单: what a package holds, with sizes and digests, and the 校验码 that stands for all of it.

A digest beside the file it is of shows damage and careless changes, not forgery: whoever changes
a file can write another manifest. The 校验码 is the manifest's own digest, short enough to be
told by telephone; a package that was made anew has another one.
"""

import datetime
import hashlib
import unicodedata
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.submission.amounts import plain

MANIFEST, CODE = "manifest.json", "校验码.txt"
"""The two files of a package that the manifest does not list."""

FORMAT: Literal["xlevaluate-filing"] = "xlevaluate-filing"
MANIFEST_VERSION: Literal[1] = 1

MemberRole = Literal["forms", "report", "findings", "page", "data"]
"""What a file of a package is for."""

_CODE_DIGITS, _GROUP = 16, 4


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ListedFile(_Part):
    """A file of the package: what it is for, bytes, SHA-256 in hexadecimal."""

    name: str
    role: MemberRole
    size: int = Field(ge=0)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class FindingCounts(_Part):
    """Findings by level, explained queries, rules that could not look."""

    error: int
    query: int
    hint: int
    explained: int
    not_checked: int


class Manifest(_Part):
    """The whole of ``manifest.json``; amounts are strings."""

    format: Literal["xlevaluate-filing"]
    version: Literal[1]
    xlevaluate: str
    """Version of the program."""
    template: str
    profile: str
    """Name of the scoring profile, ``""`` for the template's own."""
    project_profile: str = ""
    """Name of the profile of projects, ``""`` as the template says."""
    unit: str
    year: int
    exported: datetime.datetime
    draft: bool
    public: bool
    """Whether names and telephones are left out."""
    score: str | None
    grade: str | None
    findings: FindingCounts
    files: tuple[ListedFile, ...]

    @property
    def state(self) -> str:
        """What kind of package it is, in words."""
        return "草稿" if self.draft else "正式"


def counts_of(evaluation: Evaluation) -> FindingCounts:
    """Count what was found."""
    return FindingCounts(
        error=evaluation.count("error"),
        query=evaluation.count("query"),
        hint=evaluation.count("hint"),
        explained=len(evaluation.explained),
        not_checked=len(evaluation.not_checked),
    )


def score_text(evaluation: Evaluation) -> str | None:
    """Return the score as the manifest holds it."""
    return None if evaluation.score is None else plain(evaluation.score)


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def written(manifest: Manifest) -> bytes:
    """Return the bytes of ``manifest.json``."""
    return (manifest.model_dump_json(indent=1) + "\n").encode()


def code_of(manifest: bytes) -> str:
    """Return the 校验码: the first 16 digits of the manifest's SHA-256, in groups of four."""
    digits = digest(manifest)[:_CODE_DIGITS].upper()
    return "-".join(digits[i : i + _GROUP] for i in range(0, _CODE_DIGITS, _GROUP))


def same_code(told: str, code: str) -> bool:
    """Compare a 校验码 as people write it: blanks, dashes, small and full-width letters."""

    def digits(text: str) -> str:
        return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text))).upper()

    return digits(told) == digits(code)


def code_text(manifest: bytes) -> bytes:
    """Return ``校验码.txt``, for whoever opens the package without this program."""
    lines = (
        f"校验码：{code_of(manifest)}",
        f"清单 {MANIFEST} 的 SHA-256：{digest(manifest)}",
        "",
        "清单列有本上报件中其他各文件的大小和 SHA-256；校验码是清单 SHA-256 的前 16 位。",
        "收件单位可用 xlevaluate verify 核对。这个文件与其他文件放在一起，只能发现传送中的损坏",
        "和误改；要确认是单位报出的那一份，请与单位以电话等其他方式告知的校验码核对。",
        "",
    )
    # Old Windows programs take a text for GBK unless it begins so.
    return "\r\n".join(lines).encode("utf-8-sig")
