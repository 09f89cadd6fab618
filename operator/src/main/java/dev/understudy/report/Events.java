package dev.understudy.report;

import dev.understudy.api.HAService;
import dev.understudy.decision.Reason;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
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
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Event event =
        new EventBuilder()
            .withNewMetadata()
            .withGenerateName(has.getMetadata().getName() + "-")
            .withNamespace(has.getMetadata().getNamespace())
            .endMetadata()
            .withEventTime(new MicroTime(now.toString()))
            .withReportingController("understudy.dev/operator")
            .withReportingInstance(instance)
            .withAction(reason.name())
            .withReason(reason.name())
            .withType(type)
            .withNote(
                sentence.length() <= NOTE_LENGTH ? sentence : sentence.substring(0, NOTE_LENGTH))
            .withRegarding(
                new ObjectReferenceBuilder()
                    .withApiVersion(has.getApiVersion())
                    .withKind(has.getKind())
                    .withName(has.getMetadata().getName())
                    .withNamespace(has.getMetadata().getNamespace())
                    .withUid(uid(has))
                    .build())
            .build();
    try {
      client.resource(event).create();
    } catch (KubernetesClientException e) {
      log.atWarn()
          .addKeyValue("haservice", uid(has))
          .log("Event {} was not recorded: {}", reason, e.getMessage());
    }
  }

  private static String uid(HAService has) {
    return has.getMetadata().getUid();
  }
}
