package org.hikyaku.opendkim;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which fields OpenDKIM's SignHeaders, OmitHeaders and OversignHeaders choose. Names are compared
 * without regard to case; {@code *} within a name stands for any letters. Immutable.
 */
public final class HeaderChoice {

    /** RFC 6376 section 5.4: From is always signed, whatever a list says. */
    private static final String FROM = "From";

    private final List<String> plain;
    private final List<TablePattern> patterns;
    private final List<TablePattern> omitted;
    private final Set<String> oversigned;

    /**
     * The choice of these lists.
     *
     * @param signed as the setting has it; empty for the standard fields
     * @param omitted as the setting has it; empty for none
     * @param oversigned as the setting has it
     * @param standard the fields that are signed where the setting does not say
     */
    public HeaderChoice(
            List<String> signed,
            List<String> omitted,
            List<String> oversigned,
            List<String> standard) {
        this.omitted = patterns(changed(omitted, List.of()));
        this.oversigned = new LinkedHashSet<>();
        this.oversigned.add(OptionTable.lower(FROM));
        oversigned.forEach(name -> this.oversigned.add(OptionTable.lower(name)));
        List<String> wanted = signed.isEmpty() ? standard : changed(signed, standard);
        Set<String> names = new LinkedHashSet<>(List.of(FROM));
        wanted.stream().filter(name -> !name.contains("*")).forEach(names::add);
        this.plain = distinct(names, oversigned);
        this.patterns = patterns(wanted.stream().filter(name -> name.contains("*")).toList());
    }

    /** {@code *} begins a change of the standard list: {@code +name} and {@code -name}. */
    private static List<String> changed(List<String> names, List<String> standard) {
        if (!names.contains("*")) {
            return names;
        }
        List<String> result = new ArrayList<>(standard);
        for (String name : names) {
            String bare = name.startsWith("+") || name.startsWith("-") ? name.substring(1) : name;
            result.removeIf(bare::equalsIgnoreCase);
            if (!name.startsWith("-") && !name.equals("*")) {
                result.add(bare);
            }
        }
        return result;
    }

    private static List<TablePattern> patterns(List<String> names) {
        List<TablePattern> patterns = new ArrayList<>();
        for (String name : names) {
            try {
                patterns.add(TablePattern.of(name, true));
            } catch (BadPatternException _) {
                // no field can have such a name
            }
        }
        return List.copyOf(patterns);
    }

    /** The names to sign, and those to oversign: signing one and not the others breaks itself. */
    private List<String> distinct(Set<String> names, List<String> more) {
        Set<String> seen = new LinkedHashSet<>();
        List<String> result = new ArrayList<>();
        for (List<String> some : List.of(List.copyOf(names), more)) {
            for (String name : some) {
                if (!isOmitted(name) && seen.add(OptionTable.lower(name))) {
                    result.add(name);
                }
            }
        }
        return result;
    }

    private boolean isOmitted(String name) {
        return !name.equalsIgnoreCase(FROM) && omitted.stream().anyMatch(p -> p.matches(name));
    }

    /** Whether the names depend on the message. */
    public boolean isOpen() {
        return !patterns.isEmpty();
    }

    /** The names to sign in a message that has fields of these names, in lower case. */
    public List<String> names(Set<String> present) {
        if (patterns.isEmpty()) {
            return plain;
        }
        Set<String> seen = new LinkedHashSet<>();
        plain.forEach(name -> seen.add(OptionTable.lower(name)));
        List<String> all = new ArrayList<>(plain);
        for (String name : present) {
            boolean wanted = patterns.stream().anyMatch(p -> p.matches(name));
            if (wanted && !isOmitted(name) && seen.add(name)) {
                all.add(name);
            }
        }
        return all;
    }

    /** The names that are signed once more than they are there, in lower case. */
    public Set<String> oversigned() {
        return Set.copyOf(oversigned);
    }
}
