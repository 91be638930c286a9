package com.moxton.payments.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.moxton.payments.testing.MetricsPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Dashboard and alerts ask for metrics that there are, and each alert has a test and a runbook. */
class MonitoringTest {

    private static final Path PROMETHEUS = MetricsPage.root().resolve("deploy/prometheus");
    private static final Path DASHBOARD = MetricsPage.root().resolve("deploy/grafana/dashboards/payments.json");

    /** In a query: a name with an underscore that is neither called, nor a label's. */
    private static final Pattern METRIC = Pattern.compile("\\b(up|[a-z]+_[a-z_]+)(?=\\{|\\[|\\)| |$)");

    private static final Pattern BY = Pattern.compile("\\b(?:by|without) ?\\([^)]*\\)");
    private static final Pattern FUNCTION = Pattern.compile("\\b[a-z_]+(?= ?\\()");
    private static final Pattern LABELS = Pattern.compile("\\{[^}]*}");
    private static final Pattern ALERT = Pattern.compile("alert: (\\w+)");

    private final Set<String> documented = MetricsPage.read().names();

    @Test
    void alertsAskForMetricsThatThereAre() throws IOException {
        String rules = Files.readString(PROMETHEUS.resolve("alerts.yml"));
        List<String> queries = Pattern.compile("expr: (?:\\|\\n)?((?:.|\\n)*?)\\n +(?:for|labels):")
                .matcher(rules)
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(queries).hasSameSizeAs(alerts());
        assertThat(queries).allSatisfy(query -> assertThat(metricsOf(query)).isNotEmpty());
        assertThat(queries).allSatisfy(query -> assertThat(documented).containsAll(metricsOf(query)));
    }

    @Test
    void dashboardAsksForMetricsThatThereAre() throws IOException {
        List<String> queries =
                new JsonMapper().readTree(Files.readString(DASHBOARD)).findValuesAsString("expr");

        assertThat(queries).hasSizeGreaterThan(20);
        assertThat(queries).allSatisfy(query -> assertThat(metricsOf(query)).isNotEmpty());
        assertThat(queries).allSatisfy(query -> assertThat(documented).containsAll(metricsOf(query)));
    }

    @Test
    void eachAlertHasATestARunbookAndAPlaceOnThePage() throws IOException {
        String rules = Files.readString(PROMETHEUS.resolve("alerts.yml"));
        String tests = Files.readString(PROMETHEUS.resolve("alerts_test.yml"));
        String runbooks = Files.readString(MetricsPage.root().resolve("docs/operations.md"));

        assertThat(alerts()).isNotEmpty().allSatisfy(alert -> {
            String anchor = "docs/operations.md#" + alert.toLowerCase(Locale.ROOT);
            assertThat(rules).contains("runbook_url: " + anchor + "\n");
            assertThat(tests).contains("runbook_url: " + anchor + "\n");
            assertThat(tests).contains("{alertname: " + alert + ", eval_time: 25m}");
            assertThat(runbooks).contains("\n### " + alert + "\n");
        });
    }

    private static List<String> alerts() throws IOException {
        return ALERT.matcher(Files.readString(PROMETHEUS.resolve("alerts.yml")))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private Set<String> metricsOf(String query) {
        String bare = BY.matcher(query).replaceAll(" ");
        bare = LABELS.matcher(bare).replaceAll(" ");
        bare = FUNCTION.matcher(bare).replaceAll(" ");
        Set<String> metrics = new TreeSet<>();
        METRIC.matcher(bare)
                .results()
                .map(match -> match.group(1))
                .map(name -> documented.contains(name) ? name : name.replaceAll("_(bucket|count|sum|max)$", ""))
                .forEach(metrics::add);
        return metrics;
    }
}
