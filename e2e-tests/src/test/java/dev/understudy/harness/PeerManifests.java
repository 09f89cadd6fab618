package dev.understudy.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/** What people would write who use something else: the files in {@code e2e-tests/peers}. */
public final class PeerManifests {
  /** On different nodes if that can be: a pod that is replaced need not wait for a lost node. */
  private static final String APART =
      "{podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 100,"
          + " podAffinityTerm: {labelSelector: {matchLabels: {app: orders}}, topologyKey:"
          + " kubernetes.io/hostname}}]}}";

  private PeerManifests() {}

  /**
   * What the file says, together with the rights that its pods need.
   *
   * @param values for what the file has between two {@code @}, besides images and nodes
   */
  public static String of(Installation installation, String file, Map<String, ?> values) {
    return read(installation, "rights", Map.of()) + "---\n" + read(installation, file, values);
  }

  /** What the file alone says. */
  public static String read(Installation installation, String file, Map<String, ?> values) {
    Map<String, Object> all = new LinkedHashMap<>(values);
    all.put("APART", APART);
    all.put("SAMPLE", Installation.SAMPLE_IMAGE);
    all.put("PROGRAMS", Installation.BENCHMARK_IMAGE);
    all.put("PEERS", Installation.PEERS_IMAGE);
    all.put("CONTROL_PLANE", installation.controlPlane());
    String text = text(installation, file);
    for (Map.Entry<String, Object> value : all.entrySet()) {
      text = text.replace("@" + value.getKey() + "@", String.valueOf(value.getValue()));
    }
    return text;
  }

  private static String text(Installation installation, String file) {
    try {
      return Files.readString(
          installation.root().resolve("e2e-tests/peers").resolve(file + ".yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
