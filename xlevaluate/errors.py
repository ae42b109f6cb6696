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
    errno.EDQUOT: "磁盘配额已满",
    errno.EFBIG: "超过了文件大小的限制",
    errno.EIO: "磁盘或网络读写出错",
    errno.ENOENT: "文件或文件夹不存在",
    errno.EEXIST: "同名的文件或文件夹已经存在",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.EINVAL: "系统不接受这个名称或操作",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "打开的文件太多",
    errno.ESTALE: "网络文件夹已断开，请重新连接",
    errno.ETIMEDOUT: "网络文件夹没有响应",
    errno.EXDEV: "跨越了两个磁盘",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EBUSY: "正被其他程序占用",
}


def reason_of(error: OSError) -> str:
    """Say why the system could not do something; a reason not known here is given as its code."""
    code = error.errno or 0
    return _REASONS.get(code, f"系统报告错误 {errno.errorcode.get(code, code)}")


def in_words(error: OSError) -> str:
    """Say what the system could not do with a file."""
    name = f"“{error.filename}”" if error.filename else ""
    return f"文件操作失败：{name}{reason_of(error)}。"
