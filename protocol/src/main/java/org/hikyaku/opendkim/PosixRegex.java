package org.hikyaku.opendkim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A POSIX extended regular expression (IEEE 1003.1, chapter 9.4), compiled to an automaton whose
 * states run side by side: the time is the length of the program times that of the text. Says only
 * whether there is a match. Back references are refused.
 */
final class PosixRegex {

    /** Matches everything. */
    static final PosixRegex EMPTY = new PosixRegex(List.of(new Step.Match()));

    /** Repetitions are written out; more than this is refused, in steps. */
    private static final int MAX_STEPS = 20_000;

    /** What the automaton does at one place. */
    private sealed interface Step {
        record One(CharSet set) implements Step {}

        record Fork(int first, int second) implements Step {}

        record Jump(int to) implements Step {}

        record AtBegin() implements Step {}

        record AtEnd() implements Step {}

        record Match() implements Step {}
    }

    private final List<Step> program;

    private PosixRegex(List<Step> program) {
        this.program = program;
    }

    static PosixRegex of(String expression, boolean anyCase) throws BadPatternException {
        Compiler compiler = new Compiler();
        compiler.add(new PosixSyntax(expression, anyCase).parse());
        compiler.emit(new Step.Match());
        return new PosixRegex(List.copyOf(compiler.steps));
    }

    /** Whether it matches anywhere in {@code text}. */
    boolean find(String text) {
        Run run = new Run(program, text.length());
        for (int at = 0; at <= text.length(); at++) {
            run.enter(0, at);
            if (run.matched) {
                return true;
            }
            if (at < text.length()) {
                run.step(text.charAt(at), at + 1);
            }
        }
        return run.matched;
    }

    /** The states in which the automaton is, without order: nobody asks where a match is. */
    private static final class Run {
        private final List<Step> program;
        private final int end;
        private final int[] pending;
        private final int[] seen;
        private int[] now;
        private int[] next;
        private int count;
        private boolean matched;

        Run(List<Step> program, int end) {
            this.program = program;
            this.end = end;
            this.pending = new int[program.size() * 2 + 2];
            this.seen = new int[program.size()];
            this.now = new int[program.size()];
            this.next = new int[program.size()];
            Arrays.fill(seen, -1);
        }

        /** Adds a state and those that follow without a character. */
        void enter(int state, int at) {
            int left = 0;
            pending[left++] = state;
            while (left > 0) {
                int s = pending[--left];
                if (seen[s] == at) {
                    continue;
                }
                seen[s] = at;
                switch (program.get(s)) {
                    case Step.One _ -> now[count++] = s;
                    case Step.Match _ -> matched = true;
                    case Step.Jump(int to) -> pending[left++] = to;
                    case Step.Fork(int first, int second) -> {
                        pending[left++] = first;
                        pending[left++] = second;
                    }
                    case Step.AtBegin _ -> left = at == 0 ? push(s + 1, left) : left;
                    case Step.AtEnd _ -> left = at == end ? push(s + 1, left) : left;
                }
            }
        }

        private int push(int state, int left) {
            pending[left] = state;
            return left + 1;
        }

        void step(char c, int after) {
            int[] states = now;
            int n = count;
            now = next;
            next = states;
            count = 0;
            for (int i = 0; i < n && !matched; i++) {
                if (program.get(states[i]) instanceof Step.One(CharSet set) && set.has(c)) {
                    enter(states[i] + 1, after);
                }
            }
        }
    }

    private static final class Compiler {
        private final List<Step> steps = new ArrayList<>();

        int emit(Step step) throws BadPatternException {
            if (steps.size() >= MAX_STEPS) {
                throw new BadPatternException("it repeats too much");
            }
            steps.add(step);
            return steps.size() - 1;
        }

        void add(PosixSyntax.Node node) throws BadPatternException {
            switch (node) {
                case PosixSyntax.Node.Begin _ -> emit(new Step.AtBegin());
                case PosixSyntax.Node.End _ -> emit(new Step.AtEnd());
                case PosixSyntax.Node.One(CharSet set) -> emit(new Step.One(set));
                case PosixSyntax.Node.Sequence(List<PosixSyntax.Node> parts) -> {
                    for (PosixSyntax.Node part : parts) {
                        add(part);
                    }
                }
                case PosixSyntax.Node.Choice(List<PosixSyntax.Node> ways) -> choice(ways);
                case PosixSyntax.Node.Repeat(PosixSyntax.Node part, int least, int most) ->
                        repeat(part, least, most);
            }
        }

        private void choice(List<PosixSyntax.Node> ways) throws BadPatternException {
            List<Integer> exits = new ArrayList<>();
            for (int i = 0; i + 1 < ways.size(); i++) {
                int fork = emit(new Step.Jump(0));
                add(ways.get(i));
                exits.add(emit(new Step.Jump(0)));
                steps.set(fork, new Step.Fork(fork + 1, steps.size()));
            }
            add(ways.getLast());
            for (int exit : exits) {
                steps.set(exit, new Step.Jump(steps.size()));
            }
        }

        private void repeat(PosixSyntax.Node part, int least, int most) throws BadPatternException {
            for (int i = 0; i < least; i++) {
                add(part);
            }
            if (most == PosixSyntax.UNBOUNDED) {
                int fork = emit(new Step.Jump(0));
                add(part);
                emit(new Step.Jump(fork));
                steps.set(fork, new Step.Fork(fork + 1, steps.size()));
                return;
            }
            List<Integer> forks = new ArrayList<>();
            for (int i = least; i < most; i++) {
                forks.add(emit(new Step.Jump(0)));
                add(part);
            }
            for (int fork : forks) {
                steps.set(fork, new Step.Fork(fork + 1, steps.size()));
            }
        }
    }
}
