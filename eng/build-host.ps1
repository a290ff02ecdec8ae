# Builds the console into artifacts\host when it is missing or older than its sources; the counterpart of build-host.
$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent $PSScriptRoot
$hostFolder = Join-Path $root 'artifacts\host'
$stamp = Join-Path $hostFolder '.built'

if (Test-Path $stamp) {
    $built = (Get-Item $stamp).LastWriteTimeUtc
    $places = 'src', 'pylib', 'Directory.Build.props', 'Directory.Packages.props' |
        ForEach-Object { Join-Path $root $_ }
    $newer = Get-ChildItem -Path $places -Recurse -File |
        Where-Object { $_.LastWriteTimeUtc -gt $built } | Select-Object -First 1
    if (-not $newer) { exit 0 }
}

if (-not (Get-Command dotnet -ErrorAction SilentlyContinue)) {
    [Console]::Error.WriteLine("ironssl: the .NET SDK (8.0 or later) is needed: the command 'dotnet' is not on the PATH.")
    exit 3
}

$started = [DateTime]::UtcNow
$framework = if ((dotnet --version) -match '^[89]\.') { 'net8.0' } else { 'net10.0' }
$fresh = "$hostFolder.new"
if (Test-Path $fresh) { Remove-Item -Recurse -Force $fresh }
[Console]::Error.WriteLine('ironssl: building (once; about a minute) ...')
$output = dotnet publish (Join-Path $root 'src\IronSsl.Host\IronSsl.Host.csproj') -nologo -v quiet `
    -c Release -f $framework "-p:TargetFrameworks=$framework" --use-current-runtime `
    -p:PublishReadyToRun=true -o $fresh
if ($LASTEXITCODE -ne 0) {
    $lacking = $output | Select-String 'NU110[12]: Unable to find package ([^ ]+)' |
        ForEach-Object { $_.Matches[0].Groups[1].Value.TrimEnd('.') } | Sort-Object -Unique
    if ($lacking) {
        [Console]::Error.WriteLine("ironssl: the configured NuGet sources lack $($lacking -join ', '); " +
            'the public NuGet gallery (nuget.org) has it.')
        exit 3
    }
    $output | ForEach-Object { [Console]::Error.WriteLine($_) }
    exit 1
}

if (Test-Path $hostFolder) { Remove-Item -Recurse -Force $hostFolder }
Move-Item $fresh $hostFolder
(New-Item -ItemType File -Path $stamp).LastWriteTimeUtc = $started
