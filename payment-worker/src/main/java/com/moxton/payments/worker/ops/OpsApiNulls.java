package com.moxton.payments.worker.ops;

import com.fasterxml.jackson.annotation.JsonRootName;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Says in {@code /ops/api/openapi} which members may be null: the records say it by {@code @Nullable}, which springdoc doesn't
 * read since it belongs to the type. And free JSON is described as such, not as the Java class that holds it.
 */
@Component
class OpsApiNulls implements OpenApiCustomizer {
    private static final String OURS = "com.moxton.";

    private final RequestMappingHandlerMapping mappings;

    OpsApiNulls(@Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mappings) {
        this.mappings = mappings;
    }

    @Override
    public void customise(OpenAPI api) {
        Map<String, Class<?>> records = new HashMap<>();
        mappings.getHandlerMethods().values().stream()
                .filter(handler -> handler.getBeanType().getName().startsWith(OURS))
                .flatMap(OpsApiNulls::types)
                .forEach(type -> collect(type, records));
        Map<String, Schema> schemas = api.getComponents().getSchemas();
        records.forEach((name, record) -> {
            Schema<?> schema = schemas.get(name);
            if (schema != null && schema.getProperties() != null) {
                mark(schema.getProperties(), record);
            }
        });
        schemas.computeIfPresent("JsonNode", (name, bean) -> new Schema<>().description("Any JSON"));
    }

    private static Stream<Type> types(HandlerMethod handler) {
        return Stream.concat(
                Stream.of(handler.getMethod().getGenericReturnType()),
                Stream.of(handler.getMethod().getGenericParameterTypes()));
    }

    private static void collect(Type type, Map<String, Class<?>> records) {
        if (type instanceof ParameterizedType parameterized) {
            Stream.of(parameterized.getActualTypeArguments()).forEach(argument -> collect(argument, records));
        }
        Class<?> raw = raw(type);
        if (raw != null && raw.isRecord() && records.putIfAbsent(nameOf(type), raw) == null) {
            for (RecordComponent component : raw.getRecordComponents()) {
                collect(component.getGenericType(), records);
            }
        }
    }

    /** As springdoc calls a schema: {@code Page<PaymentView>} is {@code PagePaymentView}. */
    private static String nameOf(Type type) {
        Class<?> raw = raw(type);
        if (raw == null) {
            return type.getTypeName();
        }
        JsonRootName given = raw.getAnnotation(JsonRootName.class);
        String name = given == null ? raw.getSimpleName() : given.value();
        return type instanceof ParameterizedType parameterized
                ? name
                        + Stream.of(parameterized.getActualTypeArguments())
                                .map(OpsApiNulls::nameOf)
                                .collect(Collectors.joining())
                : name;
    }

    private static @Nullable Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType parameterized -> raw(parameterized.getRawType());
            default -> null;
        };
    }

    @SuppressWarnings("rawtypes") // as the model has it
    private static void mark(Map<String, Schema> properties, Class<?> record) {
        for (RecordComponent component : record.getRecordComponents()) {
            if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                properties.computeIfPresent(component.getName(), (name, schema) -> orNull(schema));
            }
        }
    }

    private static Schema<?> orNull(Schema<?> schema) {
        if (schema.get$ref() != null) {
            return new Schema<>().anyOf(List.of(schema, new Schema<>().types(Set.of("null"))));
        }
        schema.addType("null");
        return schema;
    }
}
