package dev.understudy.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.understudy.api.HAService;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.core.ThrowingRunnable;

/** A namespace of a test's own, with at most one interesting HAService in it: orders. */
public final class Space implements AutoCloseable {
  public static final String NAME = "orders";
  public static final String MEMBER = "understudy.dev/member";
  private static final String SERVICE = "understudy.dev/service";
  static final String PREFIX = "e2e-";
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Installation installation;
  private final String namespace;
  private final String story;

  private Space(Installation installation, String namespace, String story) {
    this.installation = installation;
    this.namespace = namespace;
    this.story = story;
  }

  public static Space create(Installation installation, String story) {
    String namespace =
        PREFIX
            + story.toLowerCase(Locale.ROOT).replaceAll("it\\..*", "")
            + "-"
            + COUNT.incrementAndGet()
            + "-"
            + Long.toString(System.currentTimeMillis() / 1000 % 46656, 36);
    installation
        .client()
        .namespaces()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    var space = new Space(installation, namespace, story);
    installation.opened(space);
    await()
        .atMost(PATIENCE)
        .until(() ->
            space.client().serviceAccounts().inNamespace(namespace).withName("default").get()
                != null);
    return space;
  }

  /** Without waiting for its end. */
  @Override
  public void close() {
    if (installation.closed(this) && System.getenv("E2E_KEEP") == null) {
      client().namespaces().withName(namespace).delete();
    }
  }

  public KubernetesClient client() {
    return installation.client();
  }

  public Shell shell() {
    return installation.shell();
  }

  public Installation installation() {
    return installation;
  }

  public String namespace() {
    return namespace;
  }

  /** For people: no story asserts a time. */
  public void measured(String what) {
    System.out.println("measured: " + story + ": " + what);
  }

  /** Waits until the assertion holds; if it never does, fails as the assertion does. */
  public static void eventually(ThrowingRunnable assertion) {
    eventually(PATIENCE, assertion);
  }

  /** For what takes Kubernetes itself longer. */
  public static void eventually(Duration patience, ThrowingRunnable assertion) {
    await()
        .atMost(patience)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .untilAsserted(assertion);
  }

  /** Waits for an end, and demands that the assertion holds each time it is looked at before. */
  public static void untilThen(Runnable assertion, BooleanSupplier end) {
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> {
          try {
            assertion.run();
          } catch (AssertionError e) {
            if (!end.getAsBoolean()) {
              throw e;
            }
          }
          return end.getAsBoolean();
        });
  }

  /** What kubectl would say to this manifest: refused as exception. */
  public void apply(String yaml) {
    client()
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .items()
        .forEach(item ->
            client()
                .resource(item)
                .inNamespace(namespace)
                .fieldManager("e2e")
                .forceConflicts()
                .serverSideApply());
  }

  /** The words with which the API server refuses the manifest. */
  public String refusal(String yaml) {
    try {
      apply(yaml);
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).as("refused, and nothing else").isIn(400, 403, 422);
      return e.getStatus() == null ? e.toString() : e.getStatus().getMessage();
    }
    throw new AssertionError("accepted: " + yaml);
  }

  public void delete() {
    client().resources(HAService.class).inNamespace(namespace).withName(NAME).delete();
  }

  public void patch(String json) {
    client()
        .resources(HAService.class)
        .inNamespace(namespace)
        .withName(NAME)
        .patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  /**
   * As people order a switchover.
   *
   * @param to a pod, or any
   */
  public void order(String to) {
    shell()
        .run(
            "kubectl",
            "annotate",
            "--namespace",
            namespace,
            "has",
            NAME,
            "understudy.dev/switchover=" + to);
  }

  public HAService has() {
    return has(NAME);
  }

  public HAService has(String name) {
    return Objects.requireNonNull(
        client().resources(HAService.class).inNamespace(namespace).withName(name).get());
  }

  public Optional<Condition> condition(String name, String type) {
    HAService has = has(name);
    return has.getStatus() == null || has.getStatus().conditions == null
        ? Optional.empty()
        : has.getStatus().conditions.stream().filter(it -> it.getType().equals(type)).findFirst();
  }

  /** Waits for the condition, and gives its message. */
  public String awaitCondition(String name, String type, String status, String reason) {
    AtomicReference<String> message = new AtomicReference<>("");
    eventually(() -> {
      Condition found = condition(name, type).orElseThrow(AssertionError::new);
      assertThat(found.getStatus() + " " + found.getReason())
          .as(found.getMessage())
          .isEqualTo(status + " " + reason);
      message.set(found.getMessage());
    });
    return message.get();
  }

  public Service service() {
    return service(NAME);
  }

  public Service service(String name) {
    Service found = client().services().inNamespace(namespace).withName(name).get();
    if (found == null) {
      throw new AssertionError("no Service " + name);
    }
    return found;
  }

  /** The one of that name, whoever made it. */
  public Optional<PodDisruptionBudget> budget(String name) {
    return Optional.ofNullable(
        client().policy().v1().podDisruptionBudget().inNamespace(namespace).withName(name).get());
  }

  /** How many members of orders must stay when others are evicted. */
  public Optional<Integer> minAvailable() {
    return budget(NAME).map(it -> it.getSpec().getMinAvailable().getIntVal());
  }

  public Lease lease() {
    Lease found = client().leases().inNamespace(namespace).withName(NAME).get();
    if (found == null) {
      throw new AssertionError("no Lease " + NAME);
    }
    return found;
  }

  public Map<String, String> selector() {
    return service().getSpec().getSelector();
  }

  /** Of every pod of the service, from those that are there on. */
  public Watch watchMembers(BiConsumer<Watcher.Action, Pod> seen) {
    return client()
        .pods()
        .inNamespace(namespace)
        .withLabel(SERVICE, NAME)
        .watch(new Onlooker<>(seen));
  }

  public List<Pod> members() {
    return pods(SERVICE);
  }

  /** Those whose label says that they belong to orders. */
  public List<Pod> pods(String label) {
    return client().pods().inNamespace(namespace).withLabel(label, NAME).list().getItems();
  }

  public Pod pod(String name) {
    return Objects.requireNonNull(client().pods().inNamespace(namespace).withName(name).get());
  }

  public List<Pod> readyMembers() {
    return members().stream().filter(Space::isReady).toList();
  }

  public static boolean isReady(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus().getConditions().stream()
            .anyMatch(it -> "Ready".equals(it.getType()) && "True".equals(it.getStatus()));
  }

  /** What the member finds in its role file, as its own process reads it. */
  public String role(Pod member) {
    return Faults.proxy(client(), namespace, name(member), 8080, "GET", "/role").strip();
  }

  public static String name(Pod pod) {
    return pod.getMetadata().getName();
  }

  public static Map<String, String> labels(Pod pod) {
    return pod.getMetadata().getLabels();
  }

  /** Waits until so many members are ready and none is otherwise. */
  public void awaitMembers(int count) {
    eventually(() -> {
      assertThat(members()).as("members").hasSize(count);
      assertThat(readyMembers()).as("ready members").hasSize(count);
      assertThat(has().getStatus()).as("status").isNotNull(); // adopted pods may be there before it
      assertThat(has().getStatus().readyReplicas).isEqualTo(count);
      assertThat(has().getStatus().observedGeneration)
          .isEqualTo(has().getMetadata().getGeneration());
    });
  }

  /** Waits until all agree on who leads, and that one is ready. */
  public Leader leader() {
    AtomicReference<Leader> settled = new AtomicReference<>();
    eventually(() -> {
      String holder = lease().getSpec().getHolderIdentity();
      assertThat(holder).as("holder").isNotEmpty();
      Service service = service();
      assertThat(service.getSpec().getSelector()).containsEntry(MEMBER, holder);
      List<Pod> carriers =
          members().stream().filter(it -> holder.equals(labels(it).get(MEMBER))).toList();
      assertThat(carriers).as("pods with the member label " + holder).hasSize(1);
      Pod pod = carriers.getFirst();
      assertThat(isReady(pod)).as(name(pod) + " is ready").isTrue();
      long epoch = lease().getSpec().getLeaseTransitions();
      assertThat(service.getMetadata().getAnnotations())
          .containsEntry("understudy.dev/epoch", Long.toString(epoch));
      assertThat(has().getStatus().leader).isEqualTo(name(pod));
      assertThat(has().getStatus().epoch).isEqualTo(epoch);
      settled.set(new Leader(pod, epoch));
    });
    return settled.get();
  }

  /** Makes a service of two members, one of which leads. */
  public Leader led() {
    apply(Manifests.activePassive(2));
    awaitMembers(2);
    return leader();
  }

  public void assertStillLeads(Leader before) {
    Leader now = leader();
    assertThat(now.name()).isEqualTo(before.name());
    assertThat(now.epoch()).isEqualTo(before.epoch());
  }

  /** Waits until the leadership is a later one. */
  public Leader leaderAfter(Leader before) {
    return leaderAfter(before, PATIENCE);
  }

  /** For a loss that Kubernetes is slow to show. */
  public Leader leaderAfter(Leader before, Duration patience) {
    eventually(
        patience,
        () ->
            assertThat(lease().getSpec().getLeaseTransitions())
                .as("epoch")
                .isGreaterThan(Math.toIntExact(before.epoch())));
    return leader();
  }

  /** Whether the user may do that to resources of this namespace. */
  public boolean allows(String user, String verb, String group, String resource) {
    String[] parts = resource.split("/", 2);
    return client()
        .resource(
            new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(user)
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withVerb(verb)
                .withGroup(group)
                .withResource(parts[0])
                .withSubresource(parts.length == 1 ? "" : parts[1])
                .endResourceAttributes()
                .endSpec()
                .build())
        .create()
        .getStatus()
        .getAllowed();
  }

  public List<Event> events() {
    return client().events().v1().events().inNamespace(namespace).list().getItems();
  }

  /** Every Event, in the order in which they came, or why they cannot be had. */
  String happened() {
    try {
      return events().stream()
          .sorted(Comparator.comparing(Space::when))
          .map(Space::line)
          .collect(Collectors.joining("\n", "\nEvents in " + namespace + ":\n", "\n"));
    } catch (KubernetesClientException e) {
      return "\nNo Events of " + namespace + ": " + e.getMessage() + "\n";
    }
  }

  /** As one string of digits, whichever of the two times it has. */
  private static String when(Event event) {
    return event.getEventTime() == null
        ? String.valueOf(event.getDeprecatedFirstTimestamp())
        : event.getEventTime().getTime();
  }

  private static String line(Event event) {
    return "  %s %s %s: %s (%s times, last %s)"
        .formatted(
            when(event),
            event.getRegarding() == null ? "?" : event.getRegarding().getName(),
            event.getReason(),
            event.getNote(),
            event.getDeprecatedCount() == null ? 1 : event.getDeprecatedCount(),
            event.getDeprecatedLastTimestamp());
  }

  /** The Events that say that an epoch began. */
  public List<Event> promotionsTo(long epoch) {
    return eventsThatSay(" leads from epoch " + epoch + ":");
  }

  /** The Events that say who leads at an epoch, though it began unseen. */
  public List<Event> leaderships(long epoch) {
    return eventsThatSay(" leads (from|at) epoch " + epoch + "[:.]");
  }

  private List<Event> eventsThatSay(String pattern) {
    Pattern said = Pattern.compile(pattern);
    return events().stream()
        .filter(it -> it.getRegarding() != null && NAME.equals(it.getRegarding().getName()))
        .filter(it -> it.getNote() != null && said.matcher(it.getNote()).find())
        .toList();
  }

  public record Leader(Pod pod, long epoch) {
    public String name() {
      return Space.name(pod);
    }
  }
}
