package dev.understudy;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.Timer;
import java.util.UUID;

/** What may know what. */
@AnalyzeClasses(packages = "dev.understudy", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.understudy";
  private static final String API = ROOT + ".api..";
  private static final String DECISION = ROOT + ".decision..";
  private static final String DETECT = ROOT + ".detect..";
  private static final String EXECUTE = ROOT + ".execute..";
  private static final String MANIFEST = ROOT + ".manifest..";
  private static final String OBSERVE = ROOT + ".observe..";
  private static final String REPLICAS = ROOT + ".replicas..";
  private static final String REPORT = ROOT + ".report..";

  private static final Set<String> WRITES =
      Set.of(
          "create",
          "createOr",
          "createOrReplace",
          "delete",
          "edit",
          "editStatus",
          "evict",
          "patch",
          "patchStatus",
          "replace",
          "replaceStatus",
          "scale",
          "serverSideApply",
          "unlock",
          "update",
          "updateStatus");

  @ArchTest
  static final ArchRule decisionDependsOnTheJdkAlone =
      classes()
          .that()
          .resideInAPackage(DECISION)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      DECISION,
                      "java.lang",
                      "java.lang.annotation",
                      "java.lang.invoke",
                      "java.lang.runtime",
                      "java.util",
                      "java.util.function",
                      "java.util.stream",
                      "org.jspecify.annotations")
                  .or(belongToAnyOf(Duration.class)));

  @ArchTest
  static final ArchRule decisionHasNoClockNoChanceAndNoThread =
      noClasses()
          .that()
          .resideInAPackage(DECISION)
          .should()
          .dependOnClassesThat(
              belongToAnyOf(
                  Process.class,
                  Random.class,
                  Runtime.class,
                  System.class,
                  Thread.class,
                  ThreadLocal.class,
                  Timer.class,
                  UUID.class))
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule manifestIsPure =
      noClasses()
          .that()
          .resideInAPackage(MANIFEST)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.fabric8.kubernetes.client",
              "io.fabric8.kubernetes.client.dsl..",
              "io.fabric8.kubernetes.client.informers..",
              "io.javaoperatorsdk..",
              "java.io..",
              "java.net..",
              "java.nio.file..",
              "org.slf4j..")
          .orShould()
          .dependOnClassesThat(belongToAnyOf(Random.class, System.class, Thread.class, UUID.class))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule observingKnowsNothingOfWhatFollows =
      noClasses()
          .that()
          .resideInAPackage(OBSERVE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(EXECUTE, REPORT, REPLICAS)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule executingKnowsNothingOfObservingAndReporting =
      noClasses()
          .that()
          .resideInAPackage(EXECUTE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(OBSERVE, DETECT, REPORT, REPLICAS)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule reportingKnowsNothingOfObserving =
      noClasses()
          .that()
          .resideInAPackage(REPORT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(OBSERVE, DETECT, REPLICAS)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule manifestKnowsDecisionAndApiOnly =
      noClasses()
          .that()
          .resideInAPackage(MANIFEST)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(OBSERVE, DETECT, EXECUTE, REPORT, REPLICAS)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule theOperatorsOwnLeaseKnowsNothingOfServices =
      noClasses()
          .that()
          .resideInAPackage(REPLICAS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(API, DECISION, OBSERVE, DETECT, EXECUTE, MANIFEST, REPORT)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule theApiHasNoBehaviourOfOurs =
      noClasses()
          .that()
          .resideInAPackage(API)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(DECISION, OBSERVE, DETECT, EXECUTE, MANIFEST, REPORT, REPLICAS)
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule nobodyKnowsTheShell =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

  /** The operator's own Lease is not a service's: {@code replicas} writes nothing else. */
  @ArchTest
  static final ArchRule onlyExecuteAndReportWrite =
      noClasses()
          .that()
          .resideOutsideOfPackages(EXECUTE, REPORT, REPLICAS)
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "it writes to the API server",
                  (JavaMethodCall call) ->
                      call.getTargetOwner()
                              .getPackageName()
                              .startsWith("io.fabric8.kubernetes.client")
                          && WRITES.contains(call.getName())));

  /** Timestamps for people to read; nothing is judged by them. */
  @ArchTest
  static final ArchRule nobodyReadsTheWallClockButForTimestamps =
      noClasses()
          .that()
          .resideOutsideOfPackage(REPORT)
          .and()
          .doNotHaveFullyQualifiedName(ROOT + ".execute.Writes")
          .and()
          .doNotHaveFullyQualifiedName(ROOT + ".replicas.OperatorLease")
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "it reads the wall clock", ArchitectureTest::readsTheWallClock))
          .orShould()
          .dependOnClassesThat(belongToAnyOf(Clock.class))
          .orShould()
          .callConstructor(java.util.Date.class);

  @ArchTest
  static final ArchRule packagesSayWhatTheyAreFor =
      noClasses()
          .should()
          .resideInAnyPackage(
              "..common..", "..helper..", "..helpers..", "..impl..", "..util..", "..utils..");

  private static boolean readsTheWallClock(JavaMethodCall call) {
    boolean now =
        call.getName().equals("now") && call.getTargetOwner().getPackageName().equals("java.time");
    return now
        || (call.getTargetOwner().isEquivalentTo(System.class)
            && call.getName().equals("currentTimeMillis"));
  }
}
