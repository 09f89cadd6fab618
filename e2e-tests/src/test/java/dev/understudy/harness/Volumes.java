package dev.understudy.harness;

import java.util.Comparator;
import java.util.List;

/** A disk on each node, for the claims of a StatefulSet: the cluster of the tests provides none. */
public final class Volumes {
  private static final String LABEL = "understudy.dev/e2e";

  private Volumes() {}

  /**
   * One for each member, each on another node as far as there are some.
   *
   * @param claim as the StatefulSet's claims begin, without the dash and the ordinal
   */
  public static void make(Space space, String claim, int members) {
    List<String> nodes = nodes(space);
    for (int i = 0; i < members; i++) {
      String node = nodes.get(i % nodes.size());
      String name = claim + "-" + i;
      space.shell().run("docker", "exec", node, "mkdir", "-p", directory(space) + "/" + name);
      space.apply(volume(space, name, node));
    }
  }

  /** Whoever uses them ends first: they are kept until then. */
  public static void remove(Space space) {
    space
        .shell()
        .run("kubectl", "delete", "pv", "--wait=false", "-l", LABEL + "=" + space.namespace());
    nodes(space)
        .forEach(it -> space.shell().run("docker", "exec", it, "rm", "-rf", directory(space)));
  }

  private static String volume(Space space, String name, String node) {
    return """
      apiVersion: v1
      kind: PersistentVolume
      metadata: {name: %1$s-%2$s, labels: {understudy.dev/e2e: %1$s}}
      spec:
        capacity: {storage: 1Gi}
        accessModes: [ReadWriteOnce]
        persistentVolumeReclaimPolicy: Retain
        storageClassName: standard
        claimRef: {namespace: %1$s, name: %2$s}
        local: {path: %3$s/%2$s}
        nodeAffinity:
          required:
            nodeSelectorTerms:
            - matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [%4$s]}]
    """
        .formatted(space.namespace(), name, directory(space), node);
  }

  private static List<String> nodes(Space space) {
    return space.client().nodes().list().getItems().stream()
        .map(it -> it.getMetadata().getName())
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private static String directory(Space space) {
    return "/var/local/" + space.namespace();
  }
}
