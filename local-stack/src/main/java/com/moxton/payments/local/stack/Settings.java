package com.moxton.payments.local.stack;

import com.moxton.payments.local.LocalPort;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Environment variables. A blank one counts as absent: scripts often set them so. */
record Settings(Map<String, String> environment) {

    @Nullable
    String find(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    String get(String name, String otherwise) {
        String value = find(name);
        return value == null ? otherwise : value;
    }

    boolean has(String name) {
        return find(name) != null;
    }

    /** @param program as a person knows it */
    LocalPort port(String program, String name, int otherwise) {
        String value = get(name, Integer.toString(otherwise));
        try {
            int number = Integer.parseInt(value);
            if (number > 0 && number <= 65_535) {
                return new LocalPort(program + " (" + name + ")", number);
            }
        } catch (NumberFormatException e) {
            // the same line as for a number out of range
        }
        throw new StartStoppedException(name + " must be a port between 1 and 65535, not '" + value + "'");
    }

    @Override
    public String toString() {
        return "Settings" + environment.keySet(); // never the values: there are secrets among them
    }
}
