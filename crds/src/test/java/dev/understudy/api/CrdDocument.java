package dev.understudy.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The CRD, generated from the API types and completed by what the generator cannot say. */
final class CrdDocument {
  private static final String HEADER =
      """
      # Generated from the Java types in crds/; change those, then run
      #   mvn -pl crds test -Dcrd.rewrite=true
      """;

  /** Descriptions of Kubernetes' own condition type, which its Java class does not carry. */
  private static final Map<String, String> CONDITION_FIELDS =
      Map.of(
          "type", "Ready, LeaderPresent or StandbyReady.",
          "status", "True, False or Unknown.",
          "reason", "Why, as one word.",
          "message", "Why, as a sentence.",
          "lastTransitionTime", "When the status last changed.",
          "observedGeneration", "Generation of the resource that the condition speaks of.");

  private CrdDocument() {}

  static String generate() throws IOException {
    ObjectMapper yaml =
        new ObjectMapper(
            new YAMLFactory()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS));
    ObjectNode crd = (ObjectNode) yaml.readTree(generated());
    ObjectNode schema = (ObjectNode) crd.at("/spec/versions/0/schema/openAPIV3Schema");
    schema.put(
        "description",
        "HAService keeps a service available: with every ready member taking traffic"
            + " (ActiveActive), or with one leader and others that stand by (ActivePassive).");
    describe(schema, "spec", "What you declare.");
    describe(schema, "status", "What Understudy saw at its last pass; edits are overwritten.");
    complete((ObjectNode) schema.at("/properties/status/properties"));
    orderColumns((ObjectNode) crd.at("/spec/versions/0"));
    passThrough((ObjectNode) schema.at("/properties/spec/properties"));
    integersAsIntegers(crd);
    return HEADER + yaml.writeValueAsString(crd);
  }

  private static void describe(ObjectNode schema, String property, String text) {
    ((ObjectNode) schema.at("/properties/" + property)).put("description", text);
  }

  private static void complete(ObjectNode status) {
    listMap((ObjectNode) status.get("conditions"), "type");
    listMap((ObjectNode) status.get("members"), "name");
    ObjectNode condition = (ObjectNode) status.at("/conditions/items");
    ObjectNode fields = (ObjectNode) condition.get("properties");
    CONDITION_FIELDS.forEach(
        (field, text) -> ((ObjectNode) fields.get(field)).put("description", text));
    ((ObjectNode) fields.get("lastTransitionTime")).put("format", "date-time");
    ((ObjectNode) fields.get("observedGeneration")).put("format", "int64");
    ArrayNode required = condition.putArray("required");
    for (String field :
        new String[] {"type", "status", "reason", "message", "lastTransitionTime"}) {
      required.add(field);
    }
    for (String field : new String[] {"observedGeneration", "epoch"}) {
      ((ObjectNode) status.get(field)).put("format", "int64");
    }
  }

  /** Fields that only Kubernetes knows, where the schema has to know their neighbours. */
  private static void passThrough(ObjectNode spec) {
    for (String object :
        new String[] {
          "/template",
          "/template/properties/metadata",
          "/template/properties/spec",
          "/template/properties/spec/properties/containers/items",
          "/template/properties/spec/properties/containers/items/properties/ports/items",
          "/health/properties/readinessProbe"
        }) {
      ((ObjectNode) spec.at(object)).put("x-kubernetes-preserve-unknown-fields", true);
    }
  }

  /** The generator sorts columns by path; a reader wants the first question answered first. */
  private static void orderColumns(ObjectNode version) {
    ArrayNode columns = (ArrayNode) version.get("additionalPrinterColumns");
    Map<String, JsonNode> byName = new LinkedHashMap<>();
    columns.forEach(column -> byName.put(column.get("name").asText(), column));
    columns.removeAll();
    for (String name : new String[] {"Mode", "Ready", "Leader", "Epoch", "Reason", "Age"}) {
      columns.add(byName.remove(name));
    }
    if (!byName.isEmpty()) {
      throw new IllegalStateException("columns without a place: " + byName.keySet());
    }
  }

  private static void listMap(ObjectNode list, String key) {
    list.put("x-kubernetes-list-type", "map");
    list.putArray("x-kubernetes-list-map-keys").add(key);
  }

  /** The generator writes "minimum: 1.0"; people and diffs prefer "1". */
  private static void integersAsIntegers(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (String bound : new String[] {"minimum", "maximum"}) {
        if (object.path(bound).isFloatingPointNumber()) {
          object.set(bound, IntNode.valueOf(object.get(bound).asInt()));
        }
      }
    }
    node.forEach(CrdDocument::integersAsIntegers);
  }

  private static String generated() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new CRDGenerator()
        .customResourceClasses(HAService.class)
        .withOutput(new InMemory(bytes))
        .generate();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private record InMemory(ByteArrayOutputStream bytes)
      implements io.fabric8.crdv2.generator.CRDGenerator.CRDOutput<OutputStream> {
    @Override
    public OutputStream outputFor(String name) {
      return bytes;
    }

    @Override
    public void close() {
      try {
        bytes.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
