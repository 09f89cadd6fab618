package dev.understudy.observe;

import dev.understudy.api.HAService;
import dev.understudy.decision.StandbysView;
import dev.understudy.manifest.Owners;
import dev.understudy.manifest.StandbysManifest;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Optional;

/** From the Service to the standbys to what is to be done about it. */
final class StandbysReader {
  private StandbysReader() {}

  /** It has the ports of the one to clients, and is not made before that is there. */
  static StandbysView read(Sources from) {
    HAService has = from.has();
    Optional<Service> ours = from.standbys().filter(it -> Owners.controls(has, it));
    if (!StandbysManifest.isDeclared(has)) {
      return ours.<StandbysView>map(it -> new StandbysView.Unwanted(it.getMetadata().getUid()))
          .orElse(StandbysView.AS_DECLARED);
    }
    if (from.service().isEmpty()) {
      return StandbysView.AS_DECLARED;
    }
    if (ours.isEmpty()) {
      return from.standbys()
          .<StandbysView>map(it -> new StandbysView.Taken(Owners.words(it)))
          .orElseGet(StandbysView.Missing::new);
    }
    return StandbysManifest.isAsDeclared(has, from.service().get(), ours.get())
        ? StandbysView.AS_DECLARED
        : new StandbysView.Outdated(ours.get().getMetadata().getResourceVersion());
  }
}
