Attribute VB_Name = "XleHelp"
Option Explicit

' What only Excel has; elsewhere it does nothing, and Python calculates.

Public Sub XleCalculateAll()
    On Error Resume Next
    Application.CalculateFull
End Sub

' Gives Excel the help of the functions in cells, which stands in a hidden sheet, a row each:
' name, help, then the help of each argument.
Public Sub XleDescribe()
    On Error Resume Next
    Dim help As Object, row As Long, column As Long
    Dim arguments() As String
    Set help = ThisWorkbook.Worksheets("xle_help")
    row = 1
    Do While Len(help.Cells(row, 1).Value) > 0
        column = 3
        ReDim arguments(0)
        Do While Len(help.Cells(row, column).Value) > 0
            ReDim Preserve arguments(column - 3)
            arguments(column - 3) = help.Cells(row, column).Value
            column = column + 1
        Loop
        Application.MacroOptions Macro:=help.Cells(row, 1).Value, _
            Description:=help.Cells(row, 2).Value, Category:="xlevaluate", _
            ArgumentDescriptions:=arguments
        row = row + 1
    Loop
End Sub
