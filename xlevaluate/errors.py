"""What the program cannot do, told to a person."""

import errno


class CannotDoError(Exception):
    """The request cannot be carried out; the text is Chinese and names the place.

    The command line prints it and ends with exit code 2.
    """


_REASONS = {
    errno.EROFS: "所在的文件夹是只读的，请换一个文件夹",
    errno.EACCES: "没有权限，或正被其他程序占用",
    errno.EPERM: "没有权限",
    errno.ENOSPC: "磁盘已满",
    errno.ENOENT: "文件或文件夹不存在",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EBUSY: "正被其他程序占用",
}


def reason_of(error: OSError) -> str:
    """Say why the system could not do something, in Chinese as far as the reason is known."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))


def in_words(error: OSError) -> str:
    """Say what the system could not do with a file."""
    name = f"“{error.filename}”" if error.filename else ""
    return f"文件操作失败：{name}{reason_of(error)}。"
