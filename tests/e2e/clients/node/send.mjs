// Sends three signals through the OpenTelemetry SDK for Node and prints what it sent, as one line of JSON.
//
// usage: node send.mjs PROTOCOL ENDPOINT SERVICE [COMPRESSION]
//   PROTOCOL is grpc, http/protobuf or http/json; ENDPOINT is http://host:port; COMPRESSION is none or gzip.

import { context, diag, DiagLogLevel, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { AggregationType, InstrumentType, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';

const TRACES = 40;
const CHILDREN = 4;
const LOGS = 150;
// One of each kind that this SDK can send. 2^53 - 1 is the largest whole number that JavaScript counts exactly.
const ATTRIBUTES = { text: 'grün 🐫', whole: Number.MAX_SAFE_INTEGER, ratio: 0.25, flag: true, list: ['a', 'b'] };

// Exporters tell of refused exports here alone; the test fails when anything appears on standard error.
const complain = (...words) => console.error(...words);
diag.setLogger({ error: complain, warn: complain, info() {}, debug() {}, verbose() {} }, DiagLogLevel.WARN);

const PACKAGE = { grpc: 'grpc', 'http/protobuf': 'proto', 'http/json': 'http' };

async function exporter(signal, name, protocol, endpoint, compression) {
  const module = await import(`@opentelemetry/exporter-${signal === 'traces' ? 'trace' : signal}-otlp-${PACKAGE[protocol]}`);
  const url = protocol === 'grpc' ? endpoint : `${endpoint}/v1/${signal}`;
  return new module[name]({ url, compression });
}

async function sendSpans(spanExporter, resource) {
  const provider = new BasicTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(spanExporter, { maxExportBatchSize: 64 })],
  });
  const tracer = provider.getTracer('camelops.client', '1.2.3');
  const sent = {};
  for (let number = 0; number < TRACES; number++) {
    const root = tracer.startSpan('order', { kind: SpanKind.SERVER, attributes: { ...ATTRIBUTES, number } });
    const ids = [root.spanContext().spanId];
    const inside = trace.setSpan(context.active(), root);
    for (let child = 0; child < CHILDREN; child++) {
      const links = [{ context: root.spanContext(), attributes: { why: 'follows' } }];
      const span = tracer.startSpan(`step-${child}`, { kind: SpanKind.CLIENT, links }, inside);
      span.addEvent('reached', { child });
      if (child === CHILDREN - 1) span.setStatus({ code: SpanStatusCode.ERROR, message: 'out of stock' });
      span.end();
      ids.push(span.spanContext().spanId);
    }
    root.end();
    sent[root.spanContext().traceId] = ids;
  }
  await provider.shutdown();
  return sent;
}

async function sendLogs(logExporter, resource, service) {
  const provider = new LoggerProvider({
    resource,
    processors: [new BatchLogRecordProcessor({ exporter: logExporter, maxExportBatchSize: 64 })],
  });
  const logger = provider.getLogger('camelops.client', '1.2.3');
  const bodies = Array.from({ length: LOGS }, (_, number) => `log ${number} of ${service}`);
  for (const body of bodies) {
    logger.emit({ body, severityNumber: SeverityNumber.WARN, severityText: 'WARN', attributes: ATTRIBUTES });
  }
  await provider.shutdown();
  return bodies;
}

// One point each of sum, gauge, histogram and exponential histogram; names are unique to this client.
async function sendMetrics(metricExporter, resource, prefix) {
  const provider = new MeterProvider({
    resource,
    views: [
      {
        instrumentName: '*.exponential',
        instrumentType: InstrumentType.HISTOGRAM,
        aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM },
      },
    ],
    // The reader exports at shutdown alone: an hour is longer than any test.
    readers: [
      new PeriodicExportingMetricReader({ exporter: metricExporter, exportIntervalMillis: 3_600_000, exportTimeoutMillis: 20_000 }),
    ],
  });
  const meter = provider.getMeter('camelops.client', '1.2.3');
  meter.createCounter(`${prefix}.counter`, { unit: '{order}', description: 'Orders taken' }).add(42, { shop: 'north' });
  meter.createUpDownCounter(`${prefix}.up_down`).add(-7);
  meter.createGauge(`${prefix}.gauge`, { unit: 'Cel' }).record(21.5);
  const values = [1, 10, 100, 1_000];
  for (const name of [`${prefix}.histogram`, `${prefix}.exponential`]) {
    const histogram = meter.createHistogram(name, { unit: 'ms' });
    for (const value of values) histogram.record(value);
  }
  await provider.shutdown();
  const distribution = { count: 4, sum: 1_111, min: 1, max: 1_000 };
  return {
    [`${prefix}.counter`]: { kind: 'sum', value: 42 },
    [`${prefix}.up_down`]: { kind: 'sum', value: -7 },
    [`${prefix}.gauge`]: { kind: 'gauge', value: 21.5 },
    [`${prefix}.histogram`]: { kind: 'histogram', ...distribution },
    [`${prefix}.exponential`]: { kind: 'exponential_histogram', ...distribution },
  };
}

const [protocol, endpoint, service, compression = 'none'] = process.argv.slice(2);
const resource = resourceFromAttributes({ 'service.name': service, 'service.version': '7' });
const make = (signal, name) => exporter(signal, name, protocol, endpoint, compression);
const traces = await sendSpans(await make('traces', 'OTLPTraceExporter'), resource);
const logs = await sendLogs(await make('logs', 'OTLPLogExporter'), resource, service);
const metrics = await sendMetrics(await make('metrics', 'OTLPMetricExporter'), resource, service);
console.log(JSON.stringify({ service, attributes: ATTRIBUTES, traces, logs, metrics }));
