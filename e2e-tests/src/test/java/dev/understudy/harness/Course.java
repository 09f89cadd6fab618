package dev.understudy.harness;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * The course of an election and of the route that follows it, as a watch of this process saw it.
 */
public final class Course implements AutoCloseable {
  /** Who held the Lease from when on; each renewal is one. */
  public record Held(String identity, long atNanos) {}

  /** The member that the Service selected from when on, and at which epoch. */
  public record Routed(String member, long epoch, long atNanos) {
    public boolean isClosed() {
      return member.equals("closed");
    }
  }

  private final List<Held> held = new CopyOnWriteArrayList<>();
  private final List<Routed> routed = new CopyOnWriteArrayList<>();
  private final Watch leases;
  private final Watch services;

  public Course(Space space) {
    leases =
        space
            .client()
            .leases()
            .inNamespace(space.namespace())
            .withName(Election.LEASE)
            .watch(new Onlooker<>((action, lease) -> leaseSeen(lease)));
    services =
        space
            .client()
            .services()
            .inNamespace(space.namespace())
            .withName(Space.NAME)
            .watch(new Onlooker<>((action, service) -> serviceSeen(service)));
  }

  private void leaseSeen(Lease lease) {
    String identity = Objects.requireNonNullElse(lease.getSpec().getHolderIdentity(), "");
    held.add(new Held(identity, System.nanoTime()));
  }

  private void serviceSeen(Service service) {
    Map<String, String> annotations = service.getMetadata().getAnnotations();
    var now =
        new Routed(
            service.getSpec().getSelector().getOrDefault(Space.MEMBER, ""),
            Long.parseLong(annotations.getOrDefault("understudy.dev/epoch", "0")),
            System.nanoTime());
    if (routed.isEmpty() || !isLike(routed.getLast(), now)) {
      routed.add(now);
    }
  }

  private static boolean isLike(Routed one, Routed other) {
    return one.member().equals(other.member()) && one.epoch() == other.epoch();
  }

  /** In their order, each once. */
  public List<Routed> routed() {
    return List.copyOf(routed);
  }

  /** From the last renewal before it to the last move of the route to whom it tells. */
  public Duration sinceRenewal(Predicate<Routed> whom) {
    Routed moved = last(whom);
    long renewed =
        held.stream()
            .filter(it -> it.atNanos() < moved.atNanos() && !it.identity().isEmpty())
            .reduce((_, later) -> later)
            .orElseThrow()
            .atNanos();
    return Duration.ofNanos(moved.atNanos() - renewed);
  }

  /** From the first sight of the holder's present tenure to the last move of the route to it. */
  public Duration sinceHeld(String pod, Predicate<Routed> whom) {
    long since = Long.MIN_VALUE;
    String before = "";
    for (Held it : held) {
      if (it.identity().startsWith(pod) && !it.identity().equals(before)) {
        since = it.atNanos();
      }
      before = it.identity();
    }
    return Duration.ofNanos(last(whom).atNanos() - since);
  }

  private Routed last(Predicate<Routed> whom) {
    return routed.stream().filter(whom).reduce((_, later) -> later).orElseThrow();
  }

  @Override
  public void close() {
    leases.close();
    services.close();
  }
}
