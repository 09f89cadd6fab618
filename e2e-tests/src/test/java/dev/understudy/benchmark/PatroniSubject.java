package dev.understudy.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.harness.Faults;
import dev.understudy.harness.PeerManifests;
import dev.understudy.harness.Space;
import dev.understudy.load.Analysis;
import io.fabric8.kubernetes.api.model.Endpoints;
import java.util.Map;
import java.util.Objects;

/** PostgreSQL, whose Patroni decides. Clients write to the leader by its Service. */
final class PatroniSubject extends PeerSubject {
  private static final int API = 8008;

  private final Times times;

  /** As Patroni calls them; in seconds. */
  private record Times(int ttl, int loopWait, int retryTimeout) {}

  private PatroniSubject(Space space, String title, Times times) {
    super(space, title, 2);
    this.times = times;
  }

  static PatroniSubject byDefault(Space space) {
    return new PatroniSubject(space, "Patroni 30/10/10 s", new Times(30, 10, 10));
  }

  /** The least that its documentation allows. */
  static PatroniSubject tuned(Space space) {
    return new PatroniSubject(space, "Patroni 20/1/3 s", new Times(20, 1, 3));
  }

  @Override
  String manifest(String revision) {
    return PeerManifests.of(
        space().installation(),
        "patroni",
        Map.of(
            "TTL", times.ttl(),
            "LOOP_WAIT", times.loopWait(),
            "RETRY_TIMEOUT", times.retryTimeout()));
  }

  @Override
  String url() {
    return "postgres://%s:5432/".formatted(space().service().getSpec().getClusterIP());
  }

  @Override
  Target target() {
    return new Target(space().pod(leader()), 0);
  }

  private String leader() {
    Endpoints endpoints =
        space().client().endpoints().inNamespace(space().namespace()).withName(Space.NAME).get();
    if (endpoints == null || endpoints.getMetadata().getAnnotations() == null) {
      throw new AssertionError("nobody leads yet");
    }
    return Objects.requireNonNullElse(endpoints.getMetadata().getAnnotations().get("leader"), "");
  }

  @Override
  void assertWhole() {
    String leader = leader();
    String said =
        Faults.proxy(space().client(), space().namespace(), leader, API, "GET", "/cluster");
    assertThat(said).contains("\"role\": \"leader\"", "\"state\": \"streaming\"");
    exec(
        leader,
        "psql -U postgres -qc 'create table if not exists load (at timestamptz default now())'");
  }

  @Override
  void verify(Fault fault, Target target, Analysis fresh) {
    assertThat(fresh.answers())
        .as("who answered")
        .anyMatch(it -> it.pod().equals(target.pod().getStatus().getPodIP()));
  }
}
