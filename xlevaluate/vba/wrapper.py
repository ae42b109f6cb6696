"""The VBA module through which cells reach Python, generated from the functions' signatures.

Users need neither “Import Functions” nor trusted access to the VBA project. The text is ASCII, as
the tool that writes VBA projects can carry nothing else.
"""

import inspect

from xlevaluate.cells.cell_functions import FAILURE, FUNCTIONS, CellFunction

MODULE = "XleFunctions"
UDF_MODULE = "xlevaluate.live.udfs"

_HEAD = f"""\
Attribute VB_Name = "{MODULE}"
Option Explicit

' Generated from the signatures in {UDF_MODULE}; do not edit.
"""

_CALL = f"""
Private Function XleCall(name As String, arguments As Variant) As Variant
    On Error GoTo failed
    Dim answer As Variant
    #If Mac Then
        answer = CVErr(2042)
    #Else
        answer = XLPy.CallUDF("{UDF_MODULE}", name, arguments, ThisWorkbook, Application.Caller)
    #End If
    If IsArray(answer) Then answer = XleFirst(answer)
    If VarType(answer) = vbString Then
        If Left$(answer, {len(FAILURE)}) = "{FAILURE}" Then
            XleRemember name, CStr(answer)
            answer = CVErr(2042)
        End If
    End If
    XleCall = answer
    Exit Function
failed:
    XleRemember name, Err.Description
    XleCall = CVErr(2042)
End Function
"""

_REST = """
' Results come as tables of one cell.
Private Function XleFirst(table As Variant) As Variant
    On Error GoTo flat
    XleFirst = table(LBound(table, 1), LBound(table, 2))
    Exit Function
flat:
    XleFirst = table(LBound(table, 1))
End Function

' An argument that was left out is blank.
Private Function XleGiven(value As Variant) As Variant
    If IsMissing(value) Then
        XleGiven = Empty
    ElseIf IsObject(value) Then
        Set XleGiven = value
    Else
        XleGiven = value
    End If
End Function
"""


def wrapper() -> str:
    """Return the module's text, lines ended as VBA wants them."""
    lines = "\n".join(map(_function, FUNCTIONS.values()))
    return f"{_HEAD}\n{lines}{_CALL}{_REST}".replace("\n", "\r\n")


def _forwarding(function: CellFunction, given: str) -> str:
    """Write a function that hands on its arguments and does nothing else."""
    return (
        f"Public Function {function.name}({_declared(function)}) As Variant\n"
        f'    {function.name} = XleCall("{function.call.__name__}", Array({given}))\n'
        "End Function\n"
    )


def _declared(function: CellFunction) -> str:
    """Write the arguments as VBA declares them."""
    *names, last = inspect.signature(function.call).parameters
    if not function.has_rest:
        names.append(last)
    first_optional = len(names) - function.optional
    declared = [
        f"{'Optional ' if index >= first_optional else ''}{_argument(name)} As Variant"
        for index, name in enumerate(names)
    ]
    if function.has_rest:
        declared.append(f"ParamArray {_argument(last)}() As Variant")
    return ", ".join(declared)


def _function(function: CellFunction) -> str:
    names = list(inspect.signature(function.call).parameters)
    rest = names.pop() if function.has_rest else ""
    first_optional = len(names) - function.optional
    given = ", ".join(
        f"XleGiven({_argument(name)})" if index >= first_optional else _argument(name)
        for index, name in enumerate(names)
    )
    if not rest:
        return _forwarding(function, given)
    count = len(names)
    return (
        f"Public Function {function.name}({_declared(function)}) As Variant\n"
        "    Dim every() As Variant, index As Long\n"
        f"    every = Array({given})\n"
        f"    ReDim Preserve every({count} + UBound({_argument(rest)}))\n"
        f"    For index = 0 To UBound({_argument(rest)})\n"
        f"        If IsObject({_argument(rest)}(index)) Then\n"
        f"            Set every({count} + index) = {_argument(rest)}(index)\n"
        "        Else\n"
        f"            every({count} + index) = {_argument(rest)}(index)\n"
        "        End If\n"
        "    Next index\n"
        f'    {function.name} = XleCall("{function.call.__name__}", every)\n'
        "End Function\n"
    )


def _argument(name: str) -> str:
    """Return an argument's name in VBA, where some words are taken."""
    return f"{name}Cell"
