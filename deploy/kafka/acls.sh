#!/usr/bin/env bash
# Who may do what in Kafka: no more than each service does. Run it with an administrator's credentials, and again after a new
# release: what is there already is left as it is. LeastRightsIT runs both services under these very rules.
#
#   KAFKA_BOOTSTRAP_SERVERS  the brokers
#   KAFKA_COMMAND_CONFIG     a file with the administrator's settings (security.protocol, sasl.jaas.config, …)
#   INGRESS, WORKER          the principals; User:ingress-service and User:payment-worker by default
#   KAFKA_ACLS               Kafka's tool; kafka-acls.sh by default
#
# The brokers need authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer, and
# allow.everyone.if.no.acl.found must stay false.
set -euo pipefail

ingress=${INGRESS:-User:ingress-service}
worker=${WORKER:-User:payment-worker}

allow() {
  local principal=$1
  shift
  "${KAFKA_ACLS:-kafka-acls.sh}" --bootstrap-server "$KAFKA_BOOTSTRAP_SERVERS" --command-config "$KAFKA_COMMAND_CONFIG" \
    --add --allow-principal "$principal" "$@"
}

# ingress-service: hands events and requests in, reads what comes of them, and can read neither events nor requests. To read
# or write a topic is to describe it, too. It needs no consumer group, and creates no topic: it waits until the worker has.
allow "$ingress" --operation Write --topic stripe.events --topic payment.requests
allow "$ingress" --operation Read --topic payment.replies --topic payment.updates

# payment-worker: reads the log, the requests and their dead letters. It writes to both topics as well: backfill, replay,
# redrive and refresh act by publishing records.
allow "$worker" --operation Read --operation Write \
  --topic stripe.events --topic stripe.events.dlt --topic payment.requests --topic payment.requests.dlt
allow "$worker" --operation Write --topic payment.replies --topic payment.updates
allow "$worker" --operation Read \
  --group payment-worker.events --group payment-worker.requests --group payment-worker.dead-letters

# The worker creates the topics that are absent. Where somebody else does, leave this one out.
allow "$worker" --operation Create \
  --topic stripe.events --topic stripe.events.dlt --topic payment.requests --topic payment.requests.dlt \
  --topic payment.replies --topic payment.updates
