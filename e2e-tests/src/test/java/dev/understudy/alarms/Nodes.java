package dev.understudy.alarms;

import dev.understudy.harness.Faults;
import dev.understudy.harness.Shell;
import dev.understudy.harness.Space;
import dev.understudy.harness.Spread;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;

/** What is done inside the nodes. All of it ends by itself, should this process die. */
record Nodes(Shell shell) {
  private static final String TABLE = "understudy-alarms";

  /** Prints the file by which the network namespace of a process can be entered. */
  private static final String NAMESPACE_OF =
      """
      i=$(stat -Lc %i /proc/$0/ns/net)
      for n in /run/netns/*; do [ "$(stat -Lc %i "$n")" = "$i" ] && echo "$n" && exit; done
      exit 1
      """;

  /** Prints for how many milliseconds it was frozen. */
  private static final String FREEZE =
      """
      trap 'kill -CONT $0' EXIT
      begin=$(date +%s%N)
      kill -STOP $0 || exit 1
      sleep $1
      kill -CONT $0
      echo $((($(date +%s%N) - begin) / 1000000))
      """;

  private static final String SPIN =
      """
      for _ in $(seq $(nproc)); do timeout $0 sh -c 'while :; do :; done' >/dev/null 2>&1 & echo $!; done
      """;

  private static final String LOSE =
      """
      nsenter --net=$0 nft "table inet $1 {
        chain in { type filter hook input priority -500; iifname != lo numgen random mod 100 < $2 drop; }
        chain out { type filter hook output priority -500; oifname != lo numgen random mod 100 < $2 drop; }
      }" || exit 1
      (sleep $3; nsenter --net=$0 nft delete table inet $1) >/dev/null 2>&1 &
      """;

  /** Of the pod's first container, as its node knows it. */
  long process(Pod pod) {
    String container = Faults.container(pod);
    return in(Spread.node(pod), "ctr -n k8s.io task ls")
        .lines()
        .filter(it -> it.startsWith(container))
        .map(it -> Long.parseLong(it.split("\\s+", 3)[1]))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no process of " + Space.name(pod)));
  }

  /**
   * Returns when it goes on.
   *
   * @return for how many milliseconds it was frozen
   */
  long freeze(String node, long process, long millis) {
    String seconds = "%d.%03d".formatted(millis / 1000, millis % 1000);
    return Long.parseLong(in(node, FREEZE, Long.toString(process), seconds));
  }

  void goOn(String node, long process) {
    attempt(node, "kill -CONT $0", Long.toString(process));
  }

  /**
   * As many as the node has CPUs.
   *
   * @return the processes, which end after so many seconds
   */
  List<String> spin(String node, int seconds) {
    return in(node, SPIN, Integer.toString(seconds)).lines().toList();
  }

  void end(String node, List<String> processes) {
    attempt(node, "kill $0 2>/dev/null", String.join(" ", processes));
  }

  /** Where the pod has its network: it stays the same if its process is another. */
  String network(Pod pod) {
    return in(Spread.node(pod), NAMESPACE_OF, Long.toString(process(pod)));
  }

  /**
   * Loses packets, of those that it gets as of those that it sends, but for those to itself.
   *
   * @param seconds after which it ends by itself
   */
  void lose(String node, String network, int percent, int seconds) {
    in(node, LOSE, network, TABLE, Integer.toString(percent), Integer.toString(seconds));
  }

  void loseNoMore(String node, String network) {
    attempt(node, "nsenter --net=$0 nft delete table inet $1", network, TABLE);
  }

  /**
   * Ends all TCP connections from this network to port 443, as if both ends had been reset.
   *
   * @return how many there were
   */
  int cut(String node, String network) {
    return Math.toIntExact(
        in(node, "nsenter --net=$0 ss -H -K -t state established dport = :443", network)
            .lines()
            .count());
  }

  private String in(String node, String script, String... words) {
    return shell.run(command(node, script, words));
  }

  private void attempt(String node, String script, String... words) {
    shell.attempt(command(node, script, words));
  }

  private static String[] command(String node, String script, String... words) {
    List<String> command = new ArrayList<>(List.of("docker", "exec", node, "sh", "-c", script));
    command.addAll(List.of(words));
    return command.toArray(String[]::new);
  }
}
