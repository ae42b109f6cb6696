"""Where the wheels come from: pip's index for uv, and our own wheel, honestly."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import xlevaluate
from xlevaluate.errors import CannotDoError
from xlevaluate.setup.bundle.fetching import fetch_own, resolve, uv_settings

ROOT = Path(xlevaluate.__file__).parents[1]
WHEEL = f"xlevaluate-{xlevaluate.__version__}-py3-none-any.whl"


@pytest.mark.parametrize(
    ("listing", "settings"),
    [
        ("", {}),
        ("global.timeout='60'\n:env:.find-links='wheels'", {}),
        ("global.index-url='simple'", {"UV_DEFAULT_INDEX": "simple"}),
        (
            "global.extra-index-url='a b'\nglobal.cert='ca.pem'",
            {"UV_INDEX": "a b", "SSL_CERT_FILE": "ca.pem"},
        ),
        ("global.extra-index-url='\\na\\nb'", {"UV_INDEX": "a b"}),
        (
            "global.trusted-host='mirror'\nglobal.proxy='proxy:1'",
            {"UV_INSECURE_HOST": "mirror", "ALL_PROXY": "proxy:1"},
        ),
        # In the order in which pip lets one setting win over another.
        (
            ":env:.index-url='c'\ndownload.index-url='b'\nglobal.index-url='a'",
            {"UV_DEFAULT_INDEX": "c"},
        ),
        ("download.index-url='b'\nglobal.index-url='a'", {"UV_DEFAULT_INDEX": "b"}),
        ("install.index-url='b'\nglobal.index-url='a'", {"UV_DEFAULT_INDEX": "a"}),
    ],
)
def test_uv_is_told_pip_s_index(listing: str, settings: dict[str, str]) -> None:
    assert uv_settings(listing) == settings


def test_an_index_that_does_not_answer_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", (tmp_path / "nowhere").as_uri())
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "")
    with pytest.raises(CannotDoError, match=r"没有做成：确定 Windows 上需要哪些包(.|\n)*jinja2"):
        resolve(["jinja2>=3"], "3.11")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fetch_own(tmp_path_factory.mktemp("built"), None)


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the package as pip installs it from the wheel."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", str(folder), str(built)], check=True)
    return folder


class TestOwnWheel:
    """A checkout builds it; an installation takes only the wheel that it was made from."""

    @pytest.mark.parametrize("name", ["lxml-6.1-py3-none-any.whl", "xlevaluate-0.1.0.tar.gz"])
    def test_one_that_is_not_ours_is_refused(self, name: str, tmp_path: Path) -> None:
        with pytest.raises(CannotDoError, match="不是 xlevaluate 的安装包"):
            fetch_own(tmp_path, Path(name))

    def test_one_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(CannotDoError, match="找不到文件"):
            fetch_own(tmp_path, tmp_path / WHEEL)

    @pytest.mark.registry
    def test_one_given_is_taken(self, built: Path, tmp_path: Path) -> None:
        assert fetch_own(tmp_path, built) == tmp_path / WHEEL
        assert (tmp_path / WHEEL).read_bytes() == built.read_bytes()

    @pytest.mark.registry
    def test_a_checkout_builds_it(self, built: Path) -> None:
        with zipfile.ZipFile(built) as package:
            names = set(package.namelist())
            assert "xlevaluate/setup/bundle/texts/安装.bat" in names
            assert package.read("xlevaluate/cli.py") == (ROOT / "xlevaluate/cli.py").read_bytes()
            assert all(str(ROOT).encode() not in package.read(name) for name in names)

    def fetched(self, installed: Path, offered: Path, into: Path) -> str:
        """What an installation says when pip finds only what is offered, an empty text if fine."""
        code = (
            "import sys\nfrom pathlib import Path\nimport xlevaluate\n"
            "from xlevaluate.setup.bundle.fetching import fetch_own\n"
            "from xlevaluate.errors import CannotDoError\n"
            f"assert xlevaluate.__file__.startswith({str(installed)!r})\n"
            "try:\n    fetch_own(Path(sys.argv[1]), None)\n"
            "except CannotDoError as error:\n    print(error)\n"
        )
        run = subprocess.run(
            [sys.executable, "-c", code, str(into)],
            capture_output=True,
            encoding="utf-8",
            check=True,
            cwd=into,
            env={
                **os.environ,
                "PYTHONPATH": str(installed),
                "PYTHONIOENCODING": "utf-8",
                "PIP_NO_INDEX": "1",
                "PIP_FIND_LINKS": str(offered),
            },
        )
        return run.stdout

    @pytest.mark.registry
    def test_an_installation_takes_the_wheel_it_was_made_from(
        self, built: Path, installed: Path, tmp_path: Path
    ) -> None:
        assert self.fetched(installed, built.parent, tmp_path) == ""
        assert (tmp_path / WHEEL).read_bytes() == built.read_bytes()

    @pytest.mark.registry
    def test_it_does_not_take_another_of_the_same_name(
        self, built: Path, installed: Path, tmp_path: Path
    ) -> None:
        offered, into = tmp_path / "offered", tmp_path / "into"
        offered.mkdir()
        into.mkdir()
        with (
            zipfile.ZipFile(built) as package,
            zipfile.ZipFile(offered / WHEEL, "w") as other,
        ):
            for item in package.namelist():
                content = package.read(item)
                if item.endswith("/RECORD"):
                    content = content.replace(
                        b"xlevaluate/cli.py,sha256=", b"xlevaluate/cli.py,sha256=x"
                    )
                other.writestr(item, content)
        assert "来历不明，没有使用" in self.fetched(installed, offered, into)

    @pytest.mark.registry
    def test_without_one_it_says_how_to_give_one(self, installed: Path, tmp_path: Path) -> None:
        said = self.fetched(installed, tmp_path, tmp_path)
        assert "请用 --wheel 指出当初安装用的 .whl 文件" in said
