package com.moxton.payments.worker.ops;

import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Who acts. A controller takes a {@link Principal} as a parameter and makes one of it.
 *
 * @param name the user who signed in, or the subject of the token
 */
public record Operator(String name) {

    private static final int LONGEST = 255;

    public Operator {
        if (name.codePointCount(0, name.length()) > LONGEST) {
            name = name.substring(0, name.offsetByCodePoints(0, LONGEST));
        }
    }

    /** A token need not have a subject, and then says nothing of who bears it. */
    public static Operator of(@Nullable Principal principal) {
        String name = principal == null ? null : principal.getName();
        return new Operator(name == null || name.isBlank() ? "unnamed" : name);
    }
}
