package org.hikyaku.neighbours.setup;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.hikyaku.neighbours.blocks.Directive;
import org.hikyaku.neighbours.setup.NginxSetup.Served;
import org.hikyaku.neighbours.setup.NginxSetup.Site;

/** Which location of nginx answers, and from where. */
final class Locations {

    /** Looks at chars while one expression is matched: one that backtracks for ever is given up. */
    private static final int MAX_STEPS = 20_000;

    private Locations() {}

    static Served served(Site site, String path) {
        // A return in the server block comes before all locations.
        Optional<Directive> early = site.directive().child("return");
        if (early.isPresent()) {
            return returned(early.get());
        }
        Optional<Directive> location = best(site.directive().children("location"), path);
        Optional<Served> own = location.flatMap(l -> own(l, path));
        if (own.isPresent()) {
            return own.get();
        }
        String root =
                location.flatMap(l -> l.child("root")).map(Directive::argument).orElse(site.root());
        return root.isEmpty()
                ? new Served.Nowhere()
                : new Served.File(root + path, location.orElse(site.directive()));
    }

    /** What a location itself says, but for its root. */
    private static Optional<Served> own(Directive location, String path) {
        Optional<Directive> sends = location.child("return");
        Optional<Directive> proxy = location.child("proxy_pass");
        Optional<Directive> alias = location.child("alias");
        if (sends.isPresent()) {
            return sends.map(Locations::returned);
        }
        if (proxy.isPresent()) {
            return proxy.map(d -> new Served.Proxy(d.argument(), d));
        }
        String prefix = location.words().getLast();
        String tail = path.startsWith(prefix) ? path.substring(prefix.length()) : "";
        return alias.map(d -> new Served.File(d.argument() + tail, d));
    }

    private static Served returned(Directive directive) {
        String code = directive.argument();
        boolean sends = code.startsWith("30") || code.startsWith("http");
        return sends
                ? new Served.Redirect(directive.words().getLast(), directive)
                : new Served.Fixed(directive);
    }

    /** Exact, then the longest prefix if it is {@code ^~}, then expressions, then that prefix. */
    private static Optional<Directive> best(List<Directive> locations, String path) {
        Optional<Directive> prefix = Optional.empty();
        int longest = -1;
        for (Directive location : locations) {
            String kind = kind(location);
            String pattern = location.words().getLast();
            if (kind.equals("=") && pattern.equals(path)) {
                return Optional.of(location);
            }
            boolean fits = kind.isEmpty() || kind.equals("^~");
            if (fits && path.startsWith(pattern) && pattern.length() > longest) {
                longest = pattern.length();
                prefix = Optional.of(location);
            }
        }
        Optional<Directive> chosen = prefix;
        return chosen.isPresent() && kind(chosen.get()).equals("^~")
                ? chosen
                : locations.stream().filter(l -> matches(l, path)).findFirst().or(() -> chosen);
    }

    private static String kind(Directive location) {
        return location.words().size() > 2 ? location.argument() : "";
    }

    private static boolean matches(Directive location, String path) {
        if (!kind(location).startsWith("~")) {
            return false;
        }
        int flags = kind(location).equals("~*") ? Pattern.CASE_INSENSITIVE : 0;
        try {
            Pattern pattern = Pattern.compile(location.words().getLast(), flags);
            return pattern.matcher(new Counted(path, new int[1])).find();
        } catch (PatternSyntaxException | TooManySteps _) {
            return false;
        }
    }

    private static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super("an expression that backtracks", null, false, false);
        }
    }

    /** A text that gives up being looked at. */
    private record Counted(String text, int[] steps) implements CharSequence {

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++steps[0] > MAX_STEPS) {
                throw new TooManySteps();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
