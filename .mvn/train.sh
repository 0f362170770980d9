# Makes the ahead-of-time cache of the program in folder $1: a server is made, started until it listens, and ended. Started by ./hikyaku in the background, once.
set -eu
home=$1
target=$home/app/target
work=$(mktemp -d)
trap 'rm -rf "$work" "$target/aot.lock"' EXIT
java="$JAVA_HOME/bin/java"
flags="-XX:+UseSerialGC -XX:MaxRAMPercentage=50 -XX:-UsePerfData --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
"$java" $flags -jar "$target/hikyaku.jar" quickstart you@train.example --hostname mail.train.example --dir "$work/data" --offline
sed -i.bak -e 's/^# smtp = .*/smtp = ["127.0.0.1:0"]/; s/^# submission = .*/submission = ["127.0.0.1:0"]/; s/^# submissions = .*/submissions = ["127.0.0.1:0"]/; s/^# address = .*/address = "none"/' "$work/data/hikyaku.toml"
"$java" $flags -XX:AOTCacheOutput="$work/hikyaku.aot" -jar "$target/hikyaku.jar" serve --dir "$work/data" --until-ready
mv "$work/hikyaku.aot" "$target/hikyaku.aot"
