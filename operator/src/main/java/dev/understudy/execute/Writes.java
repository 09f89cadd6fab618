package dev.understudy.execute;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.api.HAService;
import dev.understudy.decision.Action;
import dev.understudy.manifest.LeaseManifest;
import dev.understudy.manifest.Marks;
import dev.understudy.manifest.Names;
import dev.understudy.manifest.OrderMarks;
import dev.understudy.manifest.Owners;
import dev.understudy.manifest.RoleMarks;
import dev.understudy.manifest.RotationMarks;
import dev.understudy.manifest.Selectors;
import dev.understudy.manifest.ServiceManifest;
import dev.understudy.manifest.UndoMarks;
import dev.understudy.manifest.WorkloadManifest;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Each action as one request. Writes of Lease, Service and ReplicaSet carry the resourceVersion
 * they were decided on: the API server refuses them if the object has changed. Writes to pods carry
 * the pod's uid, and what it is told of its part, or of the rotation, its version too. ReplicaSets
 * are applied, by field manager {@code understudy}; the first time they are created, because an
 * apply cannot say that there must be none yet.
 */
public final class Writes {
  /** What Kubernetes calls MicroTime. */
  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

  private static final String FIELD_MANAGER = "fieldManager=understudy";

  private final KubernetesClient client;
  private final KubernetesSerialization json;
  private final Patches patches;
  private final HookCalls hooks;

  public Writes(KubernetesClient client, HookCalls hooks) {
    this.client = client;
    this.hooks = hooks;
    this.json = client.getKubernetesSerialization();
    this.patches = new Patches(client);
  }

  void perform(HAService has, Action action) {
    switch (action) {
      case Action.CreateService it ->
          client.resource(ServiceManifest.created(has, it.route(), it.epoch())).create();
      case Action.AdoptService it -> adopt(has, it);
      case Action.MoveRoute it -> move(has, it);
      case Action.ListOut it -> list(has, it);
      case Action.SetRotation it -> rotate(has, it);
      case Action.GiveBackService it -> giveBack(namespace(has), Names.service(has), it.version());
      case Action.ApplyService it -> declare(has, it);
      case Action.CreateLease it -> client.resource(LeaseManifest.created(has, it, now())).create();
      case Action.GrantLease it ->
          lease(
              has, it.version(), spec(it.holder().value(), it.epoch()), LeaseManifest.granted(it));
      case Action.VacateLease it ->
          lease(has, it.version(), spec("", it.epoch()), LeaseManifest.vacated(it));
      case Action.NoteTrial it -> lease(has, it.version(), Map.of(), LeaseManifest.tried(it.now()));
      case Action.LabelMember it -> label(has, it.pod(), it.uid(), it.id().value());
      case Action.UnlabelPod it -> label(has, it.pod(), it.uid(), null);
      case Action.SetDeletionCost it -> deletionCost(has, it);
      case Action.TellRole it -> tell(has, it);
      case Action.StopMember it ->
          patches.delete(pod(has, it.pod()), Map.of("preconditions", Map.of("uid", it.uid())));
      case Action.HoldMember it ->
          patches.send(
              pod(has, it.pod()),
              PatchType.STRATEGIC_MERGE, // adds to the finalizers of others
              Map.of("metadata", Map.of("uid", it.uid(), "finalizers", List.of(Marks.HELD))));
      case Action.ReleaseMember it -> release(namespace(has), it.pod(), it.uid());
      case Action.CallHook it -> hooks.start(has, it);
      case Action.TakeOrder it -> order(has, it.version(), OrderMarks.taken(it));
      case Action.AnswerOrder it ->
          order(has, it.version(), OrderMarks.answered(it, toTheSecond()));
      case Action.AnswerUndo it -> undo(has, it);
      case Action.CreateReplicaSet it -> create(has, it);
      case Action.ApplyReplicaSet it -> apply(has, it);
      case Action.ScaleReplicaSet it ->
          patches.send(
              replicaSet(has, it.revision()),
              PatchType.JSON_MERGE,
              Map.of(
                  "metadata",
                  Map.of("resourceVersion", it.version()),
                  "spec",
                  Map.of("replicas", it.replicas())));
      case Action.DeleteReplicaSet it ->
          patches.delete(
              replicaSet(has, it.revision()),
              Map.of(
                  "propagationPolicy",
                  "Background",
                  "preconditions",
                  Map.of("resourceVersion", it.version())));
    }
  }

  /**
   * As a strategic merge, which replaces the selector whole and, unlike a JSON patch, can set an
   * annotation whether or not there are any.
   */
  private void move(HAService has, Action.MoveRoute move) {
    Map<String, String> selector =
        new HashMap<>(Selectors.of(has.getMetadata().getName(), move.route()));
    selector.put("$patch", "replace");
    patches.send(
        path(namespace(has), Names.service(has)),
        PatchType.STRATEGIC_MERGE,
        Map.of(
            "metadata",
            Map.of(
                "resourceVersion",
                move.version(),
                "annotations",
                Map.of(Marks.EPOCH, Long.toString(move.epoch()))),
            "spec",
            Map.of("selector", selector)));
  }

  /**
   * What was declared before and is no more goes; what others have set stays. Of an adopted Service
   * nothing but our label is declared.
   */
  private void declare(HAService has, Action.ApplyService apply) {
    Service found = service(namespace(has), Names.service(has));
    Map<String, String> labels = copy(found.getMetadata().getLabels());
    labels.put(Marks.SERVICE, has.getMetadata().getName());
    JsonPatch patch = new JsonPatch().ifVersion(apply.version()).put("/metadata/labels", labels);
    if (Owners.controls(has, found)) {
      Service declared = ServiceManifest.declared(has);
      patch
          .put("/metadata/annotations", ServiceManifest.annotations(has, found))
          .put("/spec/type", declared.getSpec().getType())
          .put("/spec/ports", declared.getSpec().getPorts());
    }
    patch(namespace(has), Names.service(has), patch);
  }

  /** Reads what it takes over; if that is not the version decided on, the write is refused. */
  private void adopt(HAService has, Action.AdoptService adopt) {
    String name = has.getMetadata().getName();
    Service found = service(namespace(has), Names.service(has));
    Map<String, String> annotations = copy(found.getMetadata().getAnnotations());
    annotations.put(Marks.EPOCH, Long.toString(adopt.epoch()));
    annotations.put(Marks.ADOPTED_BY, name);
    annotations.put(Marks.ORIGINAL_SELECTOR, json.asJson(copy(found.getSpec().getSelector())));
    Map<String, String> labels = copy(found.getMetadata().getLabels());
    labels.put(Marks.SERVICE, name);
    patch(
        namespace(has),
        Names.service(has),
        new JsonPatch()
            .ifVersion(adopt.version())
            .put("/metadata/annotations", annotations)
            .put("/metadata/labels", labels)
            .put("/spec/selector", Selectors.of(name, adopt.route())));
  }

  @SuppressWarnings("unchecked")
  void giveBack(String namespace, String name, String version) {
    Service found = service(namespace, name);
    Map<String, String> annotations = copy(found.getMetadata().getAnnotations());
    annotations.remove(Marks.EPOCH);
    annotations.remove(Marks.MAY_BE_OUT);
    annotations.remove(Marks.ROTATION_AT);
    annotations.remove(Marks.ADOPTED_BY);
    String kept = annotations.remove(Marks.ORIGINAL_SELECTOR);
    Map<String, String> labels = copy(found.getMetadata().getLabels());
    labels.remove(Marks.SERVICE);
    patch(
        namespace,
        name,
        new JsonPatch()
            .ifVersion(version)
            .put("/metadata/annotations", annotations)
            .put("/metadata/labels", labels)
            .put("/spec/selector", kept == null ? Map.of() : json.unmarshal(kept, Map.class)));
  }

  private static Map<String, Object> spec(String holder, long epoch) {
    return Map.of(
        "holderIdentity", holder, "leaseTransitions", epoch, "acquireTime", micros(now()));
  }

  private void lease(
      HAService has,
      String version,
      Map<String, Object> spec,
      Map<String, @Nullable String> annotations) {
    patches.send(
        "apis/coordination.k8s.io/v1/namespaces/" + namespace(has) + "/leases/" + Names.lease(has),
        PatchType.JSON_MERGE,
        Map.of(
            "metadata",
            Map.of("resourceVersion", version, "annotations", annotations),
            "spec",
            spec));
  }

  private void label(HAService has, String pod, String uid, @Nullable String member) {
    Map<String, @Nullable String> labels = new HashMap<>();
    labels.put(Marks.MEMBER, member);
    patchPod(has, pod, Map.of("uid", uid, "labels", labels));
  }

  private void deletionCost(HAService has, Action.SetDeletionCost set) {
    Map<String, @Nullable String> annotations = new HashMap<>();
    annotations.put(Marks.DELETION_COST, set.cost().map(String::valueOf).orElse(null));
    patchPod(has, set.pod(), Map.of("uid", set.uid(), "annotations", annotations));
  }

  /** Both annotations in one write: what a workload reads of it is never torn. */
  private void tell(HAService has, Action.TellRole tell) {
    patchPod(
        has,
        tell.pod(),
        Map.of(
            "uid",
            tell.uid(),
            "resourceVersion",
            tell.version(),
            "annotations",
            RoleMarks.annotations(tell.now())));
  }

  private void list(HAService has, Action.ListOut list) {
    patches.send(
        path(namespace(has), Names.service(has)),
        PatchType.STRATEGIC_MERGE,
        Map.of(
            "metadata",
            Map.of(
                "resourceVersion",
                list.version(),
                "annotations",
                RotationMarks.listed(list.members(), list.version()))));
  }

  private void order(HAService has, String version, Map<String, @Nullable String> annotations) {
    patches.send(
        path(has),
        PatchType.JSON_MERGE,
        Map.of("metadata", Map.of("resourceVersion", version, "annotations", annotations)));
  }

  private static String path(HAService has) {
    return "apis/understudy.dev/v1alpha1/namespaces/"
        + namespace(has)
        + "/haservices/"
        + has.getMetadata().getName();
  }

  /** As a JSON patch, which replaces the template whole. */
  private void undo(HAService has, Action.AnswerUndo answer) {
    JsonPatch patch =
        new JsonPatch()
            .ifVersion(answer.version())
            .put("/metadata/annotations", UndoMarks.answered(has, answer, toTheSecond()));
    answer
        .revision()
        .map(revision -> template(has, revision))
        .ifPresent(template -> patch.put("/spec/template", template));
    patches.send(path(has), PatchType.JSON, patch.operations());
  }

  private JsonNode template(HAService has, String revision) {
    return found(has, revision).stream()
        .filter(set -> Owners.controls(has, set))
        .flatMap(set -> UndoMarks.template(set).stream())
        .findFirst()
        .orElseThrow(() ->
            new KubernetesClientException(
                "ReplicaSet "
                    + Names.replicaSet(has, revision)
                    + " does not keep its template; order another revision, or write the template"
                    + " yourself",
                HttpURLConnection.HTTP_FORBIDDEN,
                null));
  }

  /** By a list, which needs no further right. */
  private List<ReplicaSet> found(HAService has, String revision) {
    return client
        .apps()
        .replicaSets()
        .inNamespace(namespace(has))
        .withField("metadata.name", Names.replicaSet(has, revision))
        .list()
        .getItems();
  }

  private void rotate(HAService has, Action.SetRotation set) {
    patchPod(
        has,
        set.pod(),
        Map.of(
            "uid",
            set.uid(),
            "resourceVersion",
            set.version(),
            "labels",
            Map.of(Marks.ROTATION, RotationMarks.label(set.now())),
            "annotations",
            RotationMarks.annotations(set)));
  }

  private void patchPod(HAService has, String pod, Map<String, ?> metadata) {
    patches.send(pod(has, pod), PatchType.JSON_MERGE, Map.of("metadata", metadata));
  }

  void release(String namespace, String pod, String uid) {
    patches.send(
        pod(namespace, pod),
        PatchType.STRATEGIC_MERGE,
        Map.of(
            "metadata",
            Map.of("uid", uid, "$deleteFromPrimitiveList/finalizers", List.of(Marks.HELD))));
  }

  private static String pod(HAService has, String name) {
    return pod(namespace(has), name);
  }

  private static String pod(String namespace, String name) {
    return "api/v1/namespaces/" + namespace + "/pods/" + name;
  }

  private void create(HAService has, Action.CreateReplicaSet create) {
    try {
      patches.create(
          replicaSets(has) + "?fieldValidation=Strict&" + FIELD_MANAGER,
          WorkloadManifest.replicaSet(has, create.revision(), create.replicas(), create.number()));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        takeBack(has, create.revision());
      }
      throw e;
    }
  }

  /**
   * One that is there and was not seen: the cache is behind, or somebody took away the labels by
   * which it is seen. They are put back, and the next pass sees it.
   */
  private void takeBack(HAService has, String revision) {
    found(has, revision).forEach(found -> takeBack(has, revision, found));
  }

  private void takeBack(HAService has, String revision, ReplicaSet found) {
    if (!Owners.controls(has, found)) {
      throw new KubernetesClientException(
          "ReplicaSet "
              + found.getMetadata().getName()
              + " is in the way, and is not of this HAService: delete it, or give the HAService"
              + " another name",
          HttpURLConnection.HTTP_FORBIDDEN,
          null);
    }
    Map<String, String> marks =
        Map.of(Marks.SERVICE, has.getMetadata().getName(), Marks.REVISION, revision);
    if (!copy(found.getMetadata().getLabels()).entrySet().containsAll(marks.entrySet())) {
      patches.send(
          replicaSet(has, revision),
          PatchType.JSON_MERGE,
          Map.of(
              "metadata",
              Map.of(
                  "resourceVersion", found.getMetadata().getResourceVersion(), "labels", marks)));
    }
  }

  private void apply(HAService has, Action.ApplyReplicaSet apply) {
    ReplicaSet declared =
        WorkloadManifest.replicaSet(has, apply.revision(), apply.replicas(), apply.number());
    declared.getMetadata().setResourceVersion(apply.version());
    patches.send(
        replicaSet(has, apply.revision()) + "?force=true&" + FIELD_MANAGER,
        PatchType.SERVER_SIDE_APPLY,
        declared);
  }

  private static String replicaSet(HAService has, String revision) {
    return replicaSets(has) + "/" + Names.replicaSet(has, revision);
  }

  private static String replicaSets(HAService has) {
    return "apis/apps/v1/namespaces/" + namespace(has) + "/replicasets";
  }

  private void patch(String namespace, String service, JsonPatch patch) {
    patches.send(path(namespace, service), PatchType.JSON, patch.operations());
  }

  private static String path(String namespace, String service) {
    return "api/v1/namespaces/" + namespace + "/services/" + service;
  }

  private Service service(String namespace, String name) {
    Service found = client.services().inNamespace(namespace).withName(name).get();
    if (found == null) {
      throw new KubernetesClientException("the Service is gone", 404, null);
    }
    return found;
  }

  private static Map<String, String> copy(@Nullable Map<String, String> map) {
    return map == null ? new HashMap<>() : new HashMap<>(map);
  }

  private static String namespace(HAService has) {
    return has.getMetadata().getNamespace();
  }

  private static String toTheSecond() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static ZonedDateTime now() {
    return ZonedDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
  }

  private static String micros(ZonedDateTime time) {
    return MICRO_TIME.format(time);
  }
}
