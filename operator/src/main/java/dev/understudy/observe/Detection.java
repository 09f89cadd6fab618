package dev.understudy.observe;

import dev.understudy.api.HAService;
import dev.understudy.detect.Contact;
import dev.understudy.detect.Dial;
import dev.understudy.detect.Question;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is noticed by connections of our own, before Kubernetes tells of it. */
final class Detection extends AbstractEventSource<Pod, HAService> {
  private static final Logger log = LoggerFactory.getLogger(Detection.class);

  /** For the one connection to a member that is to lead. */
  private static final Duration AT_PROMOTION = Duration.ofMillis(300);

  private final Map<String, ResourceID> services = new ConcurrentHashMap<>();
  private final MemberTethers tethers = new MemberTethers(this::changed);
  private final MemberProbes probes;

  /**
   * @param own what this process answers itself
   */
  Detection(Optional<Question> own) {
    super(Pod.class, "detection");
    this.probes = new MemberProbes(own, this::changed);
  }

  @Override
  public void stop() {
    super.stop();
    tethers.close();
    probes.close();
  }

  /** From now on these are the pods of the service, and no others. */
  void keep(Guarded guarded) {
    services.put(guarded.service(), ResourceID.fromResource(guarded.has()));
    tethers.keep(guarded);
    probes.keep(guarded);
  }

  void forget(String service) {
    tethers.forget(service);
    probes.forget(service);
    services.remove(service);
  }

  /** As they are when asked. */
  Contacts contacts(Guarded guarded) {
    return new Contacts() {
      @Override
      public Contact of(Pod pod) {
        return tethers.contact(guarded, pod);
      }

      @Override
      public boolean isSilent(String node) {
        return tethers.isKubeletSilent(node, guarded.profile().pace());
      }

      @Override
      public boolean isReached(String node) {
        return tethers.isKubeletReached(node, guarded.profile().pace());
      }

      @Override
      public boolean hangs(Pod pod) {
        return probes.hangs(guarded, pod);
      }

      @Override
      public Dial dial(Pod pod) {
        return guarded
            .address(pod)
            .filter(address -> of(pod) != Contact.NEVER_REACHED)
            .map(address -> Dial.to(address, AT_PROMOTION))
            .orElse(Dial.ACCEPTED);
      }
    };
  }

  @Override
  public Set<Pod> getSecondaryResources(HAService has) {
    return Set.of();
  }

  /** By threads that must not end. */
  private void changed(String service) {
    ResourceID id = services.get(service);
    if (id == null || !isRunning()) {
      return;
    }
    try {
      getEventHandler().handleEvent(new Event(id));
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("haservice", service)
          .setCause(e)
          .log("What was noticed was not passed on; the next event shows it.");
    }
  }
}
