@echo off
rem GB2312 with CRLF line ends in the bundle, as the other batch file says.
chcp 936 >nul 2>nul
setlocal EnableExtensions DisableDelayedExpansion
title xlevaluate $version
set "PLACE=%LOCALAPPDATA%\xlevaluate\$version-python$python"
if not exist "%PLACE%\Scripts\xlevaluate.exe" goto not_installed
set "PATH=%PLACE%\Scripts;%PATH%"
cd /d "%USERPROFILE%"
echo 在这里可以使用 xlevaluate，例如：
echo   xlevaluate check 工作簿.xlsx      校验
echo   xlevaluate report 工作簿.xlsx     生成报告
echo   xlevaluate --help                 全部命令
echo 把文件拖进这个窗口，就填上了它的路径。
cmd /k
exit /b 0

:not_installed
echo 还没有安装。请先双击“安装.bat”。
pause
exit /b 1
