package dev.understudy;

import dev.understudy.api.HAService;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.Set;

/** Has every service looked at when this replica begins to lead: what happened before is unseen. */
final class Leadership extends AbstractEventSource<Void, HAService> {
  private final IndexerResourceCache<HAService> services;

  Leadership(IndexerResourceCache<HAService> services) {
    super(Void.class, "leadership");
    this.services = services;
  }

  void begin() {
    if (isRunning()) {
      services.keys().forEach(id -> getEventHandler().handleEvent(new Event(id)));
    }
  }

  /** Something happened that no cache shows. */
  void look(HAService has) {
    if (isRunning()) {
      getEventHandler().handleEvent(new Event(ResourceID.fromResource(has)));
    }
  }

  @Override
  public Set<Void> getSecondaryResources(HAService has) {
    return Set.of();
  }
}
