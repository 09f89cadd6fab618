package dev.understudy.benchmark;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Of one fault, a line for each subject: the share of runs whose outage was no longer. */
final class Picture {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 420;

  private Picture() {}

  static String file(Fault fault) {
    return "failover-" + fault.word() + ".png";
  }

  /**
   * @param outages of each subject, in ms
   */
  static void draw(Path folder, Fault fault, Map<String, List<Double>> outages) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(fault.title())
            .xAxisTitle("outage, ms")
            .yAxisTitle("share of runs, %")
            .build();
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setXAxisDecimalPattern("#,###");
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    outages.forEach((subject, millis) -> add(chart, subject, Steps.of(millis)));
    BitmapEncoder.saveBitmap(chart, folder.resolve(file(fault)).toString(), BitmapFormat.PNG);
  }

  private static void add(XYChart chart, String subject, Steps steps) {
    chart
        .addSeries(subject, steps.millis(), steps.percent())
        .setMarker(SeriesMarkers.NONE)
        .setLineStyle(new BasicStroke(1.5f));
  }

  /** The corners of the line: it rises where a run ended, and is level between. */
  record Steps(List<Double> millis, List<Double> percent) {
    /** Less than the distance of requests is no outage, and nought has no logarithm. */
    private static final double LEAST = 1;

    static Steps of(List<Double> outages) {
      List<Double> sorted = outages.stream().map(it -> Math.max(it, LEAST)).sorted().toList();
      List<Double> millis = new ArrayList<>();
      List<Double> percent = new ArrayList<>();
      for (int i = 0; i < sorted.size(); i++) {
        millis.addAll(List.of(sorted.get(i), sorted.get(i)));
        percent.addAll(List.of(100.0 * i / sorted.size(), 100.0 * (i + 1) / sorted.size()));
      }
      return new Steps(millis, percent);
    }
  }
}
