//! What an endpoint's scheme says of the other side: Camel's components by what they are.
//!
//! What is within the JVM or on its own disk is listed, and what answers requests, and what has topics and queues;
//! everything else is a service: who sends to it is its client, who takes from it its consumer. A test holds the lists
//! to Camel's own catalogue.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Internal = 1,
    Server = 2,
    Client = 3,
    Producer = 4,
    Consumer = 5,
}

/// Of a route that takes its exchanges from `uri`.
pub fn from(uri: &str) -> Kind {
    match of(uri) {
        Side::Within => Kind::Internal,
        Side::Requests => Kind::Server,
        Side::Messages | Side::Other => Kind::Consumer,
    }
}

/// Of a step that sends to `uri`.
pub fn to(uri: &str) -> Kind {
    match of(uri) {
        Side::Within => Kind::Internal,
        Side::Messages => Kind::Producer,
        Side::Requests | Side::Other => Kind::Client,
    }
}

enum Side {
    Within,
    Requests,
    Messages,
    Other,
}

fn of(uri: &str) -> Side {
    let scheme = uri.split(':').next().unwrap_or_default();
    if WITHIN.binary_search(&scheme).is_ok() {
        Side::Within
    } else if REQUESTS.binary_search(&scheme).is_ok() {
        Side::Requests
    } else if MESSAGES.binary_search(&scheme).is_ok() {
        Side::Messages
    } else {
        Side::Other
    }
}

/// Sorted. In the same JVM, on its machine, or a step that only computes.
#[rustfmt::skip]
const WITHIN: &[&str] = &[
    "ai-tool", "atlasmap", "bean", "bean-validator", "browse", "caffeine-cache", "caffeine-loadcache", "chunk",
    "class", "controlbus", "cron", "crypto", "dataformat", "dataset", "dataset-test", "direct", "direct-vm",
    "disruptor", "disruptor-vm", "djl", "drools", "dynamic-router", "dynamic-router-control", "event", "exec", "file",
    "file-watch", "flatpack", "fop", "freemarker", "grape", "guava-eventbus", "jmx", "jolt", "jslt", "json-patch",
    "json-validator", "jsonata", "jte", "kamelet", "language", "log", "mapstruct", "metrics", "micrometer",
    "microprofile-metrics", "mock", "mustache", "mvel", "once", "opentelemetry-metrics", "pdf", "quartz",
    "reactive-streams", "ref", "rest-api", "robotframework", "saga", "scheduler", "schematron", "seda", "shell",
    "spring-batch", "spring-event", "stax", "stream", "string-template", "stub", "thymeleaf", "tika", "timer",
    "validator", "velocity", "vm", "wasm", "xj", "xmlsecurity-sign", "xmlsecurity-verify", "xquery", "xslt",
    "xslt-saxon",
];

/// Sorted. A request comes, and an answer goes.
#[rustfmt::skip]
const REQUESTS: &[&str] = &[
    "a2a", "ahc", "ahc-ws", "as2", "atmosphere-websocket", "avro", "coap", "coap+tcp", "coaps", "coaps+tcp", "cxf",
    "cxfbean", "cxfrs", "grpc", "http", "https", "jetty", "knative", "mina", "mllp", "netty", "netty-http",
    "platform-http", "rest", "rest-openapi", "rest-swagger", "resteasy", "servlet", "spring-ws", "thrift", "undertow",
    "vertx-http", "vertx-websocket", "webhook", "websocket", "websocket-jsr356",
];

/// Sorted. Topics, queues, streams of events.
#[rustfmt::skip]
const MESSAGES: &[&str] = &[
    "activemq", "activemq6", "amqp", "aws2-ddbstream", "aws2-eventbridge", "aws2-kinesis", "aws2-kinesis-firehose",
    "aws2-sns", "aws2-sqs", "azure-eventhubs", "azure-servicebus", "azure-storage-queue", "cometd", "cometds",
    "google-pubsub", "google-pubsub-lite", "hazelcast-queue", "hazelcast-seda", "hazelcast-topic", "hwcloud-smn",
    "iggy", "ignite-events", "ignite-messaging", "ignite-queue", "ironmq", "jgroups", "jms", "jt400", "kafka", "mqtt",
    "nats", "nsq", "paho", "paho-mqtt5", "pgevent", "pubnub", "pulsar", "quickfix", "rabbitmq", "rocketmq", "sjms",
    "sjms2", "solace", "spring-rabbitmq", "stomp", "tahu-edge", "tahu-host", "vertx", "wmq", "xmpp",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_can_be_searched() {
        for list in [WITHIN, REQUESTS, MESSAGES] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }

    #[test]
    fn a_scheme_says_who_is_on_the_other_side() {
        for (uri, taking, sending) in [
            ("platform-http:///orders", Kind::Server, Kind::Client),
            ("kafka:orders?brokers=b:9092", Kind::Consumer, Kind::Producer),
            ("aws2-sqs://q", Kind::Consumer, Kind::Producer),
            ("direct://book", Kind::Internal, Kind::Internal),
            ("timer:tick", Kind::Internal, Kind::Internal),
            ("seda:x", Kind::Internal, Kind::Internal),
            ("file:in", Kind::Internal, Kind::Internal),
            ("sql:select 1", Kind::Consumer, Kind::Client),
            ("sftp://u@h/in", Kind::Consumer, Kind::Client),
            ("https://shop.example/pay", Kind::Server, Kind::Client),
        ] {
            assert_eq!((from(uri), to(uri)), (taking, sending), "{uri}");
        }
    }
}
