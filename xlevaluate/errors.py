"""What the program cannot do, told to a person."""


class CannotDoError(Exception):
    """The request cannot be carried out; the text is Chinese and names the place.

    The command line prints it and ends with exit code 2.
    """


def in_words(error: OSError) -> str:
    """Say what the system could not do with a file."""
    return f"文件操作失败：{error.filename or ''} {error.strerror or error}。"
