package dev.understudy.execute;

import dev.understudy.api.HAService;
import dev.understudy.decision.Action;
import dev.understudy.manifest.LeaseManifest;
import dev.understudy.manifest.Names;
import dev.understudy.manifest.OrderMarks;
import dev.understudy.manifest.UndoMarks;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Each action as one request. Writes of Lease, Service and ReplicaSet carry the resourceVersion
 * they were decided on: the API server refuses them if the object has changed. Writes to pods carry
 * the pod's uid, and what it is told of its part, or of the rotation, its version too. ReplicaSets
 * and the PodDisruptionBudget, which carries its uid, are applied, by field manager {@code
 * understudy}; the first time they are created, because an apply cannot say that there must be none
 * yet.
 */
public final class Writes {
  /** What Kubernetes calls MicroTime. */
  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

  private final KubernetesClient client;
  private final Patches patches;
  private final HookCalls hooks;
  private final ServiceWrites services;
  private final PodWrites pods;
  private final WorkloadWrites workloads;

  public Writes(KubernetesClient client, HookCalls hooks) {
    this.client = client;
    this.hooks = hooks;
    this.patches = new Patches(client);
    this.services = new ServiceWrites(client, patches);
    this.pods = new PodWrites(patches);
    this.workloads = new WorkloadWrites(client, patches);
  }

  void perform(HAService has, Action action) {
    switch (action) {
      case Action.CreateService it -> services.create(has, it);
      case Action.AdoptService it -> services.adopt(has, it);
      case Action.MoveRoute it -> services.move(has, it);
      case Action.ListOut it -> services.list(has, it);
      case Action.GiveBackService it ->
          giveBack(has.getMetadata().getNamespace(), Names.service(has), it.version());
      case Action.ApplyService it -> services.declare(has, it);
      case Action.CreateLease it -> client.resource(LeaseManifest.created(has, it, now())).create();
      case Action.GrantLease it ->
          lease(
              has, it.version(), spec(it.holder().value(), it.epoch()), LeaseManifest.granted(it));
      case Action.VacateLease it ->
          lease(has, it.version(), spec("", it.epoch()), LeaseManifest.vacated(it));
      case Action.NoteTrial it -> lease(has, it.version(), Map.of(), LeaseManifest.tried(it.now()));
      case Action.LabelMember it -> pods.label(has, it.pod(), it.uid(), it.id().value());
      case Action.UnlabelPod it -> pods.label(has, it.pod(), it.uid(), null);
      case Action.GiveBackPod it -> giveBack(has.getMetadata().getNamespace(), it);
      case Action.SetRotation it -> pods.rotate(has, it);
      case Action.SetDeletionCost it -> pods.deletionCost(has, it);
      case Action.TellRole it -> pods.tell(has, it);
      case Action.StopMember it -> pods.stop(has, it);
      case Action.HoldMember it -> pods.hold(has, it);
      case Action.ReleaseMember it -> release(has.getMetadata().getNamespace(), it.pod(), it.uid());
      case Action.CallHook it -> hooks.start(has, it);
      case Action.TakeOrder it -> order(has, it.version(), OrderMarks.taken(it));
      case Action.AnswerOrder it ->
          order(has, it.version(), OrderMarks.answered(it, toTheSecond()));
      case Action.AnswerUndo it -> undo(has, it);
      case Action.CreateReplicaSet it -> workloads.create(has, it);
      case Action.ApplyReplicaSet it -> workloads.apply(has, it);
      case Action.ScaleReplicaSet it -> workloads.scale(has, it);
      case Action.DeleteReplicaSet it -> workloads.delete(has, it);
      case Action.CreateBudget it -> workloads.create(has, it);
      case Action.ApplyBudget it -> workloads.apply(has, it);
      case Action.DeleteBudget it -> workloads.delete(has, it);
      case Action.CreateStandbys it -> services.createStandbys(has);
      case Action.ApplyStandbys it -> services.declare(has, it);
      case Action.DeleteStandbys it -> services.delete(has, it);
    }
  }

  void giveBack(String namespace, String service, String version) {
    services.giveBack(namespace, service, version);
  }

  void giveBack(String namespace, Action.GiveBackPod give) {
    pods.giveBack(namespace, give);
  }

  void release(String namespace, String pod, String uid) {
    pods.release(namespace, pod, uid);
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
        Paths.lease(has),
        PatchType.JSON_MERGE,
        Map.of(
            "metadata",
            Map.of("resourceVersion", version, "annotations", annotations),
            "spec",
            spec));
  }

  private void order(HAService has, String version, Map<String, @Nullable String> annotations) {
    patches.send(
        Paths.haService(has),
        PatchType.JSON_MERGE,
        Map.of("metadata", Map.of("resourceVersion", version, "annotations", annotations)));
  }

  /** As a JSON patch, which replaces the template whole. */
  private void undo(HAService has, Action.AnswerUndo answer) {
    JsonPatch patch =
        new JsonPatch()
            .ifVersion(answer.version())
            .put("/metadata/annotations", UndoMarks.answered(has, answer, toTheSecond()));
    answer
        .revision()
        .map(revision -> workloads.template(has, revision))
        .ifPresent(template -> patch.put("/spec/template", template));
    patches.send(Paths.haService(has), PatchType.JSON, patch.operations());
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
