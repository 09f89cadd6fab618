package dev.understudy.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the API server recorded of requests. */
public final class Audit {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> READS = Set.of("get", "list", "watch");
  private static final int REFUSED = 300;

  private final Installation installation;

  public Audit(Installation installation) {
    this.installation = installation;
  }

  /**
   * One request that has been answered.
   *
   * @param pod from which it came; empty if it came from no pod
   * @param resource with its subresource, as RBAC names them
   * @param name of the object; empty if it was not known yet
   * @param code of the answer
   */
  public record Request(
      Instant received,
      String user,
      String pod,
      String verb,
      String group,
      String resource,
      String namespace,
      String name,
      int code) {
    public boolean isWrite() {
      return !READS.contains(verb);
    }

    public boolean isAccepted() {
      return code < REFUSED;
    }
  }

  /** What the operator asked for since then. */
  public List<Request> ofOperator(Instant since) {
    return requests(installation.operatorUser()).stream()
        .filter(it -> it.user().equals(installation.operatorUser()))
        .filter(it -> !it.received().isBefore(since))
        .toList();
  }

  /** What the operator asked for about one namespace. */
  public List<Request> ofOperatorIn(String namespace) {
    return requests("\"namespace\":\"" + namespace + "\"").stream()
        .filter(it -> it.user().equals(installation.operatorUser()))
        .filter(it -> it.namespace().equals(namespace))
        .toList();
  }

  private List<Request> requests(String containing) {
    List<String> lines =
        installation
            .shell()
            .run(
                "docker",
                "exec",
                installation.controlPlane(),
                "sh",
                "-c",
                "cat $(ls -tr /var/log/kubernetes/audit*.log) | grep -F -e \"$0\" || true",
                containing)
            .lines()
            .toList();
    return read(lines).stream().filter(Audit::isAnswered).map(Audit::request).toList();
  }

  /** The last line may be half written: then it is left out. */
  static List<JsonNode> read(List<String> lines) {
    List<JsonNode> entries = new ArrayList<>();
    for (int at = 0; at < lines.size(); at++) {
      try {
        entries.add(JSON.readTree(lines.get(at)));
      } catch (JsonProcessingException e) {
        if (at < lines.size() - 1) {
          throw new UncheckedIOException("not a line of an audit log: " + lines.get(at), e);
        }
      }
    }
    return entries;
  }

  /** The answer to a watch begins at once, and ends who knows when. */
  private static boolean isAnswered(JsonNode entry) {
    String stage = "watch".equals(entry.path("verb").asText()) ? "Started" : "Complete";
    return entry.path("stage").asText().equals("Response" + stage);
  }

  private static Request request(JsonNode entry) {
    JsonNode object = entry.path("objectRef");
    String subresource = object.path("subresource").asText();
    return new Request(
        Instant.parse(entry.path("requestReceivedTimestamp").asText()),
        entry.path("user").path("username").asText(),
        entry
            .path("user")
            .path("extra")
            .path("authentication.kubernetes.io/pod-name")
            .path(0)
            .asText(),
        entry.path("verb").asText(),
        object.path("apiGroup").asText(),
        object.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
        object.path("namespace").asText(),
        object.path("name").asText(),
        entry.path("responseStatus").path("code").asInt());
  }
}
