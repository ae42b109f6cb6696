Attribute VB_Name = "XleMain"
Option Explicit

' What the buttons and the ribbon run. This file is pure ASCII: captions stand in cells and in the
' ribbon's XML, and whatever is said to the user is said by Python.

Private lastFailure As String
Private lastVisit As String

Public Sub XleRecalculate()
    XleCalculateAll
    XleRun "recalculate"
End Sub

Public Sub XleCheck()
    XleRun "check"
End Sub

Public Sub XlePreviousFinding()
    XleRun "previous_finding"
End Sub

Public Sub XleNextFinding()
    XleRun "next_finding"
End Sub

Public Sub XleApplySuggestion()
    XleRun "apply_suggestion"
End Sub

Public Sub XleAddProject()
    XleRun "add_project"
End Sub

Public Sub XleReport()
    XleRun "report"
End Sub

Public Sub XleExport()
    XleRun "export"
End Sub

Public Sub XlePrint()
    XleRun "print_package"
End Sub

Public Sub XleFromLastYear()
    XleRun "from_last_year"
End Sub

Public Sub XleImport()
    XleRun "import_files"
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

' The finding that was gone to last is kept here, so that the next one follows it.
Public Sub XleVisit(finding As String)
    lastVisit = finding
End Sub

Public Function XleVisited() As String
    XleVisited = lastVisit
End Function

' Lets the user choose a file, and returns its path; nothing where none was chosen.
Public Function XlePickFile(title As String, kinds As String) As String
    Dim picked As Variant
    picked = Application.GetOpenFilename(kinds, , title)
    If VarType(picked) = vbString Then XlePickFile = picked
End Function

' A double click on a line with a link follows it; a cell that is to be filled in is edited.
Public Sub XleFollow(ByVal sheet As Object, ByVal target As Object, cancel As Boolean)
    On Error Resume Next
    Dim link As Object, entry As Object
    If target.Cells(1, 1).Locked = False Then Exit Sub
    Set entry = sheet.Rows(target.Row)
    If entry.Hyperlinks.Count <> 1 Then Exit Sub
    Set link = entry.Hyperlinks(1)
    If Len(link.Address) > 0 Then Exit Sub
    cancel = True
    link.Follow
    lastVisit = "followed"
End Sub

' Protection without a password, lifted while an inserted row is filled up: tells whether there was any.
Public Function XleUnlock(sheetName As String) As Boolean
    XleUnlock = ThisWorkbook.Worksheets(sheetName).ProtectContents
    ThisWorkbook.Worksheets(sheetName).Unprotect
End Function

Public Sub XleLock(sheetName As String)
    ThisWorkbook.Worksheets(sheetName).Protect AllowFormattingCells:=True, _
        AllowFormattingColumns:=True, AllowFormattingRows:=True, _
        AllowInsertingRows:=True, AllowDeletingRows:=True
End Sub
