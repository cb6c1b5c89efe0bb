package jellybean.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import jellybean.edn.EdnMap;

/** The values of all metrics as text, in the form that a client prefers. */
final class PrometheusText {
  private static final String TOTAL = "_total";

  private final ExpositionFormatWriter prometheus = PrometheusTextFormatWriter.create();
  private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();

  /** A text and what it is. */
  record Page(String contentType, byte[] text) {}

  /**
   * @param accept what the client wants to have; Prometheus' own form if it does not say
   * @param shown what the node shows of itself
   */
  Page page(String accept, EdnMap shown) {
    ExpositionFormatWriter writer = openMetrics.accepts(accept) ? openMetrics : prometheus;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writer.write(out, snapshots(shown));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Page(writer.getContentType(), out.toByteArray());
  }

  private static MetricSnapshots snapshots(EdnMap shown) {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    for (Metric metric : Catalogue.ALL) {
      Map<String, Double> values = metric.values(shown);
      if (!values.isEmpty()) {
        all.metricSnapshot(
            metric.type() == Metric.Type.COUNTER ? counter(metric, values) : gauge(metric, values));
      }
    }
    return all.build();
  }

  /** The writer adds the suffix. */
  private static MetricSnapshot counter(Metric metric, Map<String, Double> values) {
    String name = metric.name().substring(0, metric.name().length() - TOTAL.length());
    CounterSnapshot.Builder builder = CounterSnapshot.builder().name(name).help(metric.help());
    values.forEach(
        (by, value) ->
            builder.dataPoint(
                CounterSnapshot.CounterDataPointSnapshot.builder()
                    .labels(labels(metric, by))
                    .value(value)
                    .build()));
    return builder.build();
  }

  private static MetricSnapshot gauge(Metric metric, Map<String, Double> values) {
    GaugeSnapshot.Builder builder = GaugeSnapshot.builder().name(metric.name()).help(metric.help());
    values.forEach(
        (by, value) ->
            builder.dataPoint(
                GaugeSnapshot.GaugeDataPointSnapshot.builder()
                    .labels(labels(metric, by))
                    .value(value)
                    .build()));
    return builder.build();
  }

  private static Labels labels(Metric metric, String by) {
    return metric.label().map(label -> Labels.of(label, by)).orElse(Labels.EMPTY);
  }
}
