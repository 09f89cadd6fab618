package dev.understudy.idle;

import dev.understudy.measure.Table;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the operator took while nothing happened.
 *
 * @param cores of which it was busy on average
 * @param connections and the rest that has no "a second": at the end
 * @param restarts how often the operator had ended by itself before all was quiet
 * @param requests to the API server, how many of each kind
 */
record Cost(
    int services,
    boolean tethered,
    double seconds,
    double cores,
    double residentMiB,
    double peakMiB,
    double anonymousMiB,
    int connections,
    int tethers,
    double sentBytes,
    double receivedBytes,
    double packets,
    int restarts,
    Map<String, Long> requests) {
  static final String HEADER =
      "services,tethered,seconds,cores,resident_mib,peak_mib,anonymous_mib,connections,tethers,"
          + "sent_bytes_per_s,received_bytes_per_s,packets_per_s,api_requests_per_s,restarts\n";

  private static final List<String> COLUMNS =
      List.of(
          "services",
          "tethers",
          "CPU, cores",
          "resident MiB",
          "at most",
          "not files MiB",
          "connections",
          "of them tethers",
          "sent B/s",
          "received B/s",
          "packets/s",
          "API requests/s",
          "restarts before");

  Cost {
    requests = Map.copyOf(requests);
  }

  static Cost between(
      int services,
      boolean tethered,
      Usage from,
      Usage to,
      int restarts,
      Map<String, Long> requests) {
    double seconds = (to.atNanos() - from.atNanos()) / 1e9;
    Usage.Traffic before = from.traffic();
    Usage.Traffic after = to.traffic();
    long packets =
        after.sentPackets()
            - before.sentPackets()
            + after.receivedPackets()
            - before.receivedPackets();
    return new Cost(
        services,
        tethered,
        seconds,
        (to.cpuMillis() - from.cpuMillis()) / 1e3 / seconds,
        to.residentKiB() / 1024.0,
        to.peakKiB() / 1024.0,
        to.anonymousKiB() / 1024.0,
        to.connections(),
        to.tethers(),
        (after.sentBytes() - before.sentBytes()) / seconds,
        (after.receivedBytes() - before.receivedBytes()) / seconds,
        packets / seconds,
        restarts,
        requests);
  }

  double requestsPerSecond() {
    return requests.values().stream().mapToLong(it -> it).sum() / seconds;
  }

  static String table(List<Cost> costs) {
    var table = new Table(COLUMNS);
    costs.forEach(it -> table.row(it.cells()));
    return table.text();
  }

  private List<String> cells() {
    return List.of(
        Integer.toString(services),
        tethered ? "on" : "off",
        Table.number(cores),
        Table.number(Math.rint(residentMiB)),
        Table.number(Math.rint(peakMiB)),
        Table.number(Math.rint(anonymousMiB)),
        Integer.toString(connections),
        Integer.toString(tethers),
        Table.number(Math.rint(sentBytes)),
        Table.number(Math.rint(receivedBytes)),
        Table.number(packets),
        Table.number(requestsPerSecond()),
        Integer.toString(restarts));
  }

  String csv() {
    return String.format(
        Locale.ROOT,
        "%d,%s,%.1f,%.4f,%.1f,%.1f,%.1f,%d,%d,%.1f,%.1f,%.2f,%.3f,%d%n",
        services,
        tethered,
        seconds,
        cores,
        residentMiB,
        peakMiB,
        anonymousMiB,
        connections,
        tethers,
        sentBytes,
        receivedBytes,
        packets,
        requestsPerSecond(),
        restarts);
  }

  /** The most frequent first. */
  String requestsText() {
    String kinds =
        requests.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(it -> it.getValue() + " " + it.getKey())
            .collect(Collectors.joining(", "));
    return "%d services, tethers %s: in %s s %s"
        .formatted(
            services,
            tethered ? "on" : "off",
            Table.number(Math.rint(seconds)),
            kinds.isEmpty() ? "none" : kinds);
  }
}
