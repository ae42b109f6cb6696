"""Everything that is wrong in a template's folder, told at once."""

from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from xlevaluate.accounts.account_mapping import mapping_slips
from xlevaluate.checks.registry import rules_of
from xlevaluate.errors import CannotDoError
from xlevaluate.files.slips import Slip, SlipsError, sorted_slips
from xlevaluate.files.toml import LARGEST
from xlevaluate.files.user_files import read_whole
from xlevaluate.form.form import Form
from xlevaluate.harvest.synonym_linter import synonym_slips
from xlevaluate.inspection.sentence_slips import lint_sentences
from xlevaluate.inspection.trial import trial_slips
from xlevaluate.report.document import BASE, open_report_base
from xlevaluate.submission.loading import load_submission
from xlevaluate.template.likeness import open_part
from xlevaluate.template.linter import Linted, lint_files
from xlevaluate.template.lookup import is_ours, profile_path, profiles_in
from xlevaluate.template.platform_layout import platform_slips
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template

_OUTLINE = "outline.toml"

PARTS = frozenset(
    {"form", "ratios", "identities", "profile", "outline", "texts", "charts"}
    | {"synonyms", "accounts"}
)
"""Files of a template, without their suffix."""

NAMED_PARTS = frozenset({"profile", "platform"})
"""Files of which there may be several, each with a name of its own: ``profile_名称.toml``."""

SAMPLES = "samples"
"""Folder of submissions; in a folder in it are those of the profile of that name."""


def slips_of_folder(folder: Path) -> tuple[Slip, ...]:
    """Return all slips: of every file, every profile, the samples, and a workbook made of them."""
    linted = lint_files(folder, profile_path(folder, ""))
    found = [*strange_files(folder), *linted.slips, *_in_sentences(folder, linted)]
    names = profiles_in(folder)
    if linted.form is not None:
        found += _in_samples(folder, SAMPLES, linted.form)
    for name in names:
        other = lint_files(folder, profile_path(folder, name))
        found += other.slips
        if other.form is not None:
            found += _in_samples(folder, f"{SAMPLES}/{name}", other.form)
    if not found:
        template = load_template(folder=folder)
        found += (*platform_slips(template), *mapping_slips(template))
        found += synonym_slips(template)
        for name in ("", *names):
            found += _trial(load_template(profile=name, folder=folder))
    try:
        open_report_base(folder / BASE)
    except CannotDoError as error:
        found.append(Slip(BASE, str(error)))
    return sorted_slips(found)


def strange_files(folder: Path) -> Iterator[Slip]:
    """Yield files that nothing reads: their names are probably misspelt."""
    for path in sorted(folder.glob("*.toml")):
        kind, _, name = path.stem.partition("_")
        if path.stem not in PARTS and not (kind in NAMED_PARTS and name):
            yield Slip(path.name, "没有这样的文件，名称可能写错了；不要的请移到别处")


def refuse_slips(template: Template) -> Template:
    """Return a template that can be worked with; raises ``SlipsError`` with what is wrong in it.

    The templates that come with the program are held by its tests.
    """
    if not is_ours(template.folder):
        slips = _beyond_loading(template)
        if slips:
            raise SlipsError(slips)
    return template


_FOUND: dict[tuple[Path, str, str], tuple[Slip, ...]] = {}
"""By folder, profile and digest: several workbooks of a template want its trial once."""


def _beyond_loading(template: Template) -> tuple[Slip, ...]:
    version = (template.folder, template.profile_name, template.digest)
    if version not in _FOUND:
        file = open_part(template.folder, _OUTLINE)
        lint_sentences(file, template.outline_definition, template.form)
        strange = strange_files(template.folder)
        _FOUND[version] = sorted_slips([*strange, *file.told, *_trial(template)])
    return _FOUND[version]


def _trial(template: Template) -> list[Slip]:
    """Try a template out, unless its identities have the numbers of other rules."""
    file = open_part(template.folder, "identities.toml")
    others = rules_of(replace(template, identities=()))
    for number, identity in enumerate(template.identities):
        if identity.id in others:
            file.add(f"编号“{identity.id}”已有一条规则在用", "identity", number, "id")
    return file.told or list(trial_slips(template))


def _in_sentences(folder: Path, linted: Linted) -> Iterator[Slip]:
    if linted.form is not None and linted.outline is not None:
        file = open_part(folder, _OUTLINE)
        lint_sentences(file, linted.outline, linted.form)
        yield from file.told


def _in_samples(folder: Path, where: str, form: Form) -> Iterator[Slip]:
    for path in sorted((folder / where).glob("*.json")):
        name = f"{where}/{path.name}"
        try:
            text = read_whole(path, "样例", LARGEST).decode("utf-8-sig")
            load_submission(text, path.name, form.model)
        except UnicodeDecodeError:
            yield Slip(name, "不是 UTF-8 编码")
        except CannotDoError as error:
            yield Slip(name, str(error))
