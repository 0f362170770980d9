package org.hikyaku.zonefile;

import java.util.Locale;
import java.util.ResourceBundle;

/** What a finding is of; enums implement it, their texts lie in a bundle beside them. */
public interface ZoneRule {

    /** The constant's name: the key of its texts, and its code in data. */
    String name();

    /** How bad it is. */
    ZoneSeverity severity();

    /**
     * Keys {@code NAME.what}, and where there is more to say {@code NAME.why}, {@code NAME.fix}.
     */
    ResourceBundle texts(Locale locale);

    /** The bundle {@code name} beside {@code owner}; English where a language has none. */
    static ResourceBundle bundle(Class<?> owner, String name, Locale locale) {
        return ResourceBundle.getBundle(
                owner.getPackageName() + "." + name,
                locale,
                ResourceBundle.Control.getNoFallbackControl(
                        ResourceBundle.Control.FORMAT_PROPERTIES));
    }
}
