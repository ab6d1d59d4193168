import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;

/**
 * {@link Load} with camel-opentelemetry2 in the context: all traces are sampled, spans are batched, and what would send
 * them throws them away. A fourth argument, true: a span of each processor too.
 */
public final class TracedLoad {
    private TracedLoad() {}

    public static void main(String[] arguments) throws Exception {
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(BatchSpanProcessor.builder(new Nowhere()).build())
                .build();
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.getRegistry().bind("tracer", Tracer.class, provider.get("camel"));
        OpenTelemetryTracer tracer = new OpenTelemetryTracer();
        tracer.setTraceProcessors(Boolean.parseBoolean(arguments[3]));
        tracer.init(camel);
        Load.measure(camel, arguments);
        provider.close();
    }

    private static final class Nowhere implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
