package dev.understudy.manifest;

/** The labels and annotations that Understudy sets. */
public final class Marks {
  /** Label of everything that belongs to an HAService; its value is that name. */
  public static final String SERVICE = "understudy.dev/service";

  /** Label of pods, in the template: {@code in} takes part in the rotation of active-active. */
  public static final String ROTATION = "understudy.dev/rotation";

  public static final String ROTATION_IN = "in";

  /** The member is lost, and takes no traffic in active-active. */
  public static final String ROTATION_OUT = "out";

  /**
   * Annotation of pods and of the Service: the version of the Service on which the rotation was
   * last decided. Nobody reads it: it makes each of these writes a change.
   */
  public static final String ROTATION_AT = "understudy.dev/rotation-at";

  /** Annotation of the Service: the members that may be out of the rotation. */
  public static final String MAY_BE_OUT = "understudy.dev/may-be-out";

  /** Label of pods, set at runtime: an id that no other pod ever carries. */
  public static final String MEMBER = "understudy.dev/member";

  /** Value of the member label in a selector that must match nobody. */
  public static final String NO_MEMBER = "closed";

  /** Label of ReplicaSets and pods: which template they are made from. */
  public static final String REVISION = "understudy.dev/revision";

  /** Annotation of the Service: the leadership at which the route was last written. */
  public static final String EPOCH = "understudy.dev/epoch";

  /** Annotation of a Service that was created: which of its annotations are declared. */
  public static final String DECLARED = "understudy.dev/declared-annotations";

  /** Annotation of an adopted Service: the HAService that adopted it. */
  public static final String ADOPTED_BY = "understudy.dev/adopted-by";

  /**
   * Annotation of an adopted Service: the selector that it had, as JSON; of one that was made for
   * an adopted workload: the one that it would have without Understudy.
   */
  public static final String ORIGINAL_SELECTOR = "understudy.dev/original-selector";

  /** Annotation of a vacant Lease: who held it, and whoever else may have led then. */
  public static final String LAST_HOLDER = "understudy.dev/last-holder";

  /** Annotation of a Lease: the fencing that was declared when it was granted. */
  public static final String FENCING = "understudy.dev/fencing";

  /**
   * Annotation of a Lease: the revision that is on trial as the leader's; with {@code failed}
   * behind it, that it failed.
   */
  public static final String TRIAL = "understudy.dev/trial";

  /** Label of ReplicaSets, for people: which in order the revision is; the latest is declared. */
  public static final String NUMBER = "understudy.dev/revision-number";

  /** Annotation of ReplicaSets: the template as it was declared, as JSON. */
  public static final String TEMPLATE = "understudy.dev/template";

  /** Annotation of the HAService, by people: the number of a revision, or {@code previous}. */
  public static final String UNDO = "understudy.dev/undo";

  /** Annotation of the HAService: what became of the last order to undo, as JSON. */
  public static final String UNDO_ANSWER = "understudy.dev/undo-answer";

  /**
   * Annotation of pods: what the member is told of its part; {@code leader 7} or {@code standby}.
   * Label of pods too, without the epoch.
   */
  public static final String ROLE = "understudy.dev/role";

  /** Annotation of pods: the epoch at which the member was told its part. */
  public static final String ROLE_EPOCH = "understudy.dev/role-epoch";

  /**
   * Annotation of the HAService, by people: the pod that is to lead, or {@code any}. Taken up, it
   * says which leadership it ends: {@code any from epoch 7}.
   */
  public static final String ORDER = "understudy.dev/switchover";

  /** Annotation of the HAService: what became of the last order, as JSON. */
  public static final String ORDER_ANSWER = "understudy.dev/switchover-answer";

  /** Finalizer of a pod that leads, under StopLeader: its object stays until that has stopped. */
  public static final String HELD = "understudy.dev/held-until-stopped";

  /** Kubernetes' own: which pods a ReplicaSet deletes first. */
  public static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

  private Marks() {}
}
