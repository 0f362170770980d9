package org.hikyaku.zonefile;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which lines of a text another one does not have, found by the algorithm of Myers (1986). */
public final class LineDiff {

    /** More different lines than this are shown as all replaced: the search costs its square. */
    private static final int MAX_EDITS = 2_000;

    private final Lines old;
    private final Lines now;
    private final List<String> out = new ArrayList<>();

    /** Where each line begins, and at the end where the last one ends. */
    private record Lines(byte[] text, int[] starts, int size) {

        static Lines of(byte[] text) {
            int[] starts = new int[64];
            int count = 0;
            int from = 0;
            while (from < text.length) {
                if (count + 2 > starts.length) {
                    starts = Arrays.copyOf(starts, starts.length * 2);
                }
                starts[count++] = from;
                while (from < text.length && text[from] != '\n') {
                    from++;
                }
                from = Math.min(text.length, from + 1);
            }
            starts[count] = text.length;
            return new Lines(text, starts, count);
        }

        boolean same(int line, Lines other, int otherLine) {
            return Arrays.equals(
                    text,
                    starts[line],
                    starts[line + 1],
                    other.text,
                    other.starts[otherLine],
                    other.starts[otherLine + 1]);
        }

        byte[] get(int line) {
            return Arrays.copyOfRange(text, starts[line], starts[line + 1]);
        }
    }

    private LineDiff(Lines old, Lines now) {
        this.old = old;
        this.now = now;
    }

    /**
     * The lines that differ: {@code -} and {@code +} with what is gone and new, before each run a
     * line {@code @@ N @@} with the number of its first line in the new text.
     */
    public static List<String> of(byte[] before, byte[] after) {
        LineDiff diff = new LineDiff(Lines.of(before), Lines.of(after));
        diff.run();
        return diff.out;
    }

    private void run() {
        int head = 0;
        int shorter = Math.min(old.size(), now.size());
        while (head < shorter && old.same(head, now, head)) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && old.same(old.size() - 1 - tail, now, now.size() - 1 - tail)) {
            tail++;
        }
        int n = old.size() - head - tail;
        int m = now.size() - head - tail;
        if (n == 0 && m == 0) {
            return;
        }
        List<int[]> trace = search(head, n, m);
        if (trace.isEmpty()) {
            part(head, head + n, head, head + m);
            return;
        }
        walk(trace, head, n, m);
    }

    /** The furthest points for each number of edits; empty where there are too many. */
    private List<int[]> search(int head, int n, int m) {
        List<int[]> trace = new ArrayList<>();
        int max = Math.min(MAX_EDITS, n + m);
        int[] furthest = new int[2 * max + 3];
        int middle = max + 1;
        for (int d = 0; d <= max; d++) {
            trace.add(Arrays.copyOfRange(furthest, middle - d - 1, middle + d + 2));
            for (int k = -d; k <= d; k += 2) {
                boolean down =
                        k == -d || k != d && furthest[middle + k - 1] < furthest[middle + k + 1];
                int x = down ? furthest[middle + k + 1] : furthest[middle + k - 1] + 1;
                x = slide(head, x, x - k, n, m);
                furthest[middle + k] = x;
                if (x >= n && x - k >= m) {
                    return trace;
                }
            }
        }
        return List.of();
    }

    private int slide(int head, int from, int fromNow, int n, int m) {
        int x = from;
        int y = fromNow;
        while (x < n && y >= 0 && y < m && old.same(head + x, now, head + y)) {
            x++;
            y++;
        }
        return x;
    }

    private void walk(List<int[]> trace, int head, int n, int m) {
        boolean[] gone = new boolean[n];
        boolean[] fresh = new boolean[m];
        int x = n;
        int y = m;
        for (int d = trace.size() - 1; d > 0; d--) {
            int[] furthest = trace.get(d);
            int middle = d + 1;
            int k = x - y;
            boolean down = k == -d || k != d && furthest[middle + k - 1] < furthest[middle + k + 1];
            int before = down ? k + 1 : k - 1;
            x = furthest[middle + before];
            y = x - before;
            if (down) {
                fresh[y] = true;
            } else {
                gone[x] = true;
            }
        }
        int i = 0;
        int j = 0;
        while (i < n || j < m) {
            int fromOld = i;
            int fromNow = j;
            while (i < n && gone[i]) {
                i++;
            }
            while (j < m && fresh[j]) {
                j++;
            }
            if (i > fromOld || j > fromNow) {
                part(head + fromOld, head + i, head + fromNow, head + j);
            } else {
                i++;
                j++;
            }
        }
    }

    private void part(int oldFrom, int oldTo, int nowFrom, int nowTo) {
        out.add("@@ " + (nowFrom + 1) + " @@");
        for (int i = oldFrom; i < oldTo; i++) {
            out.add("-" + shown(old.get(i)));
        }
        for (int i = nowFrom; i < nowTo; i++) {
            out.add("+" + shown(now.get(i)));
        }
    }

    /** As UTF-8, in which comments usually are, else octet for octet. */
    private static String shown(byte[] line) {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
        } catch (CharacterCodingException _) {
            text = new String(line, StandardCharsets.ISO_8859_1);
        }
        return text.replaceAll("[\r\n]+$", "");
    }
}
