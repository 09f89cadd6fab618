package dev.understudy.report;

import dev.understudy.api.HAService;
import dev.understudy.decision.Reason;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kubernetes Events: what changed and why, where people look first. */
public final class Events {
  private static final Logger log = LoggerFactory.getLogger(Events.class);
  private static final int NOTE_LENGTH = 1024;
  private static final int TOO_MANY = 429;

  private final KubernetesClient client;
  private final String instance;
  private final Map<String, String> lastTrouble = new ConcurrentHashMap<>();

  /**
   * @param instance the replica of the operator that reports
   */
  public Events(KubernetesClient client, String instance) {
    this.client = client;
    this.instance = instance;
  }

  /** Says once that something was written; an Event that is lost is not worth a failure. */
  public void changed(HAService has, Reason reason, String sentence) {
    publish(has, reason, sentence, reason.kind() == Reason.Kind.TROUBLE ? "Warning" : "Normal");
  }

  /**
   * Says who leads from an epoch on. The Event is named by the epoch, so that it is said once,
   * whoever says it and however often.
   *
   * @throws KubernetesClientException when the API server gives no verdict: worth another try,
   *     unlike any other Event, because it is what people look for after an outage
   */
  public void leadership(HAService has, long epoch, String reason, String sentence) {
    Event event =
        new EventBuilder(event(has, reason, sentence, "Normal"))
            .editMetadata()
            .withGenerateName(null)
            .withName(
                has.getMetadata().getName() + "-epoch-" + epoch + "-" + uid(has).substring(0, 8))
            .endMetadata()
            .build();
    try {
      client.resource(event).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return;
      }
      if (e.getCode() < 400 || e.getCode() == TOO_MANY || e.getCode() >= 500) {
        throw e;
      }
      unrecorded(has, reason, e);
    }
  }

  /** Says that something is wrong; says it again only if it was right or different meanwhile. */
  public void trouble(HAService has, Reason reason, String sentence) {
    String words = reason + sentence;
    if (!words.equals(lastTrouble.put(uid(has), words))) {
      publish(has, reason, sentence, "Warning");
    }
  }

  /** Nothing is wrong any more. */
  public void calm(HAService has) {
    lastTrouble.remove(uid(has));
  }

  private void publish(HAService has, Reason reason, String sentence, String type) {
    try {
      client.resource(event(has, reason.name(), sentence, type)).create();
    } catch (KubernetesClientException e) {
      unrecorded(has, reason.name(), e);
    }
  }

  private Event event(HAService has, String reason, String sentence, String type) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    return new EventBuilder()
        .withNewMetadata()
        .withGenerateName(has.getMetadata().getName() + "-")
        .withNamespace(has.getMetadata().getNamespace())
        .endMetadata()
        .withEventTime(new MicroTime(now.toString()))
        .withReportingController("understudy.dev/operator")
        .withReportingInstance(instance)
        .withAction(reason)
        .withReason(reason)
        .withType(type)
        .withNote(sentence.length() <= NOTE_LENGTH ? sentence : sentence.substring(0, NOTE_LENGTH))
        .withRegarding(
            new ObjectReferenceBuilder()
                .withApiVersion(has.getApiVersion())
                .withKind(has.getKind())
                .withName(has.getMetadata().getName())
                .withNamespace(has.getMetadata().getNamespace())
                .withUid(uid(has))
                .build())
        .build();
  }

  private static void unrecorded(HAService has, String reason, KubernetesClientException e) {
    log.atWarn()
        .addKeyValue("haservice", uid(has))
        .log("Event {} was not recorded: {}", reason, e.getMessage());
  }

  private static String uid(HAService has) {
    return has.getMetadata().getUid();
  }
}
