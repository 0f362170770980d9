package org.hikyaku.neighbours.renewal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hikyaku.neighbours.text.Damage;
import org.hikyaku.neighbours.text.Place;
import org.hikyaku.neighbours.text.SourceText;
import org.hikyaku.neighbours.text.SourceText.Splice;

/** A table of cron (crontab(5)). */
public final class Crontab {

    private static final String TIME = "(@[a-z]+|(?:[^\\s=]+[ \\t]+){4}[^\\s=]+)";
    private static final Pattern SYSTEM =
            Pattern.compile("^[ \\t]*" + TIME + "[ \\t]+([^\\s=]+)[ \\t]+(\\S.*)$");
    private static final Pattern USER = Pattern.compile("^[ \\t]*" + TIME + "[ \\t]+(\\S.*)$");
    private static final Pattern ENVIRONMENT =
            Pattern.compile("^\\s*[\"']?(\\w+)[\"']?\\s*=\\s*(.*?)\\s*$");

    private final SourceText text;
    private final String owner;
    private final List<Job> jobs = new ArrayList<>();
    private final List<Damage> damages = new ArrayList<>();

    private Crontab(SourceText text, String owner) {
        this.text = text;
        this.owner = owner;
        Map<String, String> environment = new HashMap<>();
        for (int line = 0; line < text.lineCount(); line++) {
            String stripped = text.line(line).strip();
            if (!stripped.isEmpty() && !stripped.startsWith("#")) {
                read(line, environment);
            }
        }
    }

    /** Reads {@code /etc/crontab} or a file of {@code /etc/cron.d}: the sixth field is the user. */
    public static Crontab system(SourceText text) {
        return new Crontab(text, "");
    }

    /** Reads the table of one user: there is no field for the user. */
    public static Crontab of(SourceText text, String user) {
        if (user.isEmpty()) {
            throw new IllegalArgumentException("a user has a name");
        }
        return new Crontab(text, user);
    }

    /**
     * One job.
     *
     * @param schedule the five fields of time, or {@code @daily} and the like
     * @param command up to the end of the line
     * @param environment what the lines above set, by name
     */
    public record Job(
            String schedule,
            String user,
            String command,
            Map<String, String> environment,
            Place at) {

        /** Copies the map. */
        public Job {
            environment = Map.copyOf(environment);
        }
    }

    private void read(int line, Map<String, String> environment) {
        String content = raw(line);
        Matcher job = form().matcher(content);
        Matcher setting = ENVIRONMENT.matcher(content);
        if (setting.matches()) {
            environment.put(
                    setting.group(1),
                    SourceText.shown(setting.group(2)).replaceAll("^[\"']|[\"']$", ""));
        } else if (job.matches()) {
            jobs.add(
                    new Job(
                            SourceText.shown(job.group(1)),
                            owner.isEmpty() ? SourceText.shown(job.group(2)) : owner,
                            SourceText.shown(job.group(job.groupCount())).strip(),
                            environment,
                            text.place(text.lineStart(line))));
        } else {
            damages.add(text.damage(text.lineStart(line), Damage.Expected.CRON_LINE));
        }
    }

    private Pattern form() {
        return owner.isEmpty() ? SYSTEM : USER;
    }

    /** A line with one char for each octet, without its end. */
    private String raw(int line) {
        return text.chars().substring(text.lineStart(line), text.contentEnd(line));
    }

    /** The file. */
    public SourceText text() {
        return text;
    }

    /** What could not be read. */
    public List<Damage> damages() {
        return List.copyOf(damages);
    }

    /** All jobs, in the order of the file. */
    public List<Job> jobs() {
        return List.copyOf(jobs);
    }

    /** Gives a job another command. */
    public Crontab setCommand(Job job, String command) {
        int line = job.at().line() - 1;
        Matcher written = form().matcher(raw(line));
        if (!written.matches()) {
            throw new IllegalArgumentException(job.at() + " is no job of this table");
        }
        int start = text.lineStart(line) + written.start(written.groupCount());
        return edited(new Splice(start, text.contentEnd(line), command));
    }

    /** Takes a job out of use, its text stays as a comment. */
    public Crontab commentOut(Job job) {
        return edited(text.markLine(job.at().line() - 1, "# "));
    }

    /** Takes a job away. */
    public Crontab remove(Job job) {
        return edited(text.removeLine(job.at().line() - 1));
    }

    private Crontab edited(Splice splice) {
        return new Crontab(text.with(splice), owner);
    }
}
