# Shared by the scripts that call the .NET SDK; sourced, not run.

require_dotnet() {
    if ! command -v dotnet > /dev/null; then
        echo "ironssl: the .NET SDK (8.0 or later) is needed: the command 'dotnet' is not on the PATH." >&2
        exit 3
    fi
    export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
}

# The newest of our target frameworks that this SDK can build and run.
target_framework() {
    case $(dotnet --version) in
        8.* | 9.*) echo net8.0 ;;
        *) echo net10.0 ;;
    esac
}

# The packages that NuGet did not find in any source (NU1101) or not in the version asked for (NU1102), with ours.
lacking_packages() {
    local props name version
    props=$(dirname "${BASH_SOURCE[0]}")/../Directory.Packages.props
    sed -nE 's/.*error NU110[12]: Unable to find package ([^ ]+)\.? .*/\1/p' "$1" | sed 's/\.$//' | sort -u |
        while read -r name; do
            # Of a range, [3.4.2, 3.5), the version that is taken: the lowest.
            version=$(sed -nE "s/.*Include=\"$name\" Version=\"\[?([^\",]+).*/ \1/p" "$props")
            echo "$name$version"
        done
}

only_lacks_ahead_compiler() {
    local lacking
    lacking=$(lacking_packages "$1")
    [ -n "$lacking" ] && ! grep -qvi '^microsoft\.\(netcore\|aspnetcore\)\.app\.\(crossgen2\|runtime\)' <<< "$lacking"
}

# Are IronPython's packages all that the sources lack? The TLS core is built without them.
lacks_only_ironpython() {
    local lacking
    lacking=$(lacking_packages "$1")
    [ -n "$lacking" ] && ! grep -qvE '^(IronPython|IronPython\.StdLib|DynamicLanguageRuntime)( |$)' <<< "$lacking"
}

# Ends the script: one line for what a user can mend (status 3), the compiler's words for everything else (status 1).
report_build_failure() {
    local lacking
    lacking=$(lacking_packages "$1" | paste -sd, - | sed 's/,/, /g')
    if [ -n "$lacking" ]; then
        echo "ironssl: the configured NuGet sources lack $lacking; the public NuGet gallery (nuget.org) has it." >&2
        exit 3
    fi
    grep -E 'error|warning' "$1" | sort -u | head -20 >&2 || tail -20 "$1" >&2
    echo "ironssl: the build failed; all of its output is in artifacts/$(basename "$1")" >&2
    exit 1
}
