"""What ``.ci/audit.py`` makes of the answer of pip-audit: it fails where a remedy is to be had."""

import json
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[1] / ".ci" / "audit.py"
PACKAGES = {"lxml": "5.3", "jinja2": "3.1.5"}


@pytest.fixture(scope="module")
def audit() -> Any:
    spec = spec_from_file_location("audit", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def answer(**fixes: list[str] | None) -> str:
    """Write an answer: for each package the versions that mend its fault, if it has one."""
    found = [
        {
            "name": name,
            "version": "1",
            "vulns": [] if versions is None else [{"id": "CVE-1", "fix_versions": versions}],
        }
        for name, versions in fixes.items()
    ]
    return json.dumps({"dependencies": found, "fixes": []})


UNKNOWN = {"dependencies": [{"name": "lxml", "skip_reason": "not found"}]}


@pytest.mark.parametrize(
    ("given", "said", "fails"),
    [
        ("", "could not be had", False),
        ("Traceback: no such host", "could not be had", False),
        (json.dumps(UNKNOWN), "could not be had", False),
        (answer(lxml=None, Jinja2=None), "2 packages checked", False),
        (answer(lxml=None), "unknown to the service: jinja2", False),
        (answer(lxml=["6.0"], Jinja2=None), "lxml 5.3: CVE-1, mended in 6.0", True),
        (answer(lxml=[], Jinja2=None), "no version mends it yet", False),
    ],
)
def test_it_says_and_decides(audit: Any, given: str, said: str, fails: bool) -> None:
    lines, has_remedy = audit.judged(given, PACKAGES)
    assert said in "\n".join(lines)
    assert has_remedy is fails


def test_it_asks_of_all_that_users_get(audit: Any) -> None:
    packages = audit.needed("xlevaluate", frozenset({"bundle"}))
    assert {"xlevaluate", "lxml", "jinja2", "markupsafe", "pydantic-core", "uv"} <= set(packages)
    assert not {"pytest", "mypy", "document-builder"} & set(packages)
