package com.moxton.payments.ingress.startup;

import java.time.Duration;
import org.springframework.util.unit.DataSize;

/** The checks that settings have in common. Each names the property and tells what would be right. */
public final class Setting {

    private Setting() {}

    public static void between(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new SettingException(name, "must lie between %s and %s".formatted(text(least), text(most)));
        }
    }

    public static void between(String name, DataSize value, DataSize least, DataSize most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new SettingException(name, "must lie between %s and %s".formatted(least, most));
        }
    }

    public static void between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new SettingException(name, "must lie between %d and %d".formatted(least, most));
        }
    }

    private static String text(Duration duration) {
        return duration.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }
}
