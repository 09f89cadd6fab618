package dev.understudy.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Writes the numbers 1, 2, 3 one after the other from a pod on the control plane, each over a
 * connection of its own, and notes what was acknowledged, and when.
 */
public final class Writer {
  /**
   * What it was told was written.
   *
   * @param longestPause between two, in milliseconds
   */
  public record Written(List<Integer> acknowledged, long longestPause) {
    static Written parse(String log) {
      List<String[]> lines = log.lines().map(line -> line.split(" ", 2)).toList();
      List<Long> times = lines.stream().map(it -> Long.valueOf(it[1])).toList();
      long longest =
          IntStream.range(1, times.size())
              .mapToLong(i -> times.get(i) - times.get(i - 1))
              .max()
              .orElse(0);
      return new Written(lines.stream().map(it -> Integer.valueOf(it[0])).toList(), longest);
    }

    /** Of what was acknowledged. */
    public List<Integer> without(Collection<Integer> found) {
      Set<Integer> there = Set.copyOf(found);
      return acknowledged.stream().filter(it -> !there.contains(it)).toList();
    }
  }

  private final Space space;

  private Writer(Space space) {
    this.space = space;
  }

  /**
   * Returns once something was acknowledged.
   *
   * @param command that writes {@code $i}, and ends well only if that was acknowledged
   */
  public static Writer start(Space space, String image, String command) {
    space.apply(pod(space.installation().controlPlane(), image, command));
    Space.eventually(() -> assertThat(Space.isReady(space.pod("writer"))).isTrue());
    var writer = new Writer(space);
    writer.awaitAnother();
    Load.go(1);
    return writer;
  }

  private static String pod(String node, String image, String command) {
    return """
      apiVersion: v1
      kind: Pod
      metadata: {name: writer}
      spec:
        nodeName: %s
        tolerations: [{operator: Exists}]
        terminationGracePeriodSeconds: 0
        containers:
        - name: writer
          image: %s
          imagePullPolicy: Never
          command: [bash, -c]
          args:
          - |
            i=0
            while [ ! -e /tmp/stop ]; do
              i=$((i + 1))
              %s && echo $i $(date +%%s%%3N) >> /tmp/acknowledged
            done
            touch /tmp/stopped
            sleep 600
    """
        .formatted(node, image, command);
  }

  /** What is acknowledged now was written after what happened before. */
  public void awaitAnother() {
    long before = acknowledged();
    Space.eventually(() -> assertThat(acknowledged()).isGreaterThan(before));
  }

  private long acknowledged() {
    return Long.parseLong(run("cat /tmp/acknowledged 2>/dev/null | wc -l").strip());
  }

  public Written stop() {
    Load.go(1);
    run("touch /tmp/stop");
    Space.eventually(() -> assertThat(run("ls /tmp")).contains("stopped"));
    return Written.parse(run("cat /tmp/acknowledged"));
  }

  /** In its pod, which has the software's own client. */
  public String run(String command) {
    return run(space, "writer", command);
  }

  public static String run(Space space, String pod, String command) {
    return space
        .shell()
        .run("kubectl", "exec", "-n", space.namespace(), pod, "--", "bash", "-c", command);
  }
}
