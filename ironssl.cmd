@echo off
rem IronPython 3.4 with IronSsl's ssl. Builds itself on first use and whenever its sources are newer than the build.
setlocal
set "root=%~dp0"
set "host=%root%artifacts\host"
powershell -NoProfile -ExecutionPolicy Bypass -File "%root%eng\build-host.ps1" || exit /b %ERRORLEVEL%
"%host%\IronSsl.Host.exe" %*
exit /b %ERRORLEVEL%
