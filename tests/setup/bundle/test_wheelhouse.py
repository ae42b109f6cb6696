"""Whether wheels are all that Windows needs: tables of wheels and what is wrong with them."""

import pytest

from xlevaluate.setup.bundle.wheelhouse import Target, Wheel, flaws, wheel_of

APP = "app-1.0-py3-none-any.whl"


def wheel(file: str, *requires: str, python: str = ">=3.9") -> Wheel:
    name, version, *_ = file.split("-")
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    lines += [f"Requires-Python: {python}", *(f"Requires-Dist: {item}" for item in requires)]
    return wheel_of(file, "\n".join(lines).encode())


def found(*wheels: Wheel, python: str = "3.11") -> list[tuple[str, str]]:
    return [(flaw.kind, flaw.name) for flaw in flaws(wheels, Target(python))]


def test_a_complete_folder_has_no_flaw() -> None:
    assert not found(
        wheel(
            APP, "lxml>=5,<7", 'pywin32>=224; sys_platform == "win32"', "Typing.Extensions", "old"
        ),
        wheel("lxml-6.1-cp311-cp311-win_amd64.whl", 'cssselect>=0.7; extra == "cssselect"'),
        wheel("pywin32-312-cp311-cp311-win_amd64.whl"),
        wheel("typing_extensions-4.16-py3-none-any.whl"),
        wheel("old-1-py2.py3-none-any.whl"),
    )


@pytest.mark.parametrize(
    "marker",
    [
        'sys_platform == "win32"',
        'platform_system == "Windows"',
        'os_name == "nt"',
        'platform_machine == "AMD64"',
        'implementation_name == "cpython"',
        'platform_python_implementation == "CPython" and python_version >= "3.11"',
        'python_full_version < "3.11.3"',
        'python_full_version >= "3.11.4"',
        'sys_platform == "linux" or sys_platform == "win32"',
    ],
)
def test_what_windows_needs_is_missed(marker: str) -> None:
    app = wheel(APP, f"colorama; {marker}")
    assert found(app) == [("missing", "colorama")]
    assert not found(app, wheel("colorama-0.4-py2.py3-none-any.whl"))


@pytest.mark.parametrize(
    "marker",
    [
        'sys_platform == "linux"',
        'platform_system != "Windows"',
        'os_name == "posix"',
        'python_version < "3.11"',
        'python_full_version >= "3.12.0"',
        'platform_python_implementation == "PyPy"',
        'platform_machine == "ARM64"',
        'extra == "dev"',
    ],
)
def test_what_windows_does_not_need_is_not_missed(marker: str) -> None:
    assert not found(wheel(APP, f"colorama; {marker}"))


def test_each_python_needs_its_own() -> None:
    app = wheel(APP, 'backport; python_version < "3.13"')
    assert found(app, python="3.12") == [("missing", "backport")]
    assert not found(app, python="3.13")


@pytest.mark.parametrize(
    ("asked", "version", "fits"),
    [
        ("lxml>=5.3,<7", "6.1.3", True),
        ("lxml>=5.3,<7", "4.9", False),
        ("lxml>=5.3,<7", "7.0", False),
        ("lxml~=5.3", "6.0", False),
        ("lxml==6.1.*", "6.1.3", True),
        ("lxml!=6.1.3", "6.1.3", False),
        ("lxml>=6", "6.1rc1", True),  # resolved so; pip takes what there is
        ("lxml", "0.1", True),
    ],
)
def test_the_version_must_be_one_asked_for(asked: str, version: str, fits: bool) -> None:
    there = wheel(f"lxml-{version}-cp311-cp311-win_amd64.whl")
    assert found(wheel(APP, asked), there) == ([] if fits else [("version", "lxml")])


@pytest.mark.parametrize(
    ("tags", "python", "fits"),
    [
        ("cp311-cp311-win_amd64", "3.11", True),
        ("cp311-none-win_amd64", "3.11", True),
        ("cp39-abi3-win_amd64", "3.11", True),
        ("cp311-abi3-win_amd64", "3.13", True),
        ("py3-none-win_amd64", "3.12", True),
        ("py3-none-any", "3.13", True),
        ("py2.py3-none-any", "3.13", True),
        ("cp311-cp311-win32", "3.11", False),
        ("cp311-cp311-win_arm64", "3.11", False),
        ("cp311-cp311-manylinux_2_28_x86_64", "3.11", False),
        ("cp311-cp311-macosx_11_0_arm64", "3.11", False),
        ("py3-none-manylinux_2_28_x86_64", "3.11", False),
        ("cp312-cp312-win_amd64", "3.11", False),
        ("cp311-cp311-win_amd64", "3.12", False),
        ("cp312-abi3-win_amd64", "3.11", False),
        ("cp313-cp313t-win_amd64", "3.13", False),
        ("pp311-pypy311_pp73-win_amd64", "3.11", False),
        ("py2-none-any", "3.11", False),
    ],
)
def test_the_tags_must_be_those_of_windows_and_the_python(
    tags: str, python: str, fits: bool
) -> None:
    there = wheel(f"lxml-6.1-{tags}.whl")
    assert found(wheel(APP, "lxml"), there, python=python) == ([] if fits else [("tags", "lxml")])


def test_a_wheel_for_other_pythons_is_told() -> None:
    late = wheel("late-1-py3-none-any.whl", python=">=3.12")
    assert found(late, python="3.11") == [("python", "late")]
    assert not found(late, python="3.12")
    assert found(wheel("early-1-py3-none-any.whl", python="<3.12"), python="3.12")


def test_two_versions_of_one_package_are_told() -> None:
    first, second = (wheel(f"lxml-{n}-py3-none-any.whl") for n in (5, 6))
    assert found(first, second) == [("twice", "lxml")]


def test_extras_are_followed_to_their_end() -> None:
    wheels = [
        wheel(APP, "web[fast]"),
        wheel("web-1-py3-none-any.whl", 'engine[tls]; extra == "fast"', 'doc; extra == "doc"'),
        wheel("engine-1-py3-none-any.whl", 'crypto; extra == "tls" and os_name == "nt"'),
    ]
    assert found(*wheels) == [("missing", "crypto")]
    assert found(*wheels[:2]) == [("missing", "engine")]


def test_what_comes_from_an_address_is_not_offline() -> None:
    app = wheel(APP, "lxml @ https://example.invalid/lxml.whl")
    assert found(app, wheel("lxml-1-py3-none-any.whl")) == [("address", "lxml")]


def test_flaws_say_who_needs_what() -> None:
    wheels = [wheel(APP, "lxml<7,>=5.3", "pywin32>=224"), wheel("lxml-4.9-py3-none-any.whl")]
    assert sorted(map(str, flaws(wheels, Target("3.11")))) == [
        "lxml 4.9 版本不合：app 1.0 需要 lxml<7,>=5.3",
        "缺少 pywin32：app 1.0 需要 pywin32>=224",
    ]
