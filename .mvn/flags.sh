# Sourced by ./hikyaku and train.sh: the flags that a run and the training of its start-up cache must share. POSIX sh.
# Small heap steps and a heap that shrinks again keep an idle server small; half of the memory is the most it may take.
HIKYAKU_FLAGS="-XX:+UseSerialGC -Xms16m -XX:MaxRAMPercentage=50 -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20 -XX:-UsePerfData"
# What compilers and libraries no longer need goes back to the system every ten seconds: some 8 MB at rest.
HIKYAKU_FLAGS="$HIKYAKU_FLAGS -XX:TrimNativeHeapInterval=10000"
HIKYAKU_FLAGS="$HIKYAKU_FLAGS --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
