"""Our functions as an add-in of LibreOffice: cells reach Python with every macro switched off.

An add-in is the program's own. The document only names its functions, and can reach nothing else
through them. LibreOffice asks for its add-ins once, before it first reads a formula.
"""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

from xlevaluate.cells.cell_functions import FUNCTIONS, CellFunction
from xlevaluate.live.libreoffice.add_in_names import ADD_IN, method_of
from xlevaluate.live.libreoffice.script import call
from xlevaluate.live.libreoffice.uno_bridge import implementing, uno

_INTERFACE = "org.xlevaluate.XFunctions"
_TYPES = "com.sun.star.reflection.theTypeDescriptionManager"
_SERVICES = ("com.sun.star.sheet.AddIn", ADD_IN)
_IMPLEMENTATION = "org.xlevaluate.Functions"
_CATEGORY = "Add-In"
_METHODS = {method_of(function): function for function in FUNCTIONS.values()}


def add_functions(declared: Path) -> bool:
    """Add our functions to this LibreOffice, once; tell whether its cells can call them.

    ``declared`` is the file in which they are declared. They cannot be called where LibreOffice had
    asked for its add-ins before.
    """
    context = uno.getComponentContext()
    types = context.getValueByName(f"/singletons/{_TYPES}")
    if not types.hasByHierarchicalName(_INTERFACE):
        types.insert(declared.as_uri())
        context.ServiceManager.insert(_factory())
    known = context.ServiceManager.createInstance("com.sun.star.sheet.FunctionDescriptions")
    return set(FUNCTIONS) <= set(known.ElementNames)


def _factory() -> Any:
    """Return what LibreOffice makes the add-in with."""
    add_in = implementing(
        *("com.sun.star.sheet.XAddIn", "com.sun.star.lang.XServiceName"),
        *("com.sun.star.lang.XServiceInfo", _INTERFACE),
        **_SERVICE_INFO,
        **_DESCRIPTIONS,
        **{method: _answering(function) for method, function in _METHODS.items()},
    )
    return implementing(
        *("com.sun.star.lang.XSingleComponentFactory", "com.sun.star.lang.XServiceInfo"),
        **_SERVICE_INFO,
        createInstanceWithContext=lambda *_: add_in,
        createInstanceWithArgumentsAndContext=lambda *_: add_in,
    )


def _answering(function: CellFunction) -> Callable[..., float | str]:
    """Return the method of a function; what fails becomes an error, as IFERROR wants it."""

    def method(_: Any, *arguments: Any) -> float | str:
        answer = call(function.name, arguments)
        if answer is None:
            raise uno.getClass("com.sun.star.lang.IllegalArgumentException")
        return answer

    return method


def _argument(method: str, number: int) -> tuple[str, str]:
    """Return an argument's name and help; ``number`` counts from 0."""
    function = _METHODS[method]
    texts = list(function.arguments.values())
    names = list(inspect.signature(function.call).parameters)
    return (names[number], texts[number]) if number < len(texts) else ("", "")


_SERVICE_INFO: dict[str, Callable[..., Any]] = {
    "getImplementationName": lambda _: _IMPLEMENTATION,
    "supportsService": lambda _, name: name in _SERVICES,
    "getSupportedServiceNames": lambda _: _SERVICES,
}
_DESCRIPTIONS: dict[str, Callable[..., Any]] = {
    "getServiceName": lambda _: ADD_IN,
    "setLocale": lambda *_: None,
    "getLocale": lambda _: uno.createUnoStruct("com.sun.star.lang.Locale"),
    "getProgrammaticFuntionName": lambda _, name: method_of(FUNCTIONS[name]),  # so spelt by UNO
    "getDisplayFunctionName": lambda _, method: _METHODS[method].name,
    "getFunctionDescription": lambda _, method: _METHODS[method].help,
    "getDisplayArgumentName": lambda _, method, number: _argument(method, number)[0],
    "getArgumentDescription": lambda _, method, number: _argument(method, number)[1],
    "getProgrammaticCategoryName": lambda *_: _CATEGORY,
    "getDisplayCategoryName": lambda *_: _CATEGORY,
}
