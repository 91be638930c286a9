package com.moxton.payments.benchmarks.report;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A plot as an SVG file. */
final class PlotFile {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 380;

    private PlotFile() {}

    static void write(Plot plot, Path file) throws IOException {
        Chart<?, ?> chart = plot.kind() == Plot.Kind.LINES ? lines(plot) : bars(plot);
        chart.getStyler()
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBackgroundColor(Color.WHITE)
                .setLegendPosition(Styler.LegendPosition.InsideNW);
        VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
    }

    private static XYChart lines(Plot plot) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(plot.title())
                .xAxisTitle(plot.x())
                .yAxisTitle(plot.y())
                .build();
        chart.getStyler().setYAxisLogarithmic(plot.logarithmic());
        for (Plot.Series series : plot.series()) {
            chart.addSeries(series.name(), series.x(), series.y()).setMarker(SeriesMarkers.NONE);
        }
        return chart;
    }

    private static CategoryChart bars(Plot plot) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(plot.title())
                .xAxisTitle(plot.x())
                .yAxisTitle(plot.y())
                .build();
        chart.getStyler().setLabelsVisible(true);
        if (plot.logarithmic()) {
            // Bars begin at zero unless told otherwise, which a logarithm hasn't got.
            chart.getStyler().setYAxisLogarithmic(true).setYAxisMin(powerOfTenBelow(plot));
        }
        plot.series().forEach(series -> chart.addSeries(series.name(), series.labels(), series.y()));
        return chart;
    }

    private static double powerOfTenBelow(Plot plot) {
        double smallest = plot.series().stream()
                .flatMap(series -> series.y().stream())
                .mapToDouble(Double::doubleValue)
                .min()
                .orElseThrow();
        // Half, so that the smallest bar is seen.
        return Math.pow(10, Math.floor(Math.log10(smallest / 2)));
    }
}
