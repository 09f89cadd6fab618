package dev.understudy.observe;

import dev.understudy.api.HAService;
import dev.understudy.api.Keeper;
import dev.understudy.api.Mode;
import dev.understudy.decision.MemberId;
import dev.understudy.manifest.Adoption;
import dev.understudy.manifest.Marks;
import dev.understudy.manifest.Names;
import dev.understudy.manifest.Owners;
import dev.understudy.manifest.StandbysManifest;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The caches that an observation is made from, each of which also says when to look again. */
public final class Caches {
  private static final String NAME = "metadata.name";
  private static final String NOT_OURS = "!" + Marks.SERVICE;

  /** More at the same time are answered no sooner. */
  private static final int QUESTIONS = 32;

  private final Semaphore questions = new Semaphore(QUESTIONS, true);
  private final KubernetesClient client;
  private final EventSourceContext<HAService> context;
  private final InformerEventSource<Service, HAService> services;
  private final InformerEventSource<Lease, HAService> leases;
  private final InformerEventSource<ReplicaSet, HAService> replicaSets;
  private final InformerEventSource<Pod, HAService> pods;
  private final InformerEventSource<Node, HAService> nodes;
  private final InformerEventSource<PodDisruptionBudget, HAService> budgets;
  private final InformerEventSource<PodDisruptionBudget, HAService> othersBudgets;
  private final KeptLeases keptLeases;
  private final Workloads workloads;
  private final Detection detection;
  private final boolean tethers;

  /**
   * @param watching for lists and watches
   * @param asking for what is asked within a pass, which waits for it
   */
  public Caches(
      EventSourceContext<HAService> context,
      KubernetesClient watching,
      KubernetesClient asking,
      DetectionSettings detection) {
    this.tethers = detection.tethers();
    this.detection = new Detection(detection.own());
    this.context = context;
    this.client = asking;
    this.keptLeases = new KeptLeases(watching, asking, System::nanoTime);
    this.workloads = new Workloads(watching);
    this.services = new InformerEventSource<>(marked(Service.class).build(), context);
    this.leases = new InformerEventSource<>(marked(Lease.class).build(), context);
    this.replicaSets =
        new InformerEventSource<>(
            marked(ReplicaSet.class)
                .withItemStore(new TransformingItemStore<>(Trim::replicaSet))
                .build(),
            context);
    this.pods =
        new InformerEventSource<>(
            marked(Pod.class).withItemStore(new TransformingItemStore<>(Trim::pod)).build(),
            context);
    this.nodes =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Node.class, HAService.class)
                .withItemStore(new TransformingItemStore<>(Trim::node))
                .withWatchAllNamespaces()
                .withOnUpdateFilter(Caches::matters)
                .withSecondaryToPrimaryMapper(this::served)
                .build(),
            context);
    this.budgets =
        new InformerEventSource<>(
            marked(PodDisruptionBudget.class)
                .withName("budgets")
                .withItemStore(new TransformingItemStore<>(Trim::budget))
                .withOnUpdateFilter(Caches::matters)
                .build(),
            context);
    this.othersBudgets =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(PodDisruptionBudget.class, HAService.class)
                .withName("budgets-of-others")
                .withLabelSelector(NOT_OURS)
                .withNamespacesInheritedFromController()
                .withItemStore(new TransformingItemStore<>(Trim::budget))
                .withOnUpdateFilter(Caches::matters)
                .withSecondaryToPrimaryMapper(this::neighbours)
                .build(),
            context);
  }

  public List<EventSource<?, HAService>> eventSources() {
    return List.of(
        services,
        leases,
        replicaSets,
        pods,
        nodes,
        budgets,
        othersBudgets,
        keptLeases,
        workloads,
        detection);
  }

  /**
   * Every watch but those of Leases that workloads keep, each of which is asked for in time, and of
   * workloads that are adopted, whose pods are in the others once they are members.
   */
  public List<Feed> feeds() {
    Optional<String> namespace =
        context.getControllerConfiguration().getEffectiveNamespaces().stream()
            .filter(name -> !name.equals(Constants.WATCH_ALL_NAMESPACES))
            .findFirst();
    String ours = encoded(Marks.SERVICE);
    return List.of(
        Feed.of(HAService.class, namespace, "", context.getPrimaryCache()),
        Feed.of(Service.class, namespace, ours, services),
        Feed.of(Lease.class, namespace, ours, leases),
        Feed.of(ReplicaSet.class, namespace, ours, replicaSets),
        Feed.of(Pod.class, namespace, ours, pods),
        Feed.of(Node.class, Optional.empty(), "", nodes),
        Feed.of(PodDisruptionBudget.class, namespace, ours, budgets),
        Feed.of(PodDisruptionBudget.class, namespace, encoded(NOT_OURS), othersBudgets));
  }

  private static String encoded(String selector) {
    return URLEncoder.encode(selector, StandardCharsets.UTF_8);
  }

  /**
   * @param gone the HAService was deleted; its last state is given
   */
  public Sources sources(HAService has, boolean gone) {
    String namespace = has.getMetadata().getNamespace();
    String service = Names.service(has);
    boolean following = Names.keeper(has) == Keeper.Workload;
    Optional<Lease> lease = following ? Optional.empty() : ownLease(namespace, Names.lease(has));
    Optional<Service> found =
        isLost(has, lease)
            ? liveService(namespace, service) // it alone knows the epoch, and no write binds to it
            : cached(services, namespace, service).or(() -> liveService(namespace, service));
    Optional<Workloads.Seen> adopted =
        Adoption.isDeclared(has) && !gone ? Optional.of(workloads.seen(has)) : Optional.empty();
    // of a service that is gone nothing held may be overlooked: nobody would ever let it go
    List<Pod> members =
        gone
            ? labelled(has).toList()
            : withNewcomers(
                pods.getSecondaryResources(has),
                adopted.map(Workloads.Seen::pods).orElse(List.of()));
    return new Sources(
        has,
        gone,
        found,
        lease,
        following && !gone ? Optional.of(keptLeases.watched(has)) : Optional.empty(),
        members,
        adopted.flatMap(Workloads.Seen::workload),
        List.copyOf(replicaSets.getSecondaryResources(has)),
        budgets(has),
        standbys(has),
        this::node,
        detection.contacts(new Guarded(has, found, members, this::node)),
        witness(has));
  }

  /** And those that have no label of ours yet, or one of another service. */
  private static List<Pod> withNewcomers(Set<Pod> labelled, List<Pod> selected) {
    Set<String> known =
        labelled.stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
    return Stream.concat(
            labelled.stream(),
            selected.stream().filter(pod -> !known.contains(pod.getMetadata().getUid())))
        .toList();
  }

  /** Also one that has the name of ours, and the label of another service. */
  private List<PodDisruptionBudget> budgets(HAService has) {
    String namespace = has.getMetadata().getNamespace();
    return Stream.of(
            budgets.getSecondaryResources(has).stream(),
            cached(budgets, namespace, Names.budget(has)).stream(),
            othersBudgets.list(namespace, it -> true))
        .flatMap(it -> it)
        .distinct()
        .toList();
  }

  /**
   * One that belongs to others is in no cache: asked for as long as ours is declared, and not
   * there.
   */
  private Optional<Service> standbys(HAService has) {
    String namespace = has.getMetadata().getNamespace();
    String name = Names.standbys(has);
    Optional<Service> cached = cached(services, namespace, name);
    return cached.isPresent() || !StandbysManifest.isDeclared(has)
        ? cached
        : liveService(namespace, name);
  }

  private Optional<Node> node(String name) {
    return nodes.get(new ResourceID(name));
  }

  /** Watches over each pod that the service has now, by connections of our own. */
  public void guard(HAService has) {
    if (tethers) {
      Optional<Service> service =
          cached(services, has.getMetadata().getNamespace(), Names.service(has));
      detection.keep(new Guarded(has, service, pods.getSecondaryResources(has), this::node));
    }
  }

  /** Forgets what was held for a service that is gone. */
  public void forget(HAService has) {
    detection.forget(Names.qualified(has));
  }

  /** As the API server itself says. */
  private Stream<Pod> labelled(HAService has) {
    var labelled =
        client
            .pods()
            .inNamespace(has.getMetadata().getNamespace())
            .withLabel(Marks.SERVICE, has.getMetadata().getName());
    return asked(labelled::list).getItems().stream();
  }

  /** By lists, which need no further right; without a version they are of now. */
  private Witness witness(HAService has) {
    String namespace = has.getMetadata().getNamespace();
    return new Witness() {
      @Override
      public boolean isGone(MemberId member) {
        // by name and uid: labels may have been taken away, and the pod still run
        var pods = client.pods().inNamespace(namespace);
        return Names.pod(member)
            .map(name -> asked(() -> pods.withField(NAME, name).list()))
            .orElseGet(() -> asked(pods::list))
            .getItems()
            .stream()
            .noneMatch(pod -> MemberReader.id(pod).equals(member));
      }

      @Override
      public boolean isThere(MemberId member) {
        // one that lost its label or its ReplicaSet will never be a member in the caches
        return labelled(has)
            .filter(pod -> Owners.controller(pod).isPresent())
            .anyMatch(pod -> MemberReader.id(pod).equals(member));
      }

      @Override
      public boolean isOutOfService(String node) {
        return asked(() -> client.nodes().withField(NAME, node).list()).getItems().stream()
            .anyMatch(MemberReader::isOutOfService);
      }
    };
  }

  /** Pods that are held, wherever their HAService is. */
  public Stream<Pod> heldPods() {
    return pods.list(MemberReader::isHeld);
  }

  /** Pods of workloads that were adopted, wherever their HAService is. */
  public Stream<Pod> adoptedPods() {
    return pods.list(Adoption::isAdopted);
  }

  private static boolean isLost(HAService has, Optional<Lease> lease) {
    return lease.isEmpty()
        && has.getSpec().mode == Mode.ActivePassive
        && Names.keeper(has) == Keeper.Operator;
  }

  private Optional<Service> liveService(String namespace, String name) {
    return asked(
        () -> Optional.ofNullable(client.services().inNamespace(namespace).withName(name).get()));
  }

  private Optional<Lease> ownLease(String namespace, String name) {
    return cached(leases, namespace, name)
        .or(() ->
            asked(() ->
                Optional.ofNullable(client.leases().inNamespace(namespace).withName(name).get())));
  }

  /** Asks the API server itself for the Lease that the workload keeps. */
  public void askForKeptLease(HAService has) {
    keptLeases.ask(has);
  }

  /** Adopted Services, wherever their HAService is. */
  public Stream<Service> adoptedServices() {
    return services.list(service ->
        Optional.ofNullable(service.getMetadata().getAnnotations())
            .filter(annotations -> annotations.containsKey(Marks.ADOPTED_BY))
            .isPresent());
  }

  /**
   * What does not carry our label yet, or belongs to others, is in no cache. Of a thousand services
   * that are declared at once each asks, and each question that is under way takes a thread.
   */
  private <T> T asked(Supplier<T> question) {
    questions.acquireUninterruptibly();
    try {
      return question.get();
    } finally {
      questions.release();
    }
  }

  private static <T extends HasMetadata> Optional<T> cached(
      InformerEventSource<T, HAService> source, String namespace, String name) {
    return source.get(new ResourceID(name, namespace));
  }

  private static <T extends HasMetadata> InformerEventSourceConfiguration.Builder<T> marked(
      Class<T> type) {
    return InformerEventSourceConfiguration.from(type, HAService.class)
        .withLabelSelector(Marks.SERVICE)
        .withNamespacesInheritedFromController()
        .withSecondaryToPrimaryMapper(Caches::owner);
  }

  private static Set<ResourceID> owner(HasMetadata marked) {
    return Optional.ofNullable(marked.getMetadata().getLabels())
        .map(labels -> labels.get(Marks.SERVICE))
        .map(name -> Set.of(new ResourceID(name, marked.getMetadata().getNamespace())))
        .orElseGet(Set::of);
  }

  /** Kubelets report every few seconds, mostly nothing new. */
  static boolean matters(Node now, Node before) {
    return MemberReader.isReady(now) != MemberReader.isReady(before)
        || MemberReader.isCordoned(now) != MemberReader.isCordoned(before)
        || !now.getSpec().getTaints().equals(before.getSpec().getTaints())
        || !MemberReader.labels(now).equals(MemberReader.labels(before));
  }

  /** What its controller counts is written whenever a pod is ready or not. */
  private static boolean matters(PodDisruptionBudget now, PodDisruptionBudget before) {
    return !now.getSpec().equals(before.getSpec())
        || !MemberReader.labels(now).equals(MemberReader.labels(before))
        || !now.getMetadata()
            .getOwnerReferences()
            .equals(before.getMetadata().getOwnerReferences());
  }

  /** Any service of its namespace: one that it selects no more has to look, too. */
  private Set<ResourceID> neighbours(PodDisruptionBudget budget) {
    String namespace = budget.getMetadata().getNamespace();
    return context
        .getPrimaryCache()
        .list(namespace, it -> true)
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  /** The services that have a member on the node. */
  private Set<ResourceID> served(Node node) {
    String name = node.getMetadata().getName();
    return pods.list(pod -> name.equals(pod.getSpec().getNodeName()))
        .flatMap(pod -> owner(pod).stream())
        .collect(Collectors.toSet());
  }
}
