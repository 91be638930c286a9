package com.moxton.payments.benchmarks.report;

import java.util.List;

/**
 * @param caption one sentence
 * @param columns their headings; the first one is of words, the others of figures
 */
public record Table(String caption, List<String> columns, List<List<String>> rows) {

    public Table {
        for (List<String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("A row of %d cells under %s".formatted(row.size(), columns));
            }
        }
    }
}
