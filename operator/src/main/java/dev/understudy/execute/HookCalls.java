package dev.understudy.execute;

import dev.understudy.api.HAService;
import dev.understudy.api.HookSpec;
import dev.understudy.api.HooksSpec;
import dev.understudy.decision.Action;
import dev.understudy.decision.Call;
import dev.understudy.decision.CallResult;
import dev.understudy.decision.Hook;
import dev.understudy.manifest.Names;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Calls hooks of members, each on a thread of its own, and remembers what came of it: while it
 * runs, for ever if it is done, and for a while if it failed, after which it may be called again.
 * Another process knows nothing of that, and calls again.
 */
public final class HookCalls {
  /** So long a failure stands. */
  static final Duration FAILED_FOR = Duration.ofSeconds(30);

  private static final Duration BETWEEN = Duration.ofSeconds(1);
  private static final int TIMEOUT_SECONDS = 10;
  private static final int RETRIES = 2;
  private static final int WORDS = 200;
  private static final String NAME = "metadata.name";

  private record Made(CallResult result, long at) {}

  private final KubernetesClient client;
  private final LongSupplier clock;
  private final HookRequests requests = new HookRequests();
  private final HookCommands commands;
  private final Map<String, Map<Call, Made>> calls = new ConcurrentHashMap<>();
  private volatile Consumer<HAService> listener = has -> {};

  /**
   * @param clock nanoseconds that never go back
   */
  public HookCalls(KubernetesClient client, LongSupplier clock) {
    this.client = client;
    this.clock = clock;
    this.commands = new HookCommands(client);
  }

  /** Told of every call that ends, and again when a failure no longer stands. */
  public void listen(Consumer<HAService> to) {
    listener = to;
  }

  /** What is known of the calls to this service's members. */
  public Map<Call, CallResult> of(HAService has) {
    Map<Call, CallResult> known = new HashMap<>();
    made(has)
        .forEach((call, made) -> {
          if (!isOver(made)) {
            known.put(call, made.result());
          }
        });
    return known;
  }

  public void forget(HAService has) {
    calls.remove(Names.qualified(has));
  }

  private Map<Call, Made> made(HAService has) {
    return calls.getOrDefault(Names.qualified(has), Map.of());
  }

  private boolean isOver(Made made) {
    return made.result() instanceof CallResult.Failed
        && clock.getAsLong() - made.at() >= FAILED_FOR.toNanos();
  }

  /** Returns at once. One that runs already is not made again. */
  void start(HAService has, Action.CallHook action) {
    Map<Call, Made> ofService =
        calls.computeIfAbsent(Names.qualified(has), name -> new ConcurrentHashMap<>());
    // earlier leaderships are asked for no more
    ofService.keySet().removeIf(it -> it.epoch() < action.call().epoch() - 1);
    if (!claim(ofService, action.call())) {
      return;
    }
    Thread.ofVirtual()
        .name("hook")
        .start(() -> {
          CallResult result = attempts(has, action);
          ofService.put(action.call(), new Made(result, clock.getAsLong()));
          listener.accept(has);
          if (result instanceof CallResult.Failed) {
            LockSupport.parkNanos(FAILED_FOR.plusMillis(100).toNanos());
            listener.accept(has);
          }
        });
  }

  private boolean claim(Map<Call, Made> ofService, Call call) {
    Made running = new Made(new CallResult.Running(), clock.getAsLong());
    Made before = ofService.putIfAbsent(call, running);
    return before == null || (isOver(before) && ofService.replace(call, before, running));
  }

  private CallResult attempts(HAService has, Action.CallHook action) {
    HookSpec hook = declared(has, action.call().hook()).orElseThrow();
    int more = Objects.requireNonNullElse(hook.retries, RETRIES);
    CallResult result = attempt(has, hook, action);
    while (more > 0 && result instanceof CallResult.Failed) {
      LockSupport.parkNanos(BETWEEN.toNanos());
      result = attempt(has, hook, action);
      more--;
    }
    return result;
  }

  private static Optional<HookSpec> declared(HAService has, Hook hook) {
    Optional<HooksSpec> hooks =
        Optional.ofNullable(has.getSpec().activePassive)
            .flatMap(it -> Optional.ofNullable(it.hooks));
    return switch (hook) {
      case PROMOTE -> hooks.flatMap(it -> Optional.ofNullable(it.onPromote));
      case DEMOTE -> hooks.flatMap(it -> Optional.ofNullable(it.onDemote));
    };
  }

  private CallResult attempt(HAService has, HookSpec hook, Action.CallHook action) {
    Duration patience =
        Duration.ofSeconds(Objects.requireNonNullElse(hook.timeoutSeconds, TIMEOUT_SECONDS));
    try {
      Optional<Pod> pod = pod(has, action);
      if (pod.isEmpty()) {
        return new CallResult.Failed("its pod is gone");
      }
      return hook.exec == null
          ? requests.ask(
              Objects.requireNonNull(hook.http, "http"), told(has, action), pod.get(), patience)
          : commands.run(hook.exec, words(has, action), pod.get(), patience);
    } catch (IOException | RuntimeException e) { // whatever it is: one that never ended is worse
      return failed(String.valueOf(e.getMessage()));
    }
  }

  /** By a list, which needs no further right. */
  private Optional<Pod> pod(HAService has, Action.CallHook action) {
    return client
        .pods()
        .inNamespace(has.getMetadata().getNamespace())
        .withField(NAME, action.pod())
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getUid().equals(action.uid()))
        .findFirst();
  }

  /** In one line that is not too long. */
  static CallResult failed(String why) {
    String line = why.stripTrailing().replaceAll("\\p{Cntrl}+", " ");
    return new CallResult.Failed(line.length() <= WORDS ? line : line.substring(0, WORDS));
  }

  private String told(HAService has, Action.CallHook action) {
    return client
        .getKubernetesSerialization()
        .asJson(
            Map.of(
                "hook",
                word(action.call().hook()),
                "service",
                Names.qualified(has),
                "member",
                action.pod(),
                "epoch",
                action.call().epoch()));
  }

  /** The same, for a command. */
  private static Map<String, String> words(HAService has, Action.CallHook action) {
    return Map.of(
        "UNDERSTUDY_HOOK", word(action.call().hook()),
        "UNDERSTUDY_SERVICE", Names.qualified(has),
        "UNDERSTUDY_MEMBER", action.pod(),
        "UNDERSTUDY_EPOCH", Long.toString(action.call().epoch()));
  }

  private static String word(Hook hook) {
    return switch (hook) {
      case PROMOTE -> "promote";
      case DEMOTE -> "demote";
    };
  }
}
