package dev.understudy.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What people want to see of a story that failed. */
public final class Snapshot {
  private Snapshot() {}

  public static void of(Space space, Path folder) {
    String namespace = space.namespace();
    for (String kind :
        new String[] {
          "haservices", "pods", "events", "leases", "services", "replicasets", "endpointslices"
        }) {
      save(space, folder, kind + ".yaml", "get", kind, "-n", namespace, "-o", "yaml");
    }
    save(space, folder, "nodes.yaml", "get", "nodes", "-o", "yaml");
    save(
        space,
        folder,
        "operator-pods.yaml",
        "get",
        "pods,leases",
        "-n",
        Installation.NAMESPACE,
        "-o",
        "yaml");
    space
        .client()
        .pods()
        .inNamespace(Installation.NAMESPACE)
        .list()
        .getItems()
        .forEach(pod -> {
          String name = pod.getMetadata().getName();
          save(space, folder, name + ".log", "logs", name, "-n", Installation.NAMESPACE);
          save(
              space,
              folder,
              name + ".previous.log",
              "logs",
              "-p",
              name,
              "-n",
              Installation.NAMESPACE);
        });
  }

  private static void save(Space space, Path folder, String file, String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "kubectl";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(file), space.shell().attempt(command).all() + "\n");
    } catch (IOException e) {
      System.out.println("not saved: " + file + ": " + e);
    }
  }
}
