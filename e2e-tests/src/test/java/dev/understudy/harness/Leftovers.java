package dev.understudy.harness;

/**
 * What a run left that was interrupted. Paused nodes go on by {@code e2e-tests/cluster/up}, and the
 * chart's own objects are put right by its upgrade.
 */
final class Leftovers {
  private Leftovers() {}

  /** Without waiting for the end of namespaces. */
  static void putRight(Installation installation) {
    Shell shell = installation.shell();
    installation
        .nodes()
        .forEach(node -> {
          Faults.endSilence(shell, node);
          Faults.endCutOff(shell, node);
        });
    Clocks.remove(shell);
    shell.run("kubectl", "uncordon", "-l", "!node-role.kubernetes.io/control-plane");
    shell.run(
        "kubectl",
        "delete",
        "--ignore-not-found",
        "validatingadmissionpolicies,validatingadmissionpolicybindings",
        Denials.NAME);
    var namespaces = installation.client().namespaces();
    namespaces.list().getItems().stream()
        .map(it -> it.getMetadata().getName())
        .filter(it -> it.startsWith(Space.PREFIX))
        .forEach(it -> namespaces.withName(it).delete());
  }
}
