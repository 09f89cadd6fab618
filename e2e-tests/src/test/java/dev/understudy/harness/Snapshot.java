package dev.understudy.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What people want to see of a story that failed: of the cluster, and of each namespace. */
public final class Snapshot {
  private static final List<String> KINDS =
      List.of(
          "haservices",
          "pods",
          "events",
          "leases",
          "services",
          "replicasets",
          "endpointslices",
          "poddisruptionbudgets");

  private final Shell shell;

  private Snapshot(Shell shell) {
    this.shell = shell;
  }

  /** Of all spaces that are open. */
  public static void of(Installation installation, Path folder) {
    var snapshot = new Snapshot(installation.shell());
    snapshot.save(folder.resolve("nodes.yaml"), "get", "nodes", "-o", "yaml");
    snapshot.save(folder, Installation.NAMESPACE, List.of("pods", "leases"));
    installation.spaces().forEach(it -> snapshot.save(folder, it.namespace(), KINDS));
  }

  private void save(Path parent, String namespace, List<String> kinds) {
    Path folder = parent.resolve(namespace);
    for (String kind : kinds) {
      save(folder.resolve(kind + ".yaml"), "get", kind, "-n", namespace, "-o", "yaml");
    }
    kubectl("get", "pods", "-n", namespace, "-o", "name")
        .lines()
        .filter(it -> it.startsWith("pod/"))
        .map(it -> it.substring("pod/".length()))
        .forEach(pod -> {
          save(folder.resolve(pod + ".log"), "logs", pod, "-n", namespace);
          save(folder.resolve(pod + ".previous.log"), "logs", "-p", pod, "-n", namespace);
        });
  }

  private void save(Path file, String... arguments) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, kubectl(arguments) + "\n");
    } catch (IOException e) {
      System.out.println("not saved: " + file + ": " + e);
    }
  }

  private String kubectl(String... arguments) {
    String[] command =
        Stream.concat(Stream.of("kubectl"), Stream.of(arguments)).toArray(String[]::new);
    return shell.attempt(command).all();
  }
}
