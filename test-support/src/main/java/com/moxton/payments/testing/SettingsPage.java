package com.moxton.payments.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code docs/settings.md}, whose tables are printed from what the services say of their own settings: the javadoc of the
 * records, as the build collects it for IDEs. For tests that run in the folder of a service.
 */
public final class SettingsPage {
    private static final Path FILE = Path.of("../docs/settings.md");
    private static final Path METADATA = Path.of("target/classes/META-INF/spring-configuration-metadata.json");

    private final String service;
    private final String text;

    /**
     * @param service whose folder this is
     */
    public SettingsPage(String service) throws IOException {
        this.service = service;
        this.text = Files.readString(FILE);
    }

    /** The page as it is. */
    public String text() {
        return text;
    }

    /** The page as it should be: its table of this service printed anew. */
    public String printed() throws IOException {
        String begin = "<!-- printed: " + service + " -->\n";
        String end = "<!-- end: " + service + " -->";
        int from = text.indexOf(begin);
        int to = text.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalStateException("docs/settings.md has no place for " + service);
        }
        return text.substring(0, from + begin.length()) + table() + text.substring(to);
    }

    /** Writes it. For whoever has added a setting. */
    public void write() throws IOException {
        Files.writeString(FILE, printed());
    }

    private static String table() throws IOException {
        Map<String, JsonNode> properties = new TreeMap<>();
        for (JsonNode property :
                JsonMapper.shared().readTree(Files.readString(METADATA)).get("properties")) {
            properties.put(property.get("name").stringValue(), property);
        }
        StringBuilder table = new StringBuilder("| property | default | |\n| --- | --- | --- |\n");
        properties.forEach((name, property) ->
                table.append("| `%s` | %s | %s |\n".formatted(name, defaultOf(property), description(property))));
        return table.toString();
    }

    private static String defaultOf(JsonNode property) {
        JsonNode value = property.get("defaultValue");
        if (value == null) {
            return "";
        }
        String text = value.isArray()
                ? String.join(",", value.valueStream().map(JsonNode::asString).toList())
                : value.asString();
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    private static String description(JsonNode property) {
        JsonNode description = property.get("description");
        if (description == null) {
            return "";
        }
        return description
                .stringValue()
                .replaceAll("\\s+", " ")
                .replaceAll("\\{@(?:code|link|value) #?([^}]+)}", "`$1`")
                .replace("|", "\\|");
    }
}
