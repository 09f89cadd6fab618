package dev.understudy.observe;

import dev.understudy.detect.Contact;
import dev.understudy.detect.Pace;
import dev.understudy.detect.Peer;
import dev.understudy.detect.Tethers;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A connection to each member, by which a process that ends is known of at once, and one to the
 * kubelet of each node that has members: the second witness, without which nobody is deposed for
 * silence.
 */
final class MemberTethers implements AutoCloseable {
  /** No service has such a name. */
  private static final String KUBELETS = "kubelets";

  private record Kept(Set<Peer> members, Set<Peer> kubelets) {}

  private final Tethers tethers;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  /**
   * @param changed told of each service for which something has changed
   */
  MemberTethers(Consumer<String> changed) {
    this.tethers = new Tethers(peer -> concerned(peer).forEach(changed));
  }

  /** From now on these are the pods of the service, and no others. */
  void keep(Guarded guarded) {
    String key = guarded.service();
    Kept now =
        new Kept(
            peers(guarded.pods().stream().flatMap(pod -> member(guarded, pod).stream())),
            peers(
                guarded.pods().stream()
                    .flatMap(pod -> guarded.node(pod).stream())
                    .flatMap(node -> kubelet(node, guarded.profile().pace()).stream())));
    if (!now.equals(kept.put(key, now))) {
      tethers.keep(key, now.members());
      keepKubelets();
    }
  }

  void forget(String service) {
    if (kept.remove(service) != null) {
      tethers.keep(service, Set.of());
      keepKubelets();
    }
  }

  @Override
  public void close() {
    tethers.close();
  }

  /** One at a time, so that the last one has seen all. */
  private synchronized void keepKubelets() {
    tethers.keep(KUBELETS, kubelets().collect(Collectors.toSet()));
  }

  private Stream<Peer> kubelets() {
    return kept.values().stream().flatMap(it -> it.kubelets().stream()).distinct();
  }

  Contact contact(Guarded guarded, Pod pod) {
    return member(guarded, pod).map(tethers::contact).orElse(Contact.NEVER_REACHED);
  }

  /** If more than half of them are silent, it is rather we who are cut off. */
  boolean isKubeletSilent(String node, Pace pace) {
    Set<Peer> all = peers(kubelets().filter(it -> it.pace().equals(pace)));
    Set<String> silent =
        all.stream()
            .filter(it -> tethers.contact(it) == Contact.SILENT)
            .map(Peer::member)
            .collect(Collectors.toSet());
    return silent.contains(node) && silent.size() * 2 <= all.size();
  }

  boolean isKubeletReached(String node, Pace pace) {
    return kubelets()
        .filter(it -> it.pace().equals(pace) && it.member().equals(node))
        .anyMatch(it -> tethers.contact(it) != Contact.NEVER_REACHED);
  }

  private static Optional<Peer> member(Guarded guarded, Pod pod) {
    return guarded
        .address(pod)
        .map(address ->
            new Peer(
                guarded.service(),
                MemberReader.id(pod).value(),
                address,
                guarded.profile().pace()));
  }

  private static Optional<Peer> kubelet(Node node, Pace pace) {
    return Serving.kubelet(node)
        .map(address -> new Peer(KUBELETS, node.getMetadata().getName(), address, pace));
  }

  private static Set<Peer> peers(Stream<Peer> peers) {
    return peers.collect(Collectors.toUnmodifiableSet());
  }

  private Stream<String> concerned(Peer peer) {
    return peer.service().equals(KUBELETS)
        ? kept.entrySet().stream()
            .filter(it -> it.getValue().kubelets().contains(peer))
            .map(Map.Entry::getKey)
        : Stream.of(peer.service());
  }
}
