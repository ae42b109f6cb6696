Attribute VB_Name = "XleHost"
Option Explicit

' LibreOffice in place of xlwings' own modules, which it cannot compile: the same names, which
' reach Python through a script in the user's profile. That script is xlevaluate_host.py.

Public Sub RunPython(code As String)
    On Error GoTo failed
    XlePython "run", Array(ThisComponent, code)
    Exit Sub
failed:
    MsgBox XleNamed("xle_no_python").String & Chr(10) & Err.Description
End Sub

Public Sub XleCalculateAll()
    ThisComponent.calculateAll
End Sub

Public Function XlePython(name As String, arguments As Variant) As Variant
    Dim factory As Object, provider As Object, script As Object
    Set factory = CreateUnoService("com.sun.star.script.provider.MasterScriptProviderFactory")
    Set provider = factory.createScriptProvider("")
    Set script = provider.getScript("vnd.sun.star.script:xlevaluate_host.py$" & name & "?language=Python&location=user")
    XlePython = script.invoke(arguments, Array(), Array())
End Function

' Cells call Python only where this has run: a workbook that travels to a machine without it
' keeps to its own formulas.
Public Sub XleOpened()
    XleNamed("xle_live").Value = 0
    On Error Resume Next
    XlePython "opened", Array(ThisComponent)
End Sub

' ThisWorkbook is not known any more in a file that LibreOffice has saved; ThisComponent is.
Private Function XleNamed(name As String) As Object
    Set XleNamed = ThisComponent.NamedRanges.getByName(name).getReferredCells().getCellByPosition(0, 0)
End Function
