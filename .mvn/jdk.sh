# Sourced by ./hikyaku and ./dev: finds a JDK that is new enough, and says what to install where there is none. POSIX sh.

HIKYAKU_JAVA=25

# The feature release of the JDK in folder $1, from its release file; nothing where it is no JDK.
jdk_release() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

jdk_fits() {
    v=$(jdk_release "$1")
    [ -n "$v" ] && [ "$v" -ge "$HIKYAKU_JAVA" ]
}

# Prints the folder of the first JDK that fits: JAVA_HOME, then java on the PATH, then the usual folders.
find_jdk() {
    if [ -n "${JAVA_HOME:-}" ] && jdk_fits "$JAVA_HOME"; then
        printf '%s\n' "$JAVA_HOME"
        return 0
    fi
    on_path=$(command -v javac 2>/dev/null || true)
    if [ -n "$on_path" ]; then
        home=$(dirname "$(dirname "$(readlink -f "$on_path" 2>/dev/null || printf '%s' "$on_path")")")
        if jdk_fits "$home"; then
            printf '%s\n' "$home"
            return 0
        fi
    fi
    for home in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
        "${HOME:-/nonexistent}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        if jdk_fits "$home"; then
            printf '%s\n' "$home"
            return 0
        fi
    done
    return 1
}

say_jdk_missing() {
    cat >&2 <<'EOF'
hikyaku needs a JDK 25 or newer, and found none (JAVA_HOME, PATH and the usual folders were looked at).
Install one, then run the same command again:
  Debian 13, Ubuntu   sudo apt install openjdk-25-jdk-headless
                      (older releases: Temurin 25 from adoptium.net/installation/linux)
  Fedora              sudo dnf install java-25-openjdk-devel
  macOS               brew install openjdk@25
Or unpack any JDK 25 and set JAVA_HOME to its folder.
EOF
}

say_maven_missing() {
    cat >&2 <<'EOF'
hikyaku must be built once, and needs Maven 3.8 or newer for it; mvn is not on the PATH.
Install it, then run the same command again:
  Debian, Ubuntu      sudo apt install maven
  Fedora              sudo dnf install maven
  macOS               brew install maven
EOF
}
