package dev.understudy.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.understudy.api.HAService;
import dev.understudy.api.Mode;
import dev.understudy.decision.Action;
import dev.understudy.decision.Fencing;
import dev.understudy.decision.MemberId;
import dev.understudy.decision.Route;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What an HAService becomes: a folder for each case, with {@code in.yaml}, as a user writes it, and
 * {@code out-*.yaml}, as the API server is given it. A new case has empty files for what it is
 * about; rewriting fills them.
 *
 * <p>The revisions are among what is expected: a change of them replaces every pod of every user
 * when the operator is updated.
 */
class GoldenTest {
  private static final Path CASES = Path.of("src/test/resources/dev/understudy/manifest");
  private static final String IN = "in.yaml";
  private static final String REWRITE =
      "if the change is meant, -Dgolden.rewrite=true writes it to the files: see CONTRIBUTING.md";

  private static final MemberId LEADER = new MemberId("orders-1-abcde-0123456789");
  private static final long EPOCH = 3;
  private static final ZonedDateTime NOW =
      ZonedDateTime.of(2026, 11, 24, 12, 0, 0, 0, ZoneOffset.UTC);

  private static final Map<String, Function<HAService, HasMetadata>> OUT =
      Map.of(
          "out-replicaset.yaml",
          has -> WorkloadManifest.replicaSet(has, WorkloadManifest.revision(has), 2, 1),
          "out-service-created.yaml",
          has -> ServiceManifest.created(has, route(has), EPOCH),
          "out-service-declared.yaml",
          ServiceManifest::declared,
          "out-budget.yaml",
          has -> BudgetManifest.declared(has, 1),
          "out-lease.yaml",
          has ->
              LeaseManifest.created(
                  has, new Action.CreateLease(LEADER, EPOCH, Fencing.STOP_LEADER), NOW));

  private static final KubernetesSerialization JSON = new KubernetesSerialization();
  private static final ObjectMapper YAML =
      new ObjectMapper(
              new YAMLFactory()
                  .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                  .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                  .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS))
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  @TestFactory
  Stream<DynamicNode> manifests() {
    return children(CASES).stream()
        .map(folder -> dynamicContainer(folder.getFileName().toString(), tests(folder)));
  }

  private static Stream<DynamicTest> tests(Path folder) {
    return children(folder).stream()
        .filter(file -> !file.endsWith(IN))
        .map(file -> dynamicTest(file.getFileName().toString(), () -> isAsExpected(file)));
  }

  private static void isAsExpected(Path file) throws IOException {
    String name = file.getFileName().toString();
    assertThat(OUT).as(file + " is not made by anything").containsKey(name);
    HAService has = Read.has(Files.readString(file.resolveSibling(IN)));
    String actual = text(Objects.requireNonNull(OUT.get(name)).apply(has));
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.writeString(file, actual);
    }
    assertThat(actual).as(file + ": " + REWRITE).isEqualTo(Files.readString(file));
  }

  @Test
  void everyCaseExpectsSomething() {
    assertThat(children(CASES))
        .isNotEmpty()
        .allSatisfy(folder ->
            assertThat(children(folder)).contains(folder.resolve(IN)).hasSizeGreaterThan(1));
  }

  private static Route route(HAService has) {
    return has.getSpec().mode == Mode.ActiveActive ? new Route.ToAll() : new Route.ToOne(LEADER);
  }

  private static String text(HasMetadata object) throws IOException {
    return YAML.writeValueAsString(YAML.readValue(JSON.asJson(object), Map.class));
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
