package dev.understudy.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The examples as they are, but by the name that the harness knows. */
public final class Examples {
  private Examples() {}

  /** Its two members are there, and ready; nobody is told anything yet. */
  public static void startRedis(Space space) {
    load(space, "redis-image");
    space.apply(redis(space, "redis.yaml"));
    Space.eventually(() ->
        assertReady(space.client().pods().inNamespace(space.namespace()).list().getItems(), 2));
  }

  /** To be applied once they are ready. */
  public static String redis(Space space, String file) {
    return read(space, "redis/" + file)
        .replace("name: redis}", "name: " + Space.NAME + "}")
        .replace("serviceName: redis", "serviceName: " + Space.NAME)
        .replace("REDIS_SERVICE_HOST", "ORDERS_SERVICE_HOST");
  }

  /** One member has an empty database; the others wait until somebody leads. */
  public static void startPostgresql(Space space) {
    load(space, "postgres-image");
    Volumes.make(space, "data-postgresql", 3);
    space.apply(postgresql(space, "postgresql.yaml"));
    Space.eventually(() ->
        assertReady(space.client().pods().inNamespace(space.namespace()).list().getItems(), 1));
  }

  /** With a member on the control plane. */
  public static String postgresql(Space space, String file) {
    String orders = "metadata: {name: " + Space.NAME + "}";
    return read(space, "postgresql/" + file)
        .replace("kind: Service\nmetadata: {name: postgresql}", "kind: Service\n" + orders)
        .replace("kind: HAService\nmetadata: {name: postgresql}", "kind: HAService\n" + orders)
        .replace("service: {name: postgresql,", "service: {name: " + Space.NAME + ",")
        .replace("POSTGRESQL_SERVICE_HOST", "ORDERS_SERVICE_HOST")
        .replace(
            "      topologySpreadConstraints:",
            "      tolerations: [{key: node-role.kubernetes.io/control-plane, operator: Exists}]\n"
                + "      topologySpreadConstraints:");
  }

  /** An HAService with its members. */
  public static String growing(Space space) {
    return read(space, "growing/shop.yaml").replace("name: shop}", "name: " + Space.NAME + "}");
  }

  public static String nginx(Space space) {
    load(space, "nginx-image");
    return read(space, "nginx/nginx.yaml")
        .replace(
            "kind: HAService\nmetadata: {name: nginx}",
            "kind: HAService\nmetadata: {name: " + Space.NAME + "}");
  }

  public static String ledger(Space space, String file) {
    return read(space, "ledger/" + file).replace("name: ledger", "name: " + Space.NAME);
  }

  /** Makes sure of an image, in every node. */
  public static void load(Space space, String script) {
    String image = space.shell().run("e2e-tests/cluster/" + script);
    space.shell().run("e2e-tests/cluster/load", image.strip());
  }

  private static void assertReady(List<Pod> pods, long atLeast) {
    assertThat(pods.stream().filter(Space::isReady).count())
        .as("ready")
        .isGreaterThanOrEqualTo(atLeast);
  }

  private static String read(Space space, String file) {
    Path example = space.installation().root().resolve("examples").resolve(file);
    try {
      return Files.readString(example);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
