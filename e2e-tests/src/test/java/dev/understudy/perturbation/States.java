package dev.understudy.perturbation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What of an object's state is the operator's doing, in one line, the same in every namespace. */
final class States {
  private static final List<String> KINDS =
      List.of("services", "leases", "replicasets", "poddisruptionbudgets", "pods", "haservices");

  private static final String MEMBER = "understudy.dev/member";

  private States() {}

  /** After a write; empty if it is told to people only. */
  static Optional<String> after(Request request, JsonNode object) {
    if (request.resource().equals("events") || request.resource().equals("haservices")) {
      return Optional.empty();
    }
    boolean gone = request.method().equals("DELETE") && !request.resource().equals("pods");
    return Optional.of(gone ? "deleted" : of(request.resource(), object));
  }

  /** By object, as things are now. */
  static Map<String, String> everything(World world) {
    Map<String, String> all = new TreeMap<>();
    for (String resource : KINDS) {
      world
          .all(resource)
          .forEach(it -> all.put(resource + "/" + World.name(it), of(resource, world.json(it))));
    }
    return all;
  }

  static String of(String resource, JsonNode object) {
    return switch (resource) {
      case "services" ->
          "to "
              + selector(object)
              + " @"
              + object.at("/metadata/annotations/understudy.dev~1epoch").asText();
      case "leases" ->
          "of "
              + pod(object.at("/spec/holderIdentity").asText())
              + " @"
              + object.at("/spec/leaseTransitions").asText()
              + " after "
              + pod(object.at("/metadata/annotations/understudy.dev~1last-holder").asText());
      case "replicasets" -> object.at("/spec/replicas").asText() + " members";
      case "poddisruptionbudgets" -> object.at("/spec/minAvailable").asText() + " stay";
      case "pods" ->
          "is "
              + pod(object.at("/metadata/labels/understudy.dev~1member").asText())
              + " cost "
              + object
                  .at("/metadata/annotations/controller.kubernetes.io~1pod-deletion-cost")
                  .asText()
              + " held "
              + object.at("/metadata/finalizers")
              + (object.at("/metadata/deletionTimestamp").isMissingNode() ? "" : " stopping");
      case "haservices" -> status(object.path("status"));
      default -> "";
    };
  }

  private static String selector(JsonNode service) {
    TreeMap<String, String> selector = new TreeMap<>();
    service
        .at("/spec/selector")
        .properties()
        .forEach(it ->
            selector.put(
                it.getKey(),
                it.getKey().equals(MEMBER) ? pod(it.getValue().asText()) : it.getValue().asText()));
    return selector.toString();
  }

  /** What people are told in the end, but for times and words. */
  private static String status(JsonNode status) {
    StringBuilder told = new StringBuilder();
    told.append(status.path("ready").asText())
        .append(", leader ")
        .append(status.path("leader").asText())
        .append(" @")
        .append(status.path("epoch").asText())
        .append(", route ")
        .append(status.path("route").asText())
        .append(", revision ")
        .append(status.path("revision").asText());
    status
        .path("members")
        .forEach(it ->
            told.append(", ")
                .append(it.path("name").asText())
                .append(' ')
                .append(it.path("role").asText()));
    status
        .path("conditions")
        .forEach(it ->
            told.append(", ")
                .append(it.path("type").asText())
                .append(' ')
                .append(it.path("status").asText()));
    status
        .path("failovers")
        .forEach(it ->
            told.append(", @")
                .append(it.path("epoch").asText())
                .append(" to ")
                .append(it.path("to").asText()));
    return told.toString();
  }

  /** A member's id is the pod's name, and a digest of that and its uid. */
  private static String pod(String member) {
    return member.replaceFirst("-[0-9a-f]{10}$", "");
  }
}
