# The images of Moxton Payments, a target each: ingress-service, payment-worker, demo (storefront and Stripe simulator).
#
#   docker build --target ingress-service -t moxton/ingress-service .
#
# Maven runs in the first stage, so that nothing but Docker is needed. Where the jars are built already
# (./mvnw -DskipTests package), they are taken as they are: docker build --build-context jars=. --target …
ARG MAVEN=maven:3.9.16-eclipse-temurin-25
ARG JRE=eclipse-temurin:25-jre

FROM ${MAVEN} AS build
WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn --batch-mode --quiet -Dmaven.test.skip=true -pl ingress-service,payment-worker,local-stack -am package

FROM scratch AS jars
COPY --from=build /build/ingress-service/target/ingress-service.jar /ingress-service/target/
COPY --from=build /build/payment-worker/target/payment-worker.jar /payment-worker/target/
COPY --from=build /build/local-stack/target/local-stack-demo.jar /local-stack/target/

# Each jar apart: what changes seldom becomes a layer of its own.
FROM ${JRE} AS layers
WORKDIR /layers
COPY --from=jars /ingress-service/target/ingress-service.jar /payment-worker/target/payment-worker.jar /local-stack/target/local-stack-demo.jar ./
RUN for name in ingress-service payment-worker local-stack-demo; do \
      java -Djarmode=tools -jar $name.jar extract --layers --destination $name; \
    done

# The collector is named, since a cache of classes is good for one collector alone. Further options go into JDK_JAVA_OPTIONS.
# A container's memory limit is the JVM's: three fifths are for objects, the rest for classes, buffers and threads.
FROM ${JRE} AS ingress-service
WORKDIR /app
COPY --from=layers /layers/ingress-service/dependencies/ ./
COPY --from=layers /layers/ingress-service/snapshot-dependencies/ ./
COPY --from=layers /layers/ingress-service/application/ ./
# A start without servers, up to where they would be needed, leaves its loaded and linked classes behind.
RUN STRIPE_WEBHOOK_SECRET=training JWT_SECRET=training-only-training-only-train KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:1 \
    java -XX:+UseSerialGC -Xlog:aot=error -XX:AOTCacheOutput=app.aot -Dspring.context.exit=onRefresh -jar ingress-service.jar \
    && rm -rf /tmp/*
USER 10001:10001
EXPOSE 8080
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-XX:AOTCache=app.aot", "-jar", "ingress-service.jar"]
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=6 \
    CMD ["sh", "-c", "curl -fsS -o /dev/null http://127.0.0.1:${INGRESS_PORT:-8080}/actuator/health/readiness"]

FROM ${JRE} AS payment-worker
WORKDIR /app
COPY --from=layers /layers/payment-worker/dependencies/ ./
COPY --from=layers /layers/payment-worker/snapshot-dependencies/ ./
COPY --from=layers /layers/payment-worker/application/ ./
RUN STRIPE_SECRET_KEY=training OPS_USERNAME=training OPS_PASSWORD=training-only-training KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:1 \
    MYSQL_URL=jdbc:mysql://127.0.0.1:1/training MYSQL_USER=training MYSQL_PASSWORD=training \
    java -XX:+UseSerialGC -Xlog:aot=error -XX:AOTCacheOutput=app.aot -Dspring.context.exit=onRefresh -Dspring.liquibase.enabled=false \
      -jar payment-worker.jar \
    && rm -rf /tmp/*
USER 10001:10001
EXPOSE 8081
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-XX:AOTCache=app.aot", "-jar", "payment-worker.jar"]
HEALTHCHECK --interval=5s --timeout=3s --start-period=90s --retries=6 \
    CMD ["sh", "-c", "curl -fsS -o /dev/null http://127.0.0.1:${WORKER_PORT:-8081}/actuator/health/readiness"]

# The demo storefront; with another main class, the Stripe simulator. Not for production.
FROM ${JRE} AS demo
WORKDIR /app
COPY --from=layers /layers/local-stack-demo/dependencies/ ./
COPY --from=layers /layers/local-stack-demo/snapshot-dependencies/ ./
COPY --from=layers /layers/local-stack-demo/application/ ./
# The simulator remembers what it was asked in a volume.
RUN install -d -o 10001 -g 10001 /data
USER 10001:10001
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=60", "-XX:TieredStopAtLevel=1", "-Dstack.logs=/tmp", "-cp", "local-stack-demo.jar"]
CMD ["com.moxton.payments.local.stack.storefront.StorefrontApplication"]
