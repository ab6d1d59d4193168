package traced;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import org.apache.camel.main.Main;
import shop.Plain;

/** The shop with camel-opentelemetry2; each span that it ends is a line: name, trace, id, parent, kind. */
public final class Traced {
    private Traced() {}

    public static void main(String[] arguments) throws Exception {
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(new Said()))
                .build();
        OpenTelemetry its = OpenTelemetrySdk.builder()
                .setTracerProvider(provider)
                .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
                .build();
        Main main = new Main();
        main.bind("tracer", its.getTracer("camel"));
        main.bind("propagators", its.getPropagators());
        main.addInitialProperty("camel.opentelemetry2.enabled", "true");
        Plain.start(main);
    }

    private static final class Said implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            for (SpanData span : spans)
                System.out.println(String.join(
                        " ",
                        "span",
                        span.getName(),
                        span.getTraceId(),
                        span.getSpanId(),
                        span.getParentSpanId(),
                        span.getKind().name()));
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
