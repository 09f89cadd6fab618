package dev.understudy.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A portion of the client's records, and its CSV form:
 *
 * <pre>
 * seq,kind,scheduled_us,lag_us,latency_us,outcome,pod
 * 0,FRESH,1767225600000000,55,812,OK,orders-1
 * 1,KEPT,1767225600020000,61,2000417,TIMEOUT_READ,
 * # next=2 complete=false
 * </pre>
 *
 * @param next the sequence to ask for next: with it, nothing is missed and nothing comes twice
 * @param complete whether the client has stopped and these are its last records
 */
public record Records(List<Attempt> attempts, long next, boolean complete) {

  static final String HEADER = "seq,kind,scheduled_us,lag_us,latency_us,outcome,pod\n";

  public Records {
    attempts = List.copyOf(attempts);
  }

  /** Several portions, each of which may have its header and end, make one. */
  public static Records parse(String csv) {
    try {
      return parse(new StringReader(csv));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws IllegalArgumentException if a line is no record or the end is missing, as after a
   *     broken transfer
   */
  public static Records parse(Reader csv) throws IOException {
    List<Attempt> attempts = new ArrayList<>();
    String end = "";
    var lines = new BufferedReader(csv);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("# next=")) {
        end = line;
      } else if (!line.isBlank() && !HEADER.startsWith(line)) {
        attempts.add(attempt(line));
        end = "";
      }
    }
    return concluded(attempts, end);
  }

  private static Records concluded(List<Attempt> attempts, String end) {
    String[] words = end.split("[ =]", -1);
    if (words.length != 5) {
      throw new IllegalArgumentException("cut off after " + attempts.size() + " records");
    }
    return new Records(attempts, Long.parseLong(words[2]), Boolean.parseBoolean(words[4]));
  }

  private static Attempt attempt(String line) {
    String[] cells = line.split(",", -1);
    if (cells.length != 7) {
      throw new IllegalArgumentException("no record: " + line);
    }
    return new Attempt(
        Long.parseLong(cells[0]),
        Kind.valueOf(cells[1]),
        Long.parseLong(cells[2]),
        Long.parseLong(cells[3]),
        Long.parseLong(cells[4]),
        Outcome.parse(cells[5]),
        cells[6]);
  }

  static String line(Attempt attempt) {
    return attempt.sequence()
        + ","
        + attempt.kind()
        + ","
        + attempt.scheduledMicros()
        + ","
        + attempt.lagMicros()
        + ","
        + attempt.latencyMicros()
        + ","
        + attempt.outcome().text()
        + ","
        + attempt.pod()
        + "\n";
  }

  static String end(long next, boolean complete) {
    return "# next=" + next + " complete=" + complete + "\n";
  }
}
