Attribute VB_Name = "XleMain"
Option Explicit

' What the buttons and the ribbon run. This file is pure ASCII: captions stand in cells and in the
' ribbon's XML, and whatever is said to the user is said by Python.

Private lastFailure As String

Public Sub XleRecalculate()
    XleCalculateAll
    XleRun "recalculate"
End Sub

Public Sub XleCheck()
    XleRun "check"
End Sub

Public Sub XleNextFinding()
    XleRun "next_finding"
End Sub

Public Sub XleReport()
    XleRun "report"
End Sub

Public Sub XleExport()
    XleRun "export"
End Sub

Public Sub XleRepair()
    XleRun "repair"
End Sub

Public Sub XleDiagnose()
    XleRun "diagnose"
End Sub

' The ribbon calls this for every button; a button's id is the name of its macro.
Public Sub XleOnAction(control As Object)
    Application.Run control.ID
End Sub

Private Sub XleRun(command As String)
    RunPython "from xlevaluate.live import buttons; buttons.run('" & command & "')"
End Sub

' A failure of a function in a cell is kept here for XleDiagnose; the cell shows its native value.
Public Sub XleRemember(name As String, description As String)
    lastFailure = name & ": " & description
End Sub

Public Function XleLastFailure() As String
    XleLastFailure = lastFailure
End Function
