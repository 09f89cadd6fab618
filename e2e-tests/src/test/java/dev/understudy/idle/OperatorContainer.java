package dev.understudy.idle;

import dev.understudy.harness.Shell;
import dev.understudy.perturbation.ControlPlane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One replica of the operator, from its image and with the memory that the chart gives it, in a
 * network namespace of its own; one that ends is started again, as a kubelet would. It does not
 * outlive this process.
 */
final class OperatorContainer implements AutoCloseable {
  private static final String NAME = "understudy-idle-cost";

  /** As in the chart. */
  private static final String MEMORY = "512m";

  private final Shell shell;
  private final Thread atTheEnd = new Thread(this::remove);

  private OperatorContainer(Shell shell) {
    this.shell = shell;
    Runtime.getRuntime().addShutdownHook(atTheEnd);
  }

  /**
   * @param url of its API server
   * @param namespace in which its lease is
   */
  static OperatorContainer start(
      Shell shell, String image, String url, String namespace, boolean tethered) {
    var operator = new OperatorContainer(shell);
    operator.remove();
    Map<String, String> environment =
        new TreeMap<>(
            Map.of(
                "KUBERNETES_MASTER", url,
                "KUBERNETES_AUTH_TOKEN", ControlPlane.TOKEN,
                "KUBERNETES_TRUST_CERTIFICATES", "true",
                "KUBERNETES_DISABLE_HOSTNAME_VERIFICATION", "true",
                "KUBERNETES_AUTH_TRYKUBECONFIG", "false",
                "KUBERNETES_AUTH_TRYSERVICEACCOUNT", "false",
                "POD_NAME", "operator",
                "POD_NAMESPACE", namespace,
                "UNDERSTUDY_TETHERS", Boolean.toString(tethered)));
    List<String> command =
        new ArrayList<>(
            List.of(
                "docker",
                "run",
                "--detach",
                "--name",
                NAME,
                "--network",
                "bridge",
                "--memory",
                MEMORY,
                "--restart",
                "on-failure:20",
                "--read-only",
                "--tmpfs",
                "/tmp"));
    environment.forEach((name, value) -> command.addAll(List.of("--env", name + "=" + value)));
    command.add(image);
    shell.run(command.toArray(String[]::new));
    return operator;
  }

  /** As this machine knows it. */
  long process() {
    return number("{{.State.Pid}}");
  }

  /** How often it has ended by itself, for want of memory perhaps. */
  int restarts() {
    return (int) number("{{.RestartCount}}");
  }

  private long number(String template) {
    return Long.parseLong(shell.run("docker", "inspect", "-f", template, NAME));
  }

  /** For people who want to know why. */
  String lastWords() {
    return shell.attempt("docker", "logs", "--tail", "20", NAME).all();
  }

  /** In good order: the operator lease is free afterwards. */
  @Override
  public void close() {
    shell.attempt("docker", "stop", "--time", "20", NAME);
    remove();
    Runtime.getRuntime().removeShutdownHook(atTheEnd);
  }

  private void remove() {
    shell.attempt("docker", "rm", "--force", NAME);
  }
}
