@echo off
rem In the bundle this file is GB2312 with CRLF line ends. On a Chinese Windows a double click runs
rem it in code page 936, of which GB2312 is a part; chcp 936 makes it so where the system is set
rem otherwise. UTF-8 with chcp 65001 was not chosen: cmd has been known to lose its place in such
rem files, and console fonts may have no Chinese there. GB2312 also has no character with a byte
rem that means something to cmd. Commands and file names are ASCII, only messages are Chinese: a
rem wrong code page, or a program that spoils names in a zip, spoils words, not the installation.
rem No brackets after if, since a folder called "new (2)" would end them.
chcp 936 >nul 2>nul
setlocal EnableExtensions DisableDelayedExpansion
title xlevaluate $version
set "PYTHONHOME="
set "PYTHONPATH="
set "RESULT=1"
set "PYTHON="
set "PLACE=%LOCALAPPDATA%\xlevaluate\$version-python$python"
set "RIGHT=import sys, sysconfig; sys.exit(sys.version_info[:2] != ($major, $minor) or sysconfig.get_platform() != 'win-amd64')"

pushd "%~dp0"
if not exist "verify.py" goto not_unpacked
if not exist "SHA256SUMS.txt" goto not_unpacked
if not exist "wheels\" goto not_unpacked

call :try py -$python
if not defined PYTHON call :try python
if not defined PYTHON call :try "%LOCALAPPDATA%\Programs\Python\Python$major$minor\python.exe"
if not defined PYTHON call :try "%ProgramFiles%\Python$major$minor\python.exe"
if not defined PYTHON goto no_python

echo 【1/4】核对文件
call %PYTHON% verify.py
if not %ERRORLEVEL% EQU 0 goto changed

echo 【2/4】安装到 "%PLACE%"
call %PYTHON% -m venv "%PLACE%"
if not %ERRORLEVEL% EQU 0 goto failed
"%PLACE%\Scripts\python.exe" -m pip --isolated --disable-pip-version-check install --no-index --find-links wheels --force-reinstall xlevaluate==$version
if not %ERRORLEVEL% EQU 0 goto failed

echo 【3/4】让 Excel 使用它
"%PLACE%\Scripts\python.exe" -m xlevaluate install
if not %ERRORLEVEL% EQU 0 goto failed

echo 【4/4】诊断这台电脑
"%PLACE%\Scripts\python.exe" -m xlevaluate doctor
if %ERRORLEVEL% EQU 0 goto done
if %ERRORLEVEL% EQU 1 goto done
goto failed

:done
set "RESULT=0"
echo.
echo 安装完成。上面如有不对的地方，请按箭头后面的办法处理。
echo 要用命令，双击本文件夹中的“命令行.bat”。
goto end

:try
call %* -c "%RIGHT%" >nul 2>nul
if %ERRORLEVEL% EQU 0 set PYTHON=%*
goto :eof

:not_unpacked
echo 文件不全。请先把压缩包全部解压到一个文件夹，再双击其中的“安装.bat”。
goto end

:no_python
echo 没有找到 64 位的 Python $python。没有安装任何东西。
echo 请先安装：在能上网的电脑上打开 Python 官方网站 python.org，
echo 下载 Python $python 的 Windows installer (64-bit)，拷到这台电脑上安装，
echo 然后再双击“安装.bat”。别的版本和 32 位的不能用。
goto end

:changed
echo 文件与制作时不同（见上），没有安装任何东西。请重新拷贝整个文件夹。
goto end

:failed
echo 安装没有完成（原因见上）。请关闭 Excel 后再试一次；
echo 仍不行的，请把本窗口中的文字发给提供本安装包的人。
goto end

:end
popd
echo.
pause
exit /b %RESULT%
