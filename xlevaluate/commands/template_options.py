"""The options that say which template and which way of scoring a workbook was made with."""

import argparse


def add_profile(command: argparse.ArgumentParser) -> None:
    """Add the options for what the workbook itself cannot tell: files of the user's."""
    command.add_argument(
        "--profile",
        metavar="评分办法",
        help="用自己的评分办法文件制作的工作簿，指出这个 .toml 文件；其余不必写",
    )
    add_template(command, "不是程序自带的模板，指出模板的文件夹；放在文件旁边的不必写")


def add_template(command: argparse.ArgumentParser, words: str) -> None:
    """Add the option for a template, with ``words`` that say what it is for."""
    command.add_argument("--template", metavar="模板", help=words)
