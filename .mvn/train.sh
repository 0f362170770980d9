# Makes the ahead-of-time cache of the program in folder $1: a server is made, started until it listens, and ended; then the lab sends mail. Started by ./hikyaku in the background, once.
set -eu
home=$1
target=$home/app/target
work=$(mktemp -d)
trap 'rm -rf "$work" "$target/hikyaku.aot.new" "$target/aot.lock"' EXIT
java="$JAVA_HOME/bin/java"
. "$home/.mvn/flags.sh"
"$java" $HIKYAKU_FLAGS -jar "$target/hikyaku.jar" quickstart you@train.example --hostname mail.train.example --dir "$work/data" --offline
sed -i.bak -e 's/^# smtp = .*/smtp = ["127.0.0.1:0"]/; s/^# submission = .*/submission = ["127.0.0.1:0"]/; s/^# submissions = .*/submissions = ["127.0.0.1:0"]/; s/^# address = .*/address = "none"/' "$work/data/hikyaku.toml"
# Some thousands of messages teach the cache which methods run often (JEP 515): a new server is quick after seconds.
TMPDIR="$work" "$java" $HIKYAKU_FLAGS -Djava.io.tmpdir="$work" -XX:AOTCacheOutput="$target/hikyaku.aot.new" -jar "$target/hikyaku.jar" lab --training "$work/data" --messages 3000
mv "$target/hikyaku.aot.new" "$target/hikyaku.aot"
