#!/bin/sh
# The tests of a team's store start a PostgreSQL with PostGIS of their own. This finds one, or installs it where it may.
set -u

find_postgis() {
    for config in pg_config /usr/lib/postgresql/*/bin/pg_config /usr/pgsql-*/bin/pg_config /opt/homebrew/opt/postgresql*/bin/pg_config; do
        bin=$("$config" --bindir 2>/dev/null) || continue
        [ -x "$bin/initdb" ] && [ -f "$("$config" --sharedir)/extension/postgis.control" ] && return 0
    done
    # A server without its pg_config: the extension lies beside it.
    for bin in /usr/lib/postgresql/*/bin; do
        version=$(basename "$(dirname "$bin")")
        [ -x "$bin/initdb" ] && [ -f "/usr/share/postgresql/$version/extension/postgis.control" ] && return 0
    done
    return 1
}

# The package of the newest PostgreSQL that this system has PostGIS for.
package() {
    apt-cache search --names-only '^postgresql-[0-9]+-postgis-3$' | cut -d' ' -f1 | sort -t- -k2 -n | tail -n 1
}

install_postgis() {
    $1 apt-get update -qq || return 1
    found=$(package)
    [ -n "$found" ] || return 1
    $1 env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$found" >/dev/null
}

find_postgis && exit 0

if command -v apt-get >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ]; then
        echo "Installing PostgreSQL with PostGIS for the tests of a team's store ..."
        install_postgis ""
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        echo "Installing PostgreSQL with PostGIS for the tests of a team's store ..."
        install_postgis sudo
    fi
fi

find_postgis && exit 0
echo "The tests of a team's store need PostgreSQL with PostGIS, and none was found. They are left out."
echo "Install it and run the command again:"
echo "  Debian, Ubuntu   sudo apt-get install postgresql-postgis"
echo "  Fedora           sudo dnf install postgresql-server postgis"
echo "  macOS            brew install postgresql postgis"
# Whoever has no right to install software still runs every other test; a machine for integration must have it.
[ -z "${CI:-}" ]
