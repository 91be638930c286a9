package com.moxton.payments.benchmarks.report;

import java.util.List;

/**
 * What a scenario found.
 *
 * @param title of its section
 * @param method how it was measured: a paragraph of Markdown
 * @param goals rows for the table at the top
 * @param notes paragraphs of Markdown below the tables: what the figures mean, why one falls short
 */
public record Findings(
        String title, String method, List<Goal> goals, List<Table> tables, List<Plot> plots, List<String> notes) {}
