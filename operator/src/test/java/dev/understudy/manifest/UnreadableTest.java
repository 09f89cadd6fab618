package dev.understudy.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.understudy.api.HAService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the open schema lets through is always an HAService, and sometimes makes no pods. */
class UnreadableTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private static final String SPEC =
      """
      mode: ActivePassive
      service: {ports: [{port: 80}]}
      template:
        spec:
          containers:
          - {name: orders, image: 'orders:1'}
      """;

  private static HAService container(String field) {
    return Read.spec(SPEC.replace("image: 'orders:1'", "image: 'orders:1', " + field));
  }

  private static HAService pod(String field) {
    return Read.spec(SPEC.replace("containers:", field + "\n    containers:"));
  }

  private static HAService probe(String probe) {
    return Read.spec("health: {readinessProbe: " + probe + "}\n" + SPEC);
  }

  private static String sentence(HAService has) {
    return catchThrowableOfType(UnreadableException.class, () -> WorkloadManifest.revision(has))
        .sentence();
  }

  private static String template(String flaw) {
    return "spec.template cannot be read: "
        + flaw
        + "; write it as in a Deployment (kubectl explain deployment.spec.template).";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "command: sleep 1            | command must be a list, not a string",
        "command: [[a]]              | command[0] must be a string, not a list",
        "env: {A: b}                 | env must be a list, not an object",
        "env: [{name: A, value: {}}] | env[0].value must be a string, not an object",
        "resources: 5                | resources must be an object, not a number",
        "stdin: [a]                  | stdin must be true or false, not a list",
        "livenessProbe: {periodSeconds: often} "
            + "| livenessProbe.periodSeconds must be a number, not a string",
      })
  void saysWhatIsWrongWithAContainer(String field, String flaw) {
    assertThat(sentence(container(field))).isEqualTo(template("spec.containers[0]." + flaw));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "volumes: x                      | volumes must be a list, not a string",
        "volumes: [{name: tmp, emptyDir: true}] "
            + "| volumes[0].emptyDir must be an object, not true or false",
        "nodeSelector: ssd               | nodeSelector must be an object, not a string",
      })
  void saysWhatIsWrongWithThePod(String field, String flaw) {
    assertThat(sentence(pod(field))).isEqualTo(template("spec." + flaw));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "livenessProbe: {periodSeconds: 99999999999999}",
        "ports: [{containerPort: 1, hostPort: 99999999999}]",
      })
  void saysItInJacksonsWordsWithoutItsClasses(String field) {
    assertThat(sentence(container(field)))
        .startsWith("spec.template cannot be read: spec.containers[0].")
        .endsWith(template("").substring("spec.template cannot be read: ".length()))
        .doesNotContain("java", "fabric8", "line:", "\n", "`");
  }

  @Test
  void saysWhatIsWrongWithTheProbe() {
    assertThat(sentence(probe("{httpGet: /}")))
        .isEqualTo(
            "spec.health.readinessProbe cannot be read: httpGet must be an object, not a string;"
                + " write it as in a container (kubectl explain"
                + " pod.spec.containers.readinessProbe).");
  }

  /** As ever: Jackson makes strings of them. */
  @Test
  void readsNumbersWhereStringsAreExpected() {
    assertThat(
            WorkloadManifest.revision(container("env: [{name: A, value: 5}], args: [1.5, true]")))
        .isEqualTo(
            WorkloadManifest.revision(
                container("env: [{name: A, value: '5'}], args: ['1.5', 'true']")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}"})
  void readsAProbeThatSaysNothing(String probe) {
    assertThat(WorkloadManifest.revision(probe(probe))).isNotEmpty();
  }

  @Test
  void isNestedTooDeeply() {
    HAService has = Read.spec(SPEC);
    ArrayNode list = ((ObjectNode) Objects.requireNonNull(has.getSpec().template)).putArray("a");
    for (int depth = 0; depth < 2000; depth++) {
      list = list.addArray();
    }
    assertThat(sentence(has)).isEqualTo(template("it is nested too deeply"));
  }

  /** Every value of a large template in turn is made something else. */
  @Test
  void isTheOnlyThingThatCanGoWrong() throws IOException {
    JsonNode whole =
        YAML.readTree(
            Objects.requireNonNull(
                UnreadableTest.class.getResourceAsStream("template-passes-through/in.yaml")));
    List<JsonNode> odd = new ArrayList<>();
    for (String text :
        List.of(
            "x",
            "''",
            "5",
            "-1.5",
            "9999999999999",
            "true",
            "null",
            "[]",
            "[null]",
            "[x]",
            "[{}]",
            "[[]]",
            "{}",
            "{a: 1}",
            "{a: null}",
            "{name: {}}")) {
      odd.add(YAML.readTree(text));
    }
    mutate(whole, whole.at("/spec/template/metadata"), odd);
    mutate(whole, whole.at("/spec/template/spec"), odd);
  }

  private static void mutate(JsonNode whole, JsonNode part, List<JsonNode> odd) {
    if (part instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
        JsonNode before = field.getValue();
        for (JsonNode value : odd) {
          object.set(field.getKey(), value);
          assertReadOrUnreadable(whole);
        }
        object.set(field.getKey(), before);
        mutate(whole, before, odd);
      }
    } else if (part instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        JsonNode before = list.get(i);
        for (JsonNode value : odd) {
          list.set(i, value);
          assertReadOrUnreadable(whole);
        }
        list.set(i, before);
        mutate(whole, before, odd);
      }
    }
  }

  private static void assertReadOrUnreadable(JsonNode whole) {
    HAService has = Read.has(whole.toString());
    assertThatCode(
            () -> {
              try {
                WorkloadManifest.replicaSet(has, WorkloadManifest.revision(has), 2, 1);
              } catch (UnreadableException e) {
                assertThat(e.sentence()).startsWith("spec.template cannot be read: ");
              }
            })
        .as(whole.toString())
        .doesNotThrowAnyException();
  }

  private static HAService withRoleFile(String podSpec) {
    return Read.spec(
        "activePassive: {roleFile: /etc/understudy/role}\n"
            + SPEC.replace("containers:", podSpec + "\n    containers:"));
  }

  private static String mounting(String at) {
    return "initContainers: [{name: schema, image: 'schema:1', volumeMounts: [{name: config,"
        + " mountPath: "
        + at
        + "}]}]";
  }

  @Test
  void saysWhatIsInTheWayOfTheRoleFile() {
    assertThat(sentence(withRoleFile("volumes: [{name: understudy-role, emptyDir: {}}]")))
        .isEqualTo(
            "activePassive.roleFile: /etc/understudy/role cannot be mounted: template has a volume"
                + " understudy-role of its own; give that volume another name.");
    assertThat(sentence(withRoleFile(mounting("/etc/understudy"))))
        .isEqualTo(
            "activePassive.roleFile: /etc/understudy/role cannot be mounted: container schema"
                + " mounts volume config at /etc/understudy; give the file a folder in which"
                + " nothing else is mounted.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/understudy/", "/etc//understudy", "/etc/understudy/role/more"})
  void seesWhatIsInTheWayHoweverItIsWritten(String at) {
    assertThat(sentence(withRoleFile(mounting(at)))).contains(at);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc", "/etc/understudy-config", "/understudy/role", "''"})
  void leavesWhatIsMountedElsewhere(String at) {
    assertThatCode(() -> WorkloadManifest.revision(withRoleFile(mounting(at))))
        .doesNotThrowAnyException();
  }
}
