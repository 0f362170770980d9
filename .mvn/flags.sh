# Sourced by ./hikyaku and train.sh: the flags that a run and the training of its start-up cache must share. POSIX sh.
# Half of the heap for the young, of which mail leaves nothing; small heap steps and a heap that shrinks again keep an idle server small; half of the memory is the most it may take.
HIKYAKU_FLAGS="-XX:+UseSerialGC -Xms16m -XX:NewRatio=1 -XX:MaxRAMPercentage=50 -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20 -XX:-UsePerfData"
# What compilers and libraries no longer need goes back to the system every ten seconds: some 8 MB at rest.
HIKYAKU_FLAGS="$HIKYAKU_FLAGS -XX:TrimNativeHeapInterval=10000"
# Three times the calls before the optimizing compiler takes a method: a busy server spends a third as much on compiling, for mail that is not slower.
HIKYAKU_FLAGS="$HIKYAKU_FLAGS -XX:Tier4InvocationThreshold=15000 -XX:Tier4MinInvocationThreshold=1800 -XX:Tier4CompileThreshold=45000 -XX:Tier4BackEdgeThreshold=120000"
HIKYAKU_FLAGS="$HIKYAKU_FLAGS --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
