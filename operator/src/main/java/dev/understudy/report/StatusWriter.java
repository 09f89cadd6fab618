package dev.understudy.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.api.HAService;
import dev.understudy.api.HAServiceStatus;
import dev.understudy.execute.Patches;
import dev.understudy.execute.Paths;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;

/**
 * Writes status when it differs from what is there, and then whole: edits by hand do not survive. A
 * write carries the version of the HAService it was made from, so that what an old view shows is
 * not written over what a newer one did.
 */
public final class StatusWriter {
  private static final ObjectMapper JSON =
      new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

  private final Patches patches;

  public StatusWriter(Patches patches) {
    this.patches = patches;
  }

  /** What became of a status. */
  public enum Result {
    WRITTEN,
    /** It is there already, or there is nobody left to tell. */
    NOTHING_TO_WRITE,
    /** The HAService is another by now: look again. */
    CONFLICT
  }

  public Result write(HAService has, HAServiceStatus status) {
    ObjectNode wanted = JSON.valueToTree(status);
    JsonNode present =
        has.getStatus() == null ? JSON.createObjectNode() : JSON.valueToTree(has.getStatus());
    if (wanted.equals(present)) {
      return Result.NOTHING_TO_WRITE;
    }
    present.fieldNames().forEachRemaining(field -> removeIfAbsent(wanted, field));
    ObjectNode patch = JSON.createObjectNode();
    patch.putObject("metadata").put("resourceVersion", has.getMetadata().getResourceVersion());
    return send(has, patch.set("status", wanted));
  }

  private Result send(HAService has, JsonNode patch) {
    try {
      patches.send(Paths.haService(has) + "/status", PatchType.JSON_MERGE, patch);
      return Result.WRITTEN;
    } catch (KubernetesClientException e) {
      return switch (e.getCode()) {
        case HttpURLConnection.HTTP_NOT_FOUND -> Result.NOTHING_TO_WRITE; // deleted meanwhile
        case HttpURLConnection.HTTP_CONFLICT -> Result.CONFLICT;
        default -> throw e;
      };
    }
  }

  /** A merge patch leaves alone what it does not name. */
  private static void removeIfAbsent(ObjectNode wanted, String field) {
    if (!wanted.has(field)) {
      wanted.putNull(field);
    }
  }
}
