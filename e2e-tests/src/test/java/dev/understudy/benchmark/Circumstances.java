package dev.understudy.benchmark;

import dev.understudy.harness.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Where and when was measured: without these, numbers say nothing. */
final class Circumstances {
  private static final String RESULTS = "docs/benchmarks";

  private final Installation installation;
  private final String command;
  private final String loadBefore = load();
  private final Instant start = Instant.now();

  Circumstances(Installation installation, String command) {
    this.installation = installation;
    this.command = command;
  }

  /** The machine's load is that of now. */
  String text() {
    List<String> lines =
        List.of(
            "Command: `%s`".formatted(command),
            "Date: %s, for %d minutes".formatted(seconds(start), minutes()),
            "Commit: " + commit(),
            "Machine: %d cores (%s), %s MiB memory, Linux %s"
                .formatted(
                    Runtime.getRuntime().availableProcessors(),
                    word("/proc/cpuinfo", "model name", "unknown"),
                    Distribution.number(memoryMiB()),
                    read("/proc/sys/kernel/osrelease")),
            "Load average (1, 5, 15 minutes): %s before, %s after".formatted(loadBefore, load()),
            "Kubernetes: %s, three nodes of kind on this one machine"
                .formatted(installation.client().getKubernetesVersion().getGitVersion()));
    return "## Where and when\n\n- " + String.join("\n- ", lines) + "\n";
  }

  private long minutes() {
    return start.until(Instant.now(), ChronoUnit.MINUTES);
  }

  /** Files that the benchmark itself writes do not count. */
  private String commit() {
    String head = installation.shell().run("git", "rev-parse", "--short=12", "HEAD");
    String changes =
        installation
            .shell()
            .run("git", "status", "--porcelain", "--", ".", ":(top,exclude)" + RESULTS);
    return head + (changes.isEmpty() ? "" : ", with changes");
  }

  private static String load() {
    return String.join(", ", List.of(read("/proc/loadavg").split(" ")).subList(0, 3));
  }

  private static double memoryMiB() {
    return Math.rint(
        Long.parseLong(word("/proc/meminfo", "MemTotal", "0").split(" ", 2)[0]) / 1024.0);
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

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
