package dev.understudy.execute;

import dev.understudy.api.HAService;
import dev.understudy.decision.Action;
import dev.understudy.decision.Route;
import dev.understudy.manifest.Adoption;
import dev.understudy.manifest.Marks;
import dev.understudy.manifest.Names;
import dev.understudy.manifest.Owners;
import dev.understudy.manifest.RotationMarks;
import dev.understudy.manifest.Selectors;
import dev.understudy.manifest.ServiceManifest;
import dev.understudy.manifest.StandbysManifest;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes of the Service that clients use, and of the one to the standbys, each of which carries the
 * version that it was decided on; the deletion of the latter its uid.
 */
final class ServiceWrites {
  private final KubernetesClient client;
  private final KubernetesSerialization json;
  private final Patches patches;
  private final WorkloadSelectors workloads;

  ServiceWrites(KubernetesClient client, Patches patches) {
    this.client = client;
    this.json = client.getKubernetesSerialization();
    this.patches = patches;
    this.workloads = new WorkloadSelectors(client);
  }

  /**
   * As a strategic merge, which replaces the selector whole and, unlike a JSON patch, can set an
   * annotation whether or not there are any.
   */
  void move(HAService has, Action.MoveRoute move) {
    Map<String, String> selector =
        new HashMap<>(selected(has, move.route(), () -> ownSelector(has)));
    selector.put("$patch", "replace");
    patches.send(
        Paths.service(has),
        PatchType.STRATEGIC_MERGE,
        Map.of(
            "metadata",
            marked(move.version(), Map.of(Marks.EPOCH, Long.toString(move.epoch()))),
            "spec",
            Map.of("selector", selector)));
  }

  /**
   * What was declared before and is no more goes; what others have set stays. Of an adopted Service
   * nothing but our label is declared.
   */
  void declare(HAService has, Action.ApplyService apply) {
    Service found = clients(has);
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
    patch(has.getMetadata().getNamespace(), Names.service(has), patch);
  }

  /** Reads what it takes over; if that is not the version decided on, the write is refused. */
  void adopt(HAService has, Action.AdoptService adopt) {
    String name = has.getMetadata().getName();
    Service found = clients(has);
    Map<String, String> annotations = copy(found.getMetadata().getAnnotations());
    annotations.put(Marks.EPOCH, Long.toString(adopt.epoch()));
    annotations.put(Marks.ADOPTED_BY, name);
    annotations.put(Marks.ORIGINAL_SELECTOR, json.asJson(copy(found.getSpec().getSelector())));
    Map<String, String> labels = copy(found.getMetadata().getLabels());
    labels.put(Marks.SERVICE, name);
    patch(
        has.getMetadata().getNamespace(),
        Names.service(has),
        new JsonPatch()
            .ifVersion(adopt.version())
            .put("/metadata/annotations", annotations)
            .put("/metadata/labels", labels)
            .put(
                "/spec/selector",
                selected(has, adopt.route(), () -> copy(found.getSpec().getSelector()))));
  }

  /** For an adopted workload it says what it would select without us, as one that was adopted. */
  void create(HAService has, Action.CreateService create) {
    if (!Adoption.isDeclared(has)) {
      client.resource(ServiceManifest.created(has, create.route(), create.epoch())).create();
      return;
    }
    Map<String, String> own = workloads.selector(has);
    Service service =
        ServiceManifest.created(has, selected(has, create.route(), () -> own), create.epoch());
    service.getMetadata().getAnnotations().put(Marks.ORIGINAL_SELECTOR, json.asJson(own));
    client.resource(service).create();
  }

  /**
   * @param own of the Service, without us: asked for where it is needed, which is seldom, and never
   *     for a route to one
   */
  private static Map<String, String> selected(
      HAService has, Route route, Supplier<Map<String, String>> own) {
    return route instanceof Route.ToAll && Adoption.isDeclared(has)
        ? own.get()
        : Selectors.of(has.getMetadata().getName(), route);
  }

  private Map<String, String> ownSelector(HAService has) {
    return Adoption.ownSelector(clients(has)).orElseGet(() -> workloads.selector(has));
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

  void list(HAService has, Action.ListOut list) {
    patches.send(
        Paths.service(has),
        PatchType.STRATEGIC_MERGE,
        Map.of(
            "metadata",
            marked(list.version(), RotationMarks.listed(list.members(), list.version()))));
  }

  void createStandbys(HAService has) {
    client.resource(StandbysManifest.declared(has, clients(has))).create();
  }

  /** What others have set on it stays. */
  void declare(HAService has, Action.ApplyStandbys apply) {
    Service declared = StandbysManifest.declared(has, clients(has));
    Service found = service(has.getMetadata().getNamespace(), Names.standbys(has));
    Map<String, String> labels = copy(found.getMetadata().getLabels());
    labels.putAll(declared.getMetadata().getLabels());
    patch(
        has.getMetadata().getNamespace(),
        Names.standbys(has),
        new JsonPatch()
            .ifVersion(apply.version())
            .put("/metadata/labels", labels)
            .put("/spec/selector", declared.getSpec().getSelector())
            .put("/spec/ports", declared.getSpec().getPorts()));
  }

  void delete(HAService has, Action.DeleteStandbys delete) {
    patches.delete(
        Paths.service(has.getMetadata().getNamespace(), Names.standbys(has)),
        Map.of("preconditions", Map.of("uid", delete.uid())));
  }

  private Service clients(HAService has) {
    return service(has.getMetadata().getNamespace(), Names.service(has));
  }

  private static Map<String, Object> marked(String version, Map<String, ?> annotations) {
    return Map.of("resourceVersion", version, "annotations", annotations);
  }

  private void patch(String namespace, String service, JsonPatch patch) {
    patches.send(Paths.service(namespace, service), PatchType.JSON, patch.operations());
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
}
