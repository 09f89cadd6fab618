package dev.understudy.measure;

import dev.understudy.harness.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Where and when was measured: without these, numbers say nothing. */
public final class Circumstances {
  private static final String RESULTS = "docs/benchmarks";

  private final Shell shell;
  private final String command;
  private final String loadBefore = load();
  private final Instant start = Instant.now();

  /**
   * From now on.
   *
   * @param command by which a person can measure the same
   */
  public Circumstances(Shell shell, String command) {
    this.shell = shell;
    this.command = command;
  }

  /**
   * The machine's load is that of now.
   *
   * @param kubernetes its version, and what it runs on
   */
  public String text(String kubernetes) {
    List<String> lines =
        List.of(
            "Command: `%s`".formatted(command),
            "Date: %s, for %d minutes"
                .formatted(
                    start.truncatedTo(ChronoUnit.SECONDS),
                    start.until(Instant.now(), ChronoUnit.MINUTES)),
            "Commit: " + commit(),
            "Machine: %d cores (%s), %,d MiB memory, Linux %s"
                .formatted(
                    Runtime.getRuntime().availableProcessors(),
                    word("/proc/cpuinfo", "model name", "unknown"),
                    memoryMiB(),
                    read("/proc/sys/kernel/osrelease")),
            "Load average (1, 5, 15 minutes): %s before, %s after".formatted(loadBefore, load()),
            "Kubernetes: " + kubernetes);
    return "## Where and when\n\n- " + String.join("\n- ", lines) + "\n";
  }

  /** Results themselves do not count as changes. */
  private String commit() {
    String head = shell.run("git", "rev-parse", "--short=12", "HEAD");
    String changes =
        shell.run("git", "status", "--porcelain", "--", ".", ":(top,exclude)" + RESULTS);
    return head + (changes.isEmpty() ? "" : ", with changes");
  }

  private static String load() {
    return String.join(", ", List.of(read("/proc/loadavg").split(" ")).subList(0, 3));
  }

  private static long memoryMiB() {
    return Long.parseLong(word("/proc/meminfo", "MemTotal", "0").split(" ", 2)[0]) / 1024;
  }

  private static String word(String file, String key, String otherwise) {
    return read(file)
        .lines()
        .filter(it -> it.startsWith(key))
        .map(it -> it.substring(it.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(otherwise);
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
