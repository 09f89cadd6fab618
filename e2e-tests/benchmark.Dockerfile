# The programs that the benchmark compares Understudy with: classes of the tests, on the operator's runtime and libraries.
# By e2e-tests/cluster/benchmark-images, which says what the folder has.
ARG OPERATOR
FROM ${OPERATOR}
LABEL dev.understudy=benchmark
COPY . /peer
ENTRYPOINT ["/opt/understudy/runtime/bin/java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp", "/peer/classes:/peer/sample.jar:/opt/understudy/lib/*"]
