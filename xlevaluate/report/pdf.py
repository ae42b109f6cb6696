"""The report as PDF: printed by Word on Windows, by LibreOffice elsewhere.

Neither is part of this program; where there is none, the user is told what to install.
"""

import io
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from xlevaluate.errors import CannotDoError
from xlevaluate.files import programs
from xlevaluate.files.soffice_program import look_for_soffice

TIMEOUT = 180.0
"""Seconds after which LibreOffice is given up."""

_AS_PDF = 17
_DISCARD = 0


def as_pdf(document: bytes) -> bytes:
    """Return a .docx as PDF.

    Raises ``CannotDoError`` where there is no program for it, or it does not do it.
    """
    with tempfile.TemporaryDirectory(prefix="xlevaluate-", ignore_cleanup_errors=True) as folder:
        source, target = Path(folder) / "report.docx", Path(folder) / "report.pdf"
        source.write_bytes(document)
        word = _word() if sys.platform == "win32" else None
        if word is not None:
            _print_with_word(word, source, target)
        else:
            _print_with_libreoffice(_libreoffice(), [source], Path(folder))
        if not target.is_file():
            raise CannotDoError("转换 PDF 的程序没有生成文件，请打开 Word 文档另存为 PDF。")
        return target.read_bytes()


def joined_as_pdf(title: str, sheets: tuple[str, bytes], document: tuple[str, bytes]) -> bytes:
    """Return an .xlsx and a .docx, each with its name in the outline, as one PDF.

    LibreOffice prints both, where there is no Word. Raises ``CannotDoError`` where there is none,
    or it does not do it.
    """
    with tempfile.TemporaryDirectory(prefix="xlevaluate-", ignore_cleanup_errors=True) as folder:
        sources = [Path(folder) / name for name in ("forms.xlsx", "report.docx")]
        for source, (_, content) in zip(sources, (sheets, document), strict=True):
            source.write_bytes(content)
        found = look_for_soffice()
        if found is None:
            raise CannotDoError(
                "没有找到 LibreOffice，不能打印成 PDF。请安装 LibreOffice 后再试，"
                "或打开上报件（xlevaluate export）里的自评表式，在 Excel 或 WPS 中打印。"
            )
        word = _word() if sys.platform == "win32" else None
        if word is not None:
            _print_with_word(word, sources[1], sources[1].with_suffix(".pdf"))
        _print_with_libreoffice(found, sources[:1] if word else sources, Path(folder))
        # Loaded here alone: every button would wait for it.
        writer = import_module("pypdf").PdfWriter()
        for source, (name, _) in zip(sources, (sheets, document), strict=True):
            printed = source.with_suffix(".pdf")
            if not printed.is_file():
                raise CannotDoError("LibreOffice 没有生成 PDF，请在 Excel 或 WPS 中打印。")
            writer.append(printed, outline_item=name, import_outline=False)
        writer.add_metadata({"/Title": title})
        whole = io.BytesIO()
        writer.write(whole)
        return whole.getvalue()


def _word() -> Any:
    """Return a Word of our own, or ``None`` where there is none."""
    with suppress(Exception):  # whatever is wrong with it, LibreOffice may be there
        return import_module("win32com.client").DispatchEx("Word.Application")
    return None


def _print_with_word(word: Any, source: Path, target: Path) -> None:
    try:
        word.Visible = False
        word.DisplayAlerts = 0
        document = word.Documents.Open(str(source), False, True)  # without asking, read-only
        document.ExportAsFixedFormat(str(target), _AS_PDF)
        document.Close(_DISCARD)
    except Exception as error:
        raise CannotDoError(
            f"Word 没能转换 PDF（{error}）。请打开 Word 文档另存为 PDF。"
        ) from error
    finally:
        with suppress(Exception):  # it may be gone already
            word.Quit(_DISCARD)


def _libreoffice() -> Path:
    found = look_for_soffice()
    if found is None:
        raise CannotDoError(
            "没有找到能转换 PDF 的程序（Windows 上用 Word，其他系统用 LibreOffice）。"
            "请安装后再试，或打开 Word 文档另存为 PDF。"
        )
    return found


def _print_with_libreoffice(program: Path, sources: Sequence[Path], folder: Path) -> None:
    """Convert with a profile of its own, so that an open LibreOffice is left alone."""
    profile = (folder / "profile").as_uri()
    command = [str(program), f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, sources)]
    with programs.start(command) as process:
        try:
            process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            _end(process)
            raise CannotDoError(
                f"LibreOffice 在 {TIMEOUT:.0f} 秒内没有转换完，已停止。请打开 Word 文档另存为 PDF。"
            ) from None
        except BaseException:
            _end(process)
            raise


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and what it started."""
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
