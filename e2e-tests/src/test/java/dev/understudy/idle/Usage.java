package dev.understudy.idle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process has taken so far, and what it has at this instant, as the kernel tells of it and
 * of its network namespace, in which it is alone.
 *
 * @param atNanos by the clock of this process
 * @param cpuMillis of all its threads
 * @param residentKiB all that it has in memory
 * @param peakKiB the most that it has had in memory
 * @param anonymousKiB without files, which the kernel can drop and read again
 * @param connections TCP connections that are established
 * @param tethers those of them that end at the port of members and kubelets
 * @param traffic of its one interface, Ethernet headers included
 */
record Usage(
    long atNanos,
    long cpuMillis,
    long residentKiB,
    long peakKiB,
    long anonymousKiB,
    int connections,
    int tethers,
    Traffic traffic) {
  /** On x86 and Arm Linux tells times of processes in hundredths of a second. */
  private static final int MILLIS_PER_TICK = 10;

  /** As /proc/net/tcp writes it. */
  private static final String ESTABLISHED = "01";

  /** So far. */
  record Traffic(long receivedBytes, long receivedPackets, long sentBytes, long sentPackets) {

    /** From the text of {@code /proc/PID/net/dev}. */
    static Traffic of(String dev) {
      String[] words =
          dev.lines()
              .map(String::strip)
              .filter(it -> it.startsWith("eth0:"))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("no eth0 in " + dev))
              .substring("eth0:".length())
              .strip()
              .split("\\s+", -1);
      return new Traffic(
          Long.parseLong(words[0]),
          Long.parseLong(words[1]),
          Long.parseLong(words[8]),
          Long.parseLong(words[9]));
    }
  }

  /**
   * @param port of all members and kubelets
   */
  static Usage of(long process, int port) {
    Path folder = Path.of("/proc", Long.toString(process));
    String status = read(folder.resolve("status"));
    String tcp = read(folder.resolve("net/tcp"));
    String tcp6 = read(folder.resolve("net/tcp6"));
    return new Usage(
        System.nanoTime(),
        cpuMillis(read(folder.resolve("stat"))),
        kibi(status, "VmRSS:"),
        kibi(status, "VmHWM:"),
        kibi(status, "RssAnon:"),
        connections(tcp, "") + connections(tcp6, ""),
        connections(tcp, hexadecimal(port)) + connections(tcp6, hexadecimal(port)),
        Traffic.of(read(folder.resolve("net/dev"))));
  }

  private static String hexadecimal(int port) {
    return ":%04X".formatted(port);
  }

  /** From the text of {@code /proc/PID/stat}; the name in brackets may hold anything. */
  static long cpuMillis(String stat) {
    String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(words[11]) + Long.parseLong(words[12])) * MILLIS_PER_TICK;
  }

  /** From the text of {@code /proc/PID/status}. */
  static long kibi(String status, String field) {
    return status
        .lines()
        .filter(it -> it.startsWith(field))
        .map(it -> it.split("\\s+", 3)[1])
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no " + field + " in " + status));
  }

  /**
   * Those established, from the text of {@code /proc/PID/net/tcp} or that of version 6.
   *
   * @param remote how the other end's address ends
   */
  static int connections(String tcp, String remote) {
    return Math.toIntExact(
        tcp.lines()
            .skip(1)
            .map(it -> it.strip().split("\\s+", 5))
            .filter(it -> it[3].equals(ESTABLISHED) && it[2].endsWith(remote))
            .count());
  }

  private static String read(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return String.join("\n", lines.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
