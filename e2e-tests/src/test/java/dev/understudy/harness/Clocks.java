package dev.understudy.harness;

/**
 * Wall clocks that are wrong, by libfaketime, for the operator's replicas. Their monotonic clocks
 * stay right: Linux offers no way to make those jump, and no machine has one that does.
 */
public final class Clocks implements AutoCloseable {
  private static final String FOLDER = "/opt/faketime";
  private static final String LIES =
      """
      {"spec": {"template": {"spec": {
        "volumes": [{"name": "faketime", "hostPath": {"path": "%1$s"}}],
        "containers": [{"name": "operator",
          "volumeMounts": [{"name": "faketime", "mountPath": "%1$s", "readOnly": true}],
          "env": [
            {"name": "LD_PRELOAD", "value": "%1$s/libfaketime.so.1"},
            {"name": "FAKETIME_TIMESTAMP_FILE", "value": "%1$s/clock"},
            {"name": "FAKETIME_NO_CACHE", "value": "1"},
            {"name": "FAKETIME_DONT_FAKE_MONOTONIC", "value": "1"},
            {"name": "FAKETIME_FORCE_MONOTONIC_FIX", "value": "0"}]}]}}}}
      """
          .formatted(FOLDER);
  private static final String NO_LIES =
      """
      {"spec": {"template": {"spec": {
        "volumes": [{"name": "faketime", "$patch": "delete"}],
        "containers": [{"name": "operator",
          "volumeMounts": [{"mountPath": "%s", "$patch": "delete"}],
          "env": [
            {"name": "LD_PRELOAD", "$patch": "delete"},
            {"name": "FAKETIME_TIMESTAMP_FILE", "$patch": "delete"},
            {"name": "FAKETIME_NO_CACHE", "$patch": "delete"},
            {"name": "FAKETIME_DONT_FAKE_MONOTONIC", "$patch": "delete"},
            {"name": "FAKETIME_FORCE_MONOTONIC_FIX", "$patch": "delete"}]}]}}}}
      """
          .formatted(FOLDER);

  private final Shell shell;

  private Clocks(Shell shell) {
    this.shell = shell;
  }

  /** Starts the operator's replicas again, with clocks that can be set. */
  public static Clocks install(Installation installation) {
    Shell shell = installation.shell();
    shell.run("e2e-tests/cluster/faketime");
    shell.run(patch(LIES));
    awaitRollout(shell);
    return new Clocks(shell);
  }

  /** Of the replicas on that node, from now on, while they run. */
  public void set(String node, int secondsAhead) {
    shell.run(
        "docker",
        "exec",
        node,
        "sh",
        "-c",
        "echo \"$0\" > $1/.clock && mv $1/.clock $1/clock",
        "%+d".formatted(secondsAhead),
        FOLDER);
  }

  /** Starts the operator's replicas again, as the chart has them. */
  @Override
  public void close() {
    shell.run(patch(NO_LIES));
    awaitRollout(shell);
  }

  /** Nothing happens if there are none, or there is no operator. */
  static void remove(Shell shell) {
    shell.attempt(patch(NO_LIES));
  }

  private static String[] patch(String patch) {
    return new String[] {
      "kubectl",
      "patch",
      "deployment",
      Installation.OPERATOR,
      "--namespace",
      Installation.NAMESPACE,
      "--type=strategic",
      "--patch",
      patch
    };
  }

  private static void awaitRollout(Shell shell) {
    shell.run(
        "kubectl",
        "rollout",
        "status",
        "deployment/" + Installation.OPERATOR,
        "--namespace",
        Installation.NAMESPACE,
        "--timeout=180s");
  }
}
