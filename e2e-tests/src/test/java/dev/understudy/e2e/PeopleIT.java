package dev.understudy.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.harness.Cluster;
import dev.understudy.harness.Faults;
import dev.understudy.harness.Installation;
import dev.understudy.harness.Space;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people see of it: examples, kubectl, metrics and logs. */
@ExtendWith(Cluster.class)
class PeopleIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void everyExampleWorks(Space space) throws IOException {
    Path folder = space.installation().root().resolve("examples");
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> examples = files.filter(it -> it.toString().endsWith(".yaml")).sorted().toList();
      assertThat(examples).isNotEmpty();
      for (Path example : examples) {
        space.apply(Files.readString(example));
      }
      for (Path example : examples) {
        String name = example.getFileName().toString().replace(".yaml", "");
        space.awaitCondition(name, "Ready", "True", "Serving");
      }
    }
  }

  @Test
  void kubectlShowsWhoLeads(Space space) {
    Space.Leader leader = space.led();
    String table = kubectl(space, "get", "has");
    assertThat(table.lines().toList().getFirst().split("\\s+"))
        .startsWith("NAME", "MODE", "READY", "LEADER", "EPOCH");
    assertThat(table).contains("ActivePassive", "2/2", leader.name());
    assertThat(kubectl(space, "describe", "has", Space.NAME))
        .contains(leader.name() + " leads from epoch 1:");
    assertThat(kubectl(space, "explain", "has.spec"))
        .contains("mode", "Who takes the traffic")
        .doesNotContain("<no description>");
  }

  @Test
  void metricsAndLogsSayWhatWasDoneAndWhy(Space space) {
    Space.Leader before = space.led();
    Faults faults = new Faults(space);
    faults.deleteByForce(before.pod());
    Space.Leader after = space.leaderAfter(before);
    Pod operator = faults.leadingOperator();
    assertThat(
            Faults.proxy(
                space.client(),
                Installation.NAMESPACE,
                Space.name(operator),
                8080,
                "GET",
                "/metrics"))
        .contains("understudy_operator_leads 1.0", "understudy_promotions_total{reason=\"Leader")
        .contains("understudy_writes_seconds_count{action=\"MoveRoute\"}");
    List<JsonNode> lines =
        kubectl(space, "logs", Space.name(operator), "-n", Installation.NAMESPACE)
            .lines()
            .map(PeopleIT::read)
            .toList();
    assertThat(lines)
        .as("who, what and why")
        .anyMatch(line ->
            line.toString().contains(space.namespace() + "/" + Space.NAME)
                && line.toString().contains("GrantLease")
                && line.path("message").asText().contains(after.name() + " leads from epoch 2:"));
  }

  private static JsonNode read(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException("a log line that is no JSON: " + line, e);
    }
  }

  private static String kubectl(Space space, String... arguments) {
    return space
        .shell()
        .run(
            Stream.concat(
                    Stream.of("kubectl", "--namespace", space.namespace()), Stream.of(arguments))
                .toArray(String[]::new));
  }
}
