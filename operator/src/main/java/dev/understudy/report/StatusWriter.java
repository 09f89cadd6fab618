package dev.understudy.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.api.HAService;
import dev.understudy.api.HAServiceStatus;
import dev.understudy.execute.Patches;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;

/**
 * Writes status when it differs from what is there, and then whole: edits by hand do not survive.
 */
public final class StatusWriter {
  private static final ObjectMapper JSON =
      new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

  private final Patches patches;

  public StatusWriter(Patches patches) {
    this.patches = patches;
  }

  /**
   * @return whether anything was written
   */
  public boolean write(HAService has, HAServiceStatus status) {
    ObjectNode wanted = JSON.valueToTree(status);
    JsonNode present =
        has.getStatus() == null ? JSON.createObjectNode() : JSON.valueToTree(has.getStatus());
    if (wanted.equals(present)) {
      return false;
    }
    present.fieldNames().forEachRemaining(field -> removeIfAbsent(wanted, field));
    return sent(has, JSON.createObjectNode().set("status", wanted));
  }

  private boolean sent(HAService has, JsonNode patch) {
    try {
      patches.send(
          "apis/understudy.dev/v1alpha1/namespaces/"
              + has.getMetadata().getNamespace()
              + "/haservices/"
              + has.getMetadata().getName()
              + "/status",
          PatchType.JSON_MERGE,
          patch);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return false; // deleted meanwhile: nobody is left to tell
      }
      throw e;
    }
  }

  /** A merge patch leaves alone what it does not name. */
  private static void removeIfAbsent(ObjectNode wanted, String field) {
    if (!wanted.has(field)) {
      wanted.putNull(field);
    }
  }
}
