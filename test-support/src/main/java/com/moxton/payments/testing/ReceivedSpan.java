package com.moxton.payments.testing;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A span as it left a service.
 *
 * @param parentId empty for the first of a trace
 * @param kind {@code server}, {@code producer}, …
 * @param links the spans that it is linked with, by id
 * @param everything all that was sent of it, as text: for looking for what must not be there
 */
public record ReceivedSpan(
        String service,
        String traceId,
        String id,
        String parentId,
        String name,
        String kind,
        Map<String, String> attributes,
        List<String> links,
        boolean failed,
        String everything) {

    static ReceivedSpan of(Resource resource, Span span) {
        return new ReceivedSpan(
                attributes(resource.getAttributesList()).getOrDefault("service.name", ""),
                hex(span.getTraceId()),
                hex(span.getSpanId()),
                hex(span.getParentSpanId()),
                span.getName(),
                span.getKind().name().replace("SPAN_KIND_", "").toLowerCase(java.util.Locale.ROOT),
                attributes(span.getAttributesList()),
                span.getLinksList().stream().map(link -> hex(link.getSpanId())).toList(),
                span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR,
                resource + "\n" + span);
    }

    private static Map<String, String> attributes(List<KeyValue> attributes) {
        Map<String, String> texts = new TreeMap<>();
        attributes.forEach(attribute -> texts.put(attribute.getKey(), text(attribute.getValue())));
        return texts;
    }

    private static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> value.getStringValue();
            case INT_VALUE -> Long.toString(value.getIntValue());
            case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
            default -> value.toString();
        };
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    @Override
    public String toString() {
        return "%s %s %s <- %s %s%s".formatted(service, name, id, parentId, attributes, failed ? " FAILED" : "");
    }
}
