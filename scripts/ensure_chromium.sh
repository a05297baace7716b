#!/bin/sh
# The browser tests open pages in a real Chromium. This finds one, or installs it where it may.
set -u

find_browser() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    [ -d "/Applications/Google Chrome.app" ]
}

find_browser && exit 0

if command -v apt-get >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ]; then
        echo "Installing Chromium for the browser tests ..."
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        echo "Installing Chromium for the browser tests ..."
        sudo apt-get update -qq && sudo DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
    fi
fi

find_browser && exit 0
echo "The browser tests need Chromium, and none was found."
echo "Install it and run the command again:"
echo "  Debian, Ubuntu   sudo apt-get install chromium"
echo "  Fedora           sudo dnf install chromium"
echo "  macOS            brew install --cask google-chrome"
exit 1
