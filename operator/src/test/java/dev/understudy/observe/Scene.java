package dev.understudy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.HAService;
import dev.understudy.decision.Member;
import dev.understudy.decision.MemberId;
import dev.understudy.decision.Observation;
import dev.understudy.detect.Contact;
import dev.understudy.detect.Dial;
import dev.understudy.manifest.Marks;
import dev.understudy.manifest.Names;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What the API server shows of the HAService {@code orders}: the objects of the files beside this
 * class, whole, each as it should be but for what a test says. Its ReplicaSet is there, and so are
 * its nodes; Service, Lease and pods are there once a test names them.
 *
 * <p>Whatever is observed is observed twice, of the objects as they are and of the objects as the
 * caches keep them, and must be the same.
 */
final class Scene {
  static final String REVISION = "1";

  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final Map<String, Object> READ = new ConcurrentHashMap<>();

  private final HAService has = fresh("haservice", HAService.class);
  private final List<Pod> pods = new ArrayList<>();
  private final List<ReplicaSet> replicaSets = new ArrayList<>();
  private final List<PodDisruptionBudget> budgets = new ArrayList<>();
  private Optional<Service> standbys = Optional.empty();
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private Optional<Service> service = Optional.empty();
  private Optional<Lease> lease = Optional.empty();
  private Optional<Workload> workload = Optional.empty();
  private Optional<Watched> watched = Optional.empty();
  private final Map<String, Contact> contacts = new HashMap<>();
  private final Set<String> silent = new HashSet<>();
  private final Set<String> hanging = new HashSet<>();
  private final Set<String> unreached = new HashSet<>();
  private final Map<String, Dial> dials = new HashMap<>();
  private boolean gone;
  private Witness witness = new Unasked();
  private long nanos;
  private final Observer full;
  private final Observer trimmed;

  Scene() {
    this(new Rights(true, true));
  }

  Scene(Rights rights) {
    full = new Observer(new Sightings(() -> nanos), rights);
    trimmed = new Observer(new Sightings(() -> nanos), rights);
    replicaSet(it -> it);
    node(it -> it);
  }

  Scene declares(Consumer<HAService> how) {
    how.accept(has);
    return this;
  }

  Scene gone() {
    gone = true;
    return this;
  }

  /** A member of this name, ready and labelled. */
  Scene pod(String name) {
    return pod(name, it -> it);
  }

  Scene pod(String name, UnaryOperator<PodBuilder> but) {
    without(name);
    pods.add(but.apply(new PodBuilder(healthy(name))).build());
    return this;
  }

  Scene without(String pod) {
    pods.removeIf(it -> name(it).equals(pod));
    return this;
  }

  /** The ReplicaSet of the newest revision, or of another if it is given another name. */
  Scene replicaSet(UnaryOperator<ReplicaSetBuilder> but) {
    ReplicaSet set = but.apply(new ReplicaSetBuilder(kept("replicaset", ReplicaSet.class))).build();
    replicaSets.removeIf(it -> name(it).equals(name(set)));
    replicaSets.add(set);
    return this;
  }

  Scene node(UnaryOperator<NodeBuilder> but) {
    Node node = but.apply(new NodeBuilder(kept("node", Node.class))).build();
    nodes.put(name(node), node);
    return this;
  }

  /** The workload that is declared is there. */
  Scene workload(HasMetadata found) {
    workload = Optional.of(Workload.of(found));
    return this;
  }

  Scene budget(PodDisruptionBudget budget) {
    budgets.add(budget);
    return this;
  }

  Scene standbys(Service found) {
    standbys = Optional.of(found);
    return this;
  }

  HAService has() {
    return has;
  }

  Scene service() {
    return service(it -> it);
  }

  Scene service(UnaryOperator<ServiceBuilder> but) {
    service = Optional.of(but.apply(new ServiceBuilder(kept("service", Service.class))).build());
    return this;
  }

  Scene lease() {
    return lease(it -> it);
  }

  Scene lease(UnaryOperator<LeaseBuilder> but) {
    lease = Optional.of(but.apply(new LeaseBuilder(kept("lease", Lease.class))).build());
    return this;
  }

  /** The Lease is the workload's, and this is what was seen of it. */
  Scene kept(LeaseBuilder says, Duration unchangedFor, boolean changed) {
    watched =
        Optional.of(new Watched(Optional.of(LeaseRecord.of(says.build())), unchangedFor, changed));
    return this;
  }

  /** The Lease would be the workload's, but there is none. */
  Scene noneKept() {
    watched = Optional.of(new Watched(Optional.empty(), Duration.ZERO, false));
    return this;
  }

  /** What our connection to the pod shows; of any other, nothing was ever reached. */
  Scene contact(String pod, Contact contact) {
    contacts.put(pod, contact);
    return this;
  }

  /** The kubelet of the node does not answer. */
  Scene silent(String node) {
    silent.add(node);
    return this;
  }

  Scene unreachedKubelet(String node) {
    unreached.add(node);
    return this;
  }

  /** It accepts connections, and does not answer. */
  Scene hangs(String pod) {
    hanging.add(pod);
    return this;
  }

  /** What becomes of a connection that is made now. */
  Scene dial(String pod, Dial dial) {
    dials.put(pod, dial);
    return this;
  }

  Scene after(Duration time) {
    nanos += time.toNanos();
    return this;
  }

  Scene forget() {
    full.forget(has);
    trimmed.forget(has);
    return this;
  }

  Scene witness(Witness says) {
    witness = says;
    return this;
  }

  /** In a steady state the API server is asked nothing; a leader that no test names is gone. */
  private static final class Unasked implements Witness {
    @Override
    public boolean isGone(MemberId member) {
      throw new AssertionError("asked for " + member);
    }

    @Override
    public boolean isThere(MemberId member) {
      return false;
    }

    @Override
    public boolean isOutOfService(String node) {
      throw new AssertionError("asked for " + node);
    }
  }

  Observation observe() {
    Observation seen = full.observe(sources(UnaryOperator.identity()));
    assertThat(trimmed.observe(sources(Scene::cached)))
        .as("what is seen of objects as the caches keep them")
        .isEqualTo(seen);
    return seen;
  }

  /** The one member that there is. */
  Member member() {
    assertThat(observe().members()).hasSize(1);
    return observe().members().getFirst();
  }

  static Pod healthy(String name) {
    String uid = "uid-of-" + name;
    return new PodBuilder(kept("pod", Pod.class))
        .editMetadata()
        .withName(name)
        .withUid(uid)
        .addToLabels(Marks.MEMBER, Names.member(name, uid).value())
        .endMetadata()
        .build();
  }

  Sources sources() {
    return sources(UnaryOperator.identity());
  }

  private Sources sources(UnaryOperator<HasMetadata> kept) {
    return new Sources(
        has,
        gone,
        service,
        lease,
        watched,
        pods.stream().map(it -> (Pod) kept.apply(it)).toList(),
        workload,
        replicaSets.stream().map(it -> (ReplicaSet) kept.apply(it)).toList(),
        budgets.stream().map(it -> (PodDisruptionBudget) kept.apply(it)).toList(),
        standbys,
        name -> Optional.ofNullable(nodes.get(name)).map(it -> (Node) kept.apply(it)),
        new Contacts() {
          @Override
          public Contact of(Pod pod) {
            return contacts.getOrDefault(name(pod), Contact.NEVER_REACHED);
          }

          @Override
          public boolean isSilent(String node) {
            return silent.contains(node);
          }

          @Override
          public boolean isReached(String node) {
            return !unreached.contains(node);
          }

          @Override
          public boolean hangs(Pod pod) {
            return hanging.contains(name(pod));
          }

          @Override
          public Dial dial(Pod pod) {
            return dials.getOrDefault(name(pod), Dial.ACCEPTED);
          }
        },
        witness);
  }

  private static HasMetadata cached(HasMetadata object) {
    return switch (object) {
      case Pod pod -> Trim.pod(pod);
      case ReplicaSet set -> Trim.replicaSet(set);
      case Node node -> Trim.node(node);
      case PodDisruptionBudget budget -> Trim.budget(budget);
      default -> throw new IllegalArgumentException(object.getKind() + " is cached whole");
    };
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }

  static <T> T kept(String file, Class<T> type) {
    return type.cast(READ.computeIfAbsent(file, name -> fresh(name, type)));
  }

  private static <T> T fresh(String file, Class<T> type) {
    try (InputStream yaml = Scene.class.getResourceAsStream(file + ".yaml")) {
      return YAML.unmarshal(Objects.requireNonNull(yaml, file), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
