package dev.understudy.load;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes what is recorded so far as CSV, up to the first attempt still in flight. */
final class RecordsWriter {

  private static final int PORTION = 32 * 1024;

  private RecordsWriter() {}

  /** Whether the run is complete is asked first: then all its records are there to be read. */
  static void write(Optional<LoadRun> run, int from, OutputStream out) throws IOException {
    boolean complete = run.map(LoadRun::isComplete).orElse(false);
    send(out, Records.HEADER);
    int next = run.isPresent() ? write(run.get().log(), from, out) : from;
    send(out, Records.end(next, complete));
  }

  private static int write(AttemptLog log, int from, OutputStream out) throws IOException {
    int next = from;
    var text = new StringBuilder(PORTION);
    for (var attempt = log.get(next); attempt.isPresent(); attempt = log.get(next)) {
      text.append(Records.line(attempt.get()));
      next++;
      if (text.length() > PORTION) {
        send(out, text.toString());
        text.setLength(0);
      }
    }
    send(out, text.toString());
    return next;
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
