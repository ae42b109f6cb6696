"""Which template a command works with: the one asked for, or the one a workbook names."""

from importlib import import_module
from pathlib import Path

from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import shown_name
from xlevaluate.template.lookup import (
    DEFAULT_FAMILY,
    VARIABLE,
    asked_folder,
    families,
    homonym,
    is_ours,
    named_folder,
    profile_of,
    variants,
)
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.properties import MadeFrom


def chosen_template(
    asked: str | None,
    profile: str | None = None,
    variant: str | None = None,
    project_profile: str | None = None,
) -> Template:
    """Return the template that the options of those names say, or the usual one."""
    name, file = profile_of(profile)
    folder = asked_folder(asked or DEFAULT_FAMILY)
    folder = folder if variant is None else _variant_of(folder, variant)
    if words := homonym(folder):
        raise CannotDoError(words)
    return _refuse_slips(load_template("", name, file, project_profile or "", folder=folder))


def _variant_of(folder: Path, name: str) -> Path:
    """Return the folder of a template's variant; raises ``CannotDoError`` that names those."""
    known = variants(folder.name) if is_ours(folder) else []
    if name in known:
        return named_folder(f"{folder.name}_{name}")
    titles = (load_template(f"{folder.name}_{other}").form.definition.title for other in known)
    each = [f"{other}（“{title}”）" for other, title in zip(known, titles, strict=True)]
    which = f"现有：{'、'.join(each)}。" if each else "这个模板一种也没有。"
    raise CannotDoError(f"模板“{folder.name}”没有名为“{_printable(name)}”的变体；{which}")


def template_of_workbook(
    path: Path,
    made: MadeFrom,
    asked: str | None,
    profile: str | None,
    *,
    looks_beside: bool = True,
) -> Template:
    """Return the template that a workbook was made from.

    With ``looks_beside`` the folder in which the workbook lies may hold it. Raises
    ``CannotDoError`` where it is not to be found, and where another one is asked for.
    """
    folder = _folder(path, made.family, asked, looks_beside=looks_beside)
    name, file = (made.profile, None) if profile is None else profile_of(profile)
    if file is None and name != made.profile:
        raise CannotDoError(
            f"“{shown_name(path.name)}”是按{_called(made.profile)}制作的，不是{_called(name)}。"
            "模板中的评分办法不必写 --profile。"
        )
    return _refuse_slips(load_template("", name, file, made.project_profile, folder=folder))


def other_version(path: Path, made: MadeFrom, template: Template) -> str:
    """Say that a workbook was made with another version of its template; else nothing."""
    if not made.digest or made.digest == template.digest:
        return ""
    return (
        f"“{shown_name(path.name)}”是用模板“{template.name}”的另一个版本制作的"
        f"（制作时 {made.digest[:8]}，现在 {template.digest[:8]}），现按现在的模板办理。"
        "表式有变动的，请运行 xlevaluate upgrade 文件名，得到现在的表式。"
    )


def template_of_package(
    path: Path,
    asked: str | None,
    name: str,
    profile: str,
    profile_file: Path | None,
    project_profile: str,
    *,
    looks_beside: bool = True,
) -> Template:
    """Return the template that a package names."""
    folder = _folder(path, name, asked, looks_beside=looks_beside)
    return _refuse_slips(load_template("", profile, profile_file, project_profile, folder=folder))


def _refuse_slips(template: Template) -> Template:
    """Return a template that can be worked with: one from outside is tried out first.

    Raises ``CannotDoError`` that tells all slips in it.
    """
    if not is_ours(template.folder):
        # Imported only now, for it brings everything that makes workbooks.
        import_module("xlevaluate.inspection.template_check").refuse_slips(template)
    return template


def _folder(path: Path, name: str, asked: str | None, *, looks_beside: bool) -> Path:
    beside = path.absolute().parent if looks_beside else None
    if asked is None:
        try:
            return named_folder(name or DEFAULT_FAMILY, beside)
        except CannotDoError:
            raise CannotDoError(
                f"“{shown_name(path.name)}”是按模板“{_printable(name)}”制作的，这里没有这个模板；"
                f"现有模板：{'、'.join(families())}。请用 --template 指出模板的文件夹，"
                f"或把文件夹放在这个文件旁边，或放进环境变量 {VARIABLE} 所列的文件夹。"
            ) from None
    folder = asked_folder(asked)
    if name and folder.name != name:
        raise CannotDoError(
            f"“{shown_name(path.name)}”是按模板“{_printable(name)}”制作的，不是“{folder.name}”。"
            "模板的名称就是文件夹的名称，请核对 --template。"
        )
    return folder


def _called(profile: str) -> str:
    return f"评分办法“{profile}”" if profile else "模板自带的评分办法"


def _printable(name: str) -> str:
    """Keep what a stranger's file says short, to one line, and from steering the terminal."""
    return "".join(char if char.isprintable() else "�" for char in name[:100])
