package dev.understudy.observe;

import dev.understudy.api.HAService;
import dev.understudy.detect.Contact;
import dev.understudy.detect.Pace;
import dev.understudy.detect.Peer;
import dev.understudy.detect.Tethers;
import dev.understudy.manifest.Names;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to each member, by which a process that ends is known of at once, and one to the
 * kubelet of each node that has members: the second witness, without which nobody is deposed for
 * silence.
 */
final class MemberTethers extends AbstractEventSource<Pod, HAService> {
  private static final Logger log = LoggerFactory.getLogger(MemberTethers.class);

  /** No service has such a name. */
  private static final String KUBELETS = "kubelets";

  private record Kept(ResourceID service, Set<Peer> members, Set<Peer> kubelets) {}

  private final Tethers tethers = new Tethers(this::changed);
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  MemberTethers() {
    super(Pod.class, "tethers");
  }

  @Override
  public void stop() {
    super.stop();
    tethers.close();
  }

  /** From now on these are the pods of the service, and no others. */
  void keep(
      HAService has,
      Optional<Service> service,
      Collection<Pod> pods,
      Function<String, Optional<Node>> nodes) {
    String key = Names.qualified(has);
    Kept now =
        new Kept(
            ResourceID.fromResource(has),
            peers(pods.stream().flatMap(pod -> member(key, pod, service).stream())),
            peers(
                pods.stream()
                    .flatMap(pod -> Optional.ofNullable(pod.getSpec().getNodeName()).stream())
                    .distinct()
                    .flatMap(name -> nodes.apply(name).flatMap(MemberTethers::kubelet).stream())));
    if (!now.equals(kept.put(key, now))) {
      tethers.keep(key, now.members());
      keepKubelets();
    }
  }

  void forget(HAService has) {
    String key = Names.qualified(has);
    if (kept.remove(key) != null) {
      tethers.keep(key, Set.of());
      keepKubelets();
    }
  }

  /** One at a time, so that the last one has seen all. */
  private synchronized void keepKubelets() {
    tethers.keep(KUBELETS, kubelets());
  }

  private Set<Peer> kubelets() {
    return peers(kept.values().stream().flatMap(it -> it.kubelets().stream()));
  }

  /** As they are when asked. */
  Contacts contacts(HAService has, Optional<Service> service) {
    String key = Names.qualified(has);
    return new Contacts() {
      @Override
      public Contact of(Pod pod) {
        return member(key, pod, service).map(tethers::contact).orElse(Contact.NEVER_REACHED);
      }

      @Override
      public boolean isSilent(String node) {
        return isKubeletSilent(node);
      }
    };
  }

  /** If more than half of them are silent, it is rather we who are cut off. */
  private boolean isKubeletSilent(String node) {
    Set<Peer> all = kubelets();
    Set<String> silent =
        all.stream()
            .filter(it -> tethers.contact(it) == Contact.SILENT)
            .map(Peer::member)
            .collect(Collectors.toSet());
    return silent.contains(node) && silent.size() * 2 <= all.size();
  }

  @Override
  public Set<Pod> getSecondaryResources(HAService has) {
    return Set.of();
  }

  private static Optional<Peer> member(String key, Pod pod, Optional<Service> service) {
    return Serving.address(pod, service)
        .map(address -> new Peer(key, MemberReader.id(pod).value(), address, Pace.BALANCED));
  }

  private static Optional<Peer> kubelet(Node node) {
    return Serving.kubelet(node)
        .map(address -> new Peer(KUBELETS, node.getMetadata().getName(), address, Pace.BALANCED));
  }

  private static Set<Peer> peers(Stream<Peer> peers) {
    return peers.collect(Collectors.toUnmodifiableSet());
  }

  /** By the thread that holds all connections, which must not end. */
  private void changed(Peer peer) {
    if (!isRunning()) {
      return;
    }
    try {
      concerned(peer).forEach(service -> getEventHandler().handleEvent(new Event(service)));
    } catch (RuntimeException e) {
      log.atWarn()
          .addKeyValue("peer", peer.service() + " " + peer.member())
          .setCause(e)
          .log("A change of contact was not passed on; the next event shows it.");
    }
  }

  private Stream<ResourceID> concerned(Peer peer) {
    return peer.service().equals(KUBELETS)
        ? kept.values().stream().filter(it -> it.kubelets().contains(peer)).map(Kept::service)
        : Optional.ofNullable(kept.get(peer.service())).map(Kept::service).stream();
  }
}
