"""What xlwings' server looks up for a cell: the functions, registered with xlwings.

On Windows ``xw.func`` attaches what the server needs to know; elsewhere it returns the function
unchanged, so that tests call the very function that a cell calls.
"""

from typing import Any

import xlwings as xw

from xlevaluate.cells.cell_functions import FUNCTIONS

_registered: dict[str, Any] = {
    function.call.__name__: xw.func(function.call) for function in FUNCTIONS.values()
}
globals().update(_registered)
