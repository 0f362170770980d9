package org.hikyaku.app.milter;

import java.util.List;
import java.util.Map;
import org.hikyaku.app.server.MilterSetup;
import org.hikyaku.milterd.MilterParts;
import org.hikyaku.ops.EventLog;

/** Where a milter's rules stand. Closing it lets go of what it holds open. */
interface MilterSource extends AutoCloseable {

    /** What {@code ops.log-level} says, or {@code info}. */
    String logLevel();

    /** As it stands there now; read anew each time. */
    MilterSetup setup(EventLog events);

    /** What the milter works with. */
    MilterParts parts(EventLog events);

    /** Which domains it signs for, and with which keys, as it stands there now. */
    Map<String, List<String>> keys();

    /** What a person should know about it; empty where all is well. */
    List<String> warnings();

    @Override
    void close();
}
