package com.moxton.payments.local.stack;

import com.moxton.payments.events.settings.InvalidSecretFileException;
import com.moxton.payments.events.settings.SecretFiles;
import com.moxton.payments.local.LocalPort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Environment variables. A blank one counts as absent: scripts often set them so. */
record Settings(Map<String, String> environment) {

    /**
     * Secrets that lie in files are read, and the files' names forgotten: who gets which secret is decided here.
     *
     * @throws StartStoppedException when a file can't be read
     */
    static Settings of(Map<String, String> environment) {
        List<String> names = new ArrayList<>(ServiceEnvironment.SECRETS);
        names.addAll(SecretFiles.KAFKA);
        try {
            Map<String, String> all = new HashMap<>(environment);
            all.putAll(SecretFiles.read(environment::get, names));
            names.forEach(name -> all.remove(SecretFiles.variableOf(name)));
            return new Settings(all);
        } catch (InvalidSecretFileException e) {
            throw new StartStoppedException(String.valueOf(e.getMessage()));
        }
    }

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
