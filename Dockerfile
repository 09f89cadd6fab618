# The operator's image. Build the operator first, which fills operator/target: mvn -pl crds,operator package
# Any base with glibc and zlib will do; no shell is needed.
ARG BASE=debian:trixie-slim

FROM ${BASE} AS training
LABEL dev.understudy=training
USER 0
COPY operator/target/image/runtime /opt/understudy/runtime
COPY operator/target/image/lib /opt/understudy/lib
COPY operator/target/image/understudy-operator.jar operator/src/image/jvm.options /opt/understudy/
COPY operator/target/training /training
# Starts the operator against an API server that it pretends, and writes understudy.aot. A JVM takes the cache only with the
# same runtime, the same jars at the same paths and the same options, so it is made here and not before.
RUN ["/opt/understudy/runtime/bin/java", "-XX:TieredStopAtLevel=1", "-cp", "/training:/opt/understudy/lib/*", "dev.understudy.training.TrainingRun", "/opt/understudy"]

FROM ${BASE}
LABEL dev.understudy=operator
COPY --from=training /opt/understudy/runtime /opt/understudy/runtime
COPY --from=training /opt/understudy/lib /opt/understudy/lib
COPY --from=training /opt/understudy/jvm.options /opt/understudy/understudy-operator.jar /opt/understudy/understudy.aot /opt/understudy/
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/opt/understudy/runtime/bin/java", "@/opt/understudy/jvm.options", "-XX:AOTCache=/opt/understudy/understudy.aot", "-jar", "/opt/understudy/understudy-operator.jar"]
