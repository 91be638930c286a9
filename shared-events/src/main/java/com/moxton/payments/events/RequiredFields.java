package com.moxton.payments.events;

import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * Holds a record that came off the wire to its own declaration: JSON can leave out what the type calls non-null, and the
 * failure would otherwise surface far from the record that caused it.
 */
final class RequiredFields {

    private RequiredFields() {}

    /**
     * @throws MalformedEventException naming the absent field
     */
    static void check(Object value) {
        if (!(value instanceof Record)) {
            return;
        }
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Object field = read(component, value);
            if (field != null) {
                check(field);
            } else if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                throw new MalformedEventException(
                        "Not a %s: %s is absent".formatted(value.getClass().getSimpleName(), component.getName()));
            }
        }
    }

    private static @Nullable Object read(RecordComponent component, Object value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("A public record's accessor can't be called: " + component, e);
        }
    }
}
