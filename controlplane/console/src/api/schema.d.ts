// Generated from controlplane/openapi.json by `npm run api`. Not edited by hand.

export interface paths {
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Healthz
         * @description 200 as long as the process answers at all.
         */
        get: operations["healthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Readyz
         * @description 200 once every door listens and the store is open; else 503 with the reasons.
         */
        get: operations["readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Process Metrics
         * @description This process's own counters and gauges.
         */
        get: operations["process_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Services
         * @description Services that sent spans.
         */
        get: operations["services"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/red": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Red
         * @description Rate, errors and durations of services or operations, over the minutes that the time touches.
         */
        get: operations["red"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/service-map": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Service Map
         * @description Services and who calls whom, over the minutes that the time touches.
         */
        get: operations["service_map"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Traces
         * @description Traces with a span that matches, newest first; summaries, not whole traces.
         */
        get: operations["traces"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/spans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Spans
         * @description Spans that match, newest first.
         */
        get: operations["spans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{trace_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Trace
         * @description A whole trace, without what its spans carry: its tree, times and critical path.
         */
        get: operations["trace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{trace_id}/spans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Trace Spans
         * @description Spans with all they carry, by start.
         */
        get: operations["trace_spans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{trace_id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Logs Of Trace
         * @description Log records of a trace or of one of its spans, oldest first.
         */
        get: operations["logs_of_trace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{trace_id}/find": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find In Trace
         * @description Spans of a trace that match, by start.
         */
        get: operations["find_in_trace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{trace_id}/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Statistics Of Trace
         * @description What the spans of a trace did, by a value they have.
         */
        get: operations["statistics_of_trace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{trace_id}/otlp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download Trace
         * @description A whole trace of any size as a file: an ExportTraceServiceRequest in OTLP/JSON.
         */
        get: operations["download_trace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/traces/{trace_id}/compare/{other_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare Traces
         * @description Two traces as one tree, aligned by services and names on the way from the root.
         */
        get: operations["compare_traces"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trace-files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open Trace File
         * @description The traces of a file, an OTLP request in JSON or protobuf (`application/x-protobuf`). Nothing of it is stored.
         */
        post: operations["open_trace_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count
         * @description How many spans match: those stored, and, where they were sampled, how many there were.
         */
        get: operations["count"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/histogram": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Histogram
         * @description Spans (by status) or log records (by level) that match, over time.
         */
        get: operations["histogram"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/heat-map": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Heat Map
         * @description Spans that match, by time and by the logarithm of their duration; at most so many steps and bands.
         */
        get: operations["heat_map"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Facets
         * @description The commonest values of some keys among the spans or log records that match.
         */
        get: operations["facets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/suggest/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Suggest Keys
         * @description Keys that a query can name.
         */
        get: operations["suggest_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/suggest/values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Suggest Values
         * @description Values that a key has.
         */
        get: operations["suggest_values"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/difference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Difference
         * @description What the spans of a selection have, of those that match the query, that the others have not.
         *
         *     Selected is what matches `selection` and lies in the box of times and durations; one of them must be given.
         */
        get: operations["difference"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Logs
         * @description Log records that match, newest or oldest first.
         */
        get: operations["logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/logs/context": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Log Context
         * @description What the same service and resource wrote around a record: within a day of it, whatever the time asked for.
         */
        get: operations["log_context"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics
         * @description Metrics that were sent, and what each is.
         */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metrics/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metric Keys
         * @description Keys by which a metric's series can be grouped, with how many values each has.
         */
        get: operations["metric_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metrics/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metric Series
         * @description A metric over time: a line for each group of its series.
         */
        get: operations["metric_series"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metrics/exemplars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metric Exemplars
         * @description Measurements of a metric that were made within a trace, oldest first.
         */
        get: operations["metric_exemplars"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metrics/points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metric Points
         * @description Points of a metric, newest first.
         */
        get: operations["metric_points"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/saved-searches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Saved Searches
         * @description One's own and those that are shared, by name; of one screen when it is given.
         */
        get: operations["saved_searches"];
        put?: never;
        /**
         * Save Search
         * @description Saves a search.
         */
        post: operations["save_search"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/saved-searches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Saved Search
         * @description One of them.
         */
        get: operations["saved_search"];
        /**
         * Change Saved Search
         * @description Saves it anew, in place of the version that is named. One that was deleted is there again.
         */
        put: operations["change_saved_search"];
        post?: never;
        /**
         * Delete Saved Search
         * @description Deletes it.
         */
        delete: operations["delete_saved_search"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tail/traces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tail Traces
         * @description Spans that match, as they come in: events `span`, each a SpanSummary.
         */
        get: operations["tail_traces"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tail/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tail Logs
         * @description Log records that match, as they come in: events `log`, each a LogRecord.
         */
        get: operations["tail_logs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exchanges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Exchanges
         * @description Exchanges that match, newest first.
         *
         *     Beside the keys of spans there are `outcome`, `reason`, `exception`, and of their messages `body` and `header.NAME`.
         */
        get: operations["exchanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exchanges/{exchange_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Exchange
         * @description The newest exchange with this id that began within the time, whole.
         */
        get: operations["exchange"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/routes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Routes
         * @description Routes as they were at the end of the time, however long before they were built.
         *
         *     Keys: `service`, `context`, `route`, `from`, `group`, `version`; a word is looked for in the nodes, too.
         */
        get: operations["routes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Applications
         * @description Those that can be told something now.
         */
        get: operations["applications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applications/{instance}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Command
         * @description Tells an application something, and waits for its answer.
         */
        post: operations["command"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/version": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Version
         * @description The running version, who asks, and what can be done here.
         */
        get: operations["version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gaps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Gaps
         * @description What was refused, quarantined or dropped: newest first, and all of it summed by reason.
         */
        get: operations["gaps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Aggregate
         * @description One number for each step and group.
         *
         *     Of gauges and sums, values are points; of histograms and summaries they are observations. `rate` (a second) and
         *     `increase` are of what is counted.
         * @enum {string}
         */
        Aggregate: "avg" | "sum" | "min" | "max" | "last" | "rate" | "increase" | "p50" | "p75" | "p90" | "p95" | "p99";
        /**
         * AnySignal
         * @description What has keys and values.
         * @enum {string}
         */
        AnySignal: "traces" | "logs" | "metrics";
        /**
         * Application
         * @description One start of a JVM with Camel in it, whose sidecar is connected.
         */
        Application: {
            /**
             * Instance
             * @description `service.instance.id`: random for each start.
             */
            instance: string;
            /** Service */
            service: string;
            /**
             * Agent
             * @description Version of its agent.
             */
            agent: string;
            /**
             * Pid
             * @description Within its own container.
             */
            pid: number;
            /** Contexts */
            contexts: string[];
        };
        /**
         * Applications
         * @description By service and instance.
         */
        Applications: {
            /** Applications */
            applications: components["schemas"]["Application"][];
        };
        /**
         * Camel
         * @description Where in Camel a record belongs; empty strings outside of Camel.
         */
        Camel: {
            /** Context */
            context: string;
            /** Route */
            route: string;
            /** Node */
            node: string;
            /** Exchange */
            exchange: string;
        };
        /**
         * Capture
         * @description Of which of the exchanges that are kept messages are kept too.
         * @enum {string}
         */
        Capture: "all" | "failed" | "none";
        /**
         * Command
         * @description Something an application is told.
         */
        Command: {
            /**
             * Id
             * @description The same one again is not carried out again. Left out: a new one.
             */
            id?: string | null;
            /**
             * Deadline S
             * @description Seconds it has; one that could not begin within them never begins.
             */
            deadline_s?: number | null;
            /** Call */
            call: components["schemas"]["SetSampling"] | components["schemas"]["SetCapture"] | components["schemas"]["ControlRoute"] | components["schemas"]["ListRoutes"];
        };
        /**
         * CommandResult
         * @description A command that was carried out.
         */
        CommandResult: {
            /** Id */
            id: string;
            /**
             * Again
             * @description Carried out before: this is the answer of then.
             */
            again: boolean;
            /**
             * Answer
             * @description What the application says.
             */
            answer: {
                [key: string]: unknown;
            };
        };
        /**
         * ComparedRows
         * @description Two traces as one tree, in pre-order: spans are the same where the services and names on their way from the root
         *     are. Counts and sums of durations of the first trace (a) and the second (b).
         */
        ComparedRows: {
            /**
             * Parent
             * @description The parent's row; -1 for a root.
             */
            parent: number[];
            /** Depth */
            depth: number[];
            /**
             * Service
             * @description Place in `services`; -1 of a stub.
             */
            service: number[];
            /**
             * Name
             * @description Place in `names`; -1 of a stub.
             */
            name: number[];
            /** Count A */
            count_a: number[];
            /** Duration A Ns */
            duration_a_ns: number[];
            /** Self A Ns */
            self_a_ns: number[];
            /** Errors A */
            errors_a: number[];
            /** Count B */
            count_b: number[];
            /** Duration B Ns */
            duration_b_ns: number[];
            /** Self B Ns */
            self_b_ns: number[];
            /** Errors B */
            errors_b: number[];
        };
        /**
         * ControlRoute
         * @description Starts, stops, suspends or resumes one route, as Camel's route controller does.
         */
        ControlRoute: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            do: "control_route";
            /** Context */
            context: string;
            /** Route */
            route: string;
            action: components["schemas"]["RouteAction"];
        };
        /**
         * Count
         * @description Spans that match: those stored, and estimates of all there were before sampling.
         */
        Count: {
            /** Stored */
            stored: number;
            calls: components["schemas"]["Estimate"];
            errors: components["schemas"]["Estimate"];
            duration_avg_ns: components["schemas"]["Estimate"];
            /** Warnings */
            warnings: components["schemas"]["SearchWarning"][];
        };
        /**
         * CriticalPath
         * @description Stretches of time that the trace's duration consists of, and the row each was spent in.
         */
        CriticalPath: {
            /** Row */
            row: number[];
            /** Start Ns */
            start_ns: number[];
            /** End Ns */
            end_ns: number[];
        };
        /**
         * Difference
         * @description What distinguishes the selected spans from the others that match the query.
         */
        Difference: {
            /**
             * Selected
             * @description Spans that match and are selected.
             */
            selected: number;
            /**
             * Rest
             * @description Spans that match and are not.
             */
            rest: number;
            /**
             * Selected Looked At
             * @description Of very many spans some are drawn, by a hash; what is counted of attributes is of these.
             */
            selected_looked_at: number;
            /**
             * Rest Looked At
             * @description As well, of the others.
             */
            rest_looked_at: number;
            /**
             * Attributes
             * @description Highest score first; none where either side has no span.
             */
            attributes: components["schemas"]["DifferentAttribute"][];
            /**
             * Warnings
             * @description Of the query, then of the selection.
             */
            warnings: components["schemas"]["SearchWarning"][];
        };
        /**
         * DifferentAttribute
         * @description An attribute, or a field, and how differently its values are distributed.
         */
        DifferentAttribute: {
            /**
             * Key
             * @description As it is written in a query.
             */
            key: string;
            /**
             * Source
             * @description field, resource, scope or span.
             */
            source: string;
            /**
             * Score
             * @description 0: no difference beyond chance. 1: nothing in common. The share of spans of a side that need another value for both sides to be alike.
             */
            score: number;
            /**
             * Selected
             * @description Selected spans, of those looked at, that have it.
             */
            selected: number;
            /**
             * Rest
             * @description Others, of those looked at, that have it.
             */
            rest: number;
            /**
             * Values
             * @description Those that differ most first; not those that fewer than one span in a hundred has on both sides.
             */
            values: components["schemas"]["DifferentValue"][];
            /** @description Of attributes whose values are numbers; null for others. */
            numbers: components["schemas"]["NumberBands"] | null;
            /** @description Of numbers; null for others, and without a selected one. */
            selected_quartiles: components["schemas"]["Quartiles"] | null;
            rest_quartiles: components["schemas"]["Quartiles"] | null;
        };
        /**
         * DifferentValue
         * @description A value of an attribute, and how many spans of either side have it.
         */
        DifferentValue: {
            /** Value */
            value: string;
            /** Selected */
            selected: number;
            /** Rest */
            rest: number;
        };
        /**
         * Estimate
         * @description Of a number before sampling: the value and its 95 % interval, which has no width where nothing was sampled.
         */
        Estimate: {
            /** Value */
            value: number;
            /** Low */
            low: number;
            /**
             * High
             * @description null: there is no upper bound.
             */
            high: number | null;
            /**
             * Reliable
             * @description False: no more than its order of magnitude is known.
             */
            reliable: boolean;
        };
        /**
         * Exchange
         * @description One exchange whole: steps by start, messages by number, and the exchanges it was split into.
         */
        Exchange: {
            exchange: components["schemas"]["ExchangeSummary"];
            /** Before */
            before: number | null;
            /** After */
            after: number | null;
            /**
             * Steps Left Out
             * @description Steps beyond the agent's `steps.max`.
             */
            steps_left_out: number;
            /** Steps */
            steps: components["schemas"]["ExchangeStep"][];
            /** Messages */
            messages: components["schemas"]["ExchangeMessage"][];
            /** Parts */
            parts: components["schemas"]["ExchangeSummary"][];
            /**
             * Complete
             * @description False: it has more steps, messages or parts than one answer carries.
             */
            complete: boolean;
        };
        /**
         * ExchangeMessage
         * @description A message as it was between two steps, redacted.
         */
        ExchangeMessage: {
            /** Number */
            number: number;
            /** @description Text; bytes as base64; null: none, or `missing` says why. */
            body: components["schemas"]["JsonValue"];
            /** Is Bytes */
            is_bytes: boolean;
            /**
             * Type
             * @description The body's Java class.
             */
            type: string;
            /**
             * Size
             * @description Bytes of the body before anything was cut; null: not known.
             */
            size: number | null;
            /**
             * Missing
             * @description Why there is no body: stream, too_large, no_text, off, no_rules; '' otherwise.
             */
            missing: string;
            /**
             * Cut
             * @description The end of the body is missing.
             */
            cut: boolean;
            /** Headers */
            headers: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /**
             * Header Types
             * @description Java classes of headers that are no strings.
             */
            header_types: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /**
             * Redacted
             * @description Values that were replaced, by rule.
             */
            redacted: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * ExchangeStep
         * @description A node that an exchange passed, or a route that it was handed to (no node).
         */
        ExchangeStep: {
            /** Span Id */
            span_id: string;
            /** Parent Span Id */
            parent_span_id: string;
            /**
             * Start Unix Ns
             * @description Nanoseconds since 1970-01-01T00:00:00Z, as a decimal string.
             * @example 1763805600000000000
             */
            start_unix_ns: string;
            /** Duration Ns */
            duration_ns: number;
            /** Name */
            name: string;
            /**
             * Kind
             * @description Camel's short name of the node: `to`, `choice`, `split`.
             */
            kind: string;
            /** Endpoint */
            endpoint: string;
            /** Failed */
            failed: boolean;
            /**
             * Handled
             * @description An error handler dealt with its failure.
             */
            handled: boolean;
            /** Redeliveries */
            redeliveries: number;
            exception: components["schemas"]["Thrown"];
            /**
             * Before
             * @description `number` of the message as it came; null: not kept.
             */
            before: number | null;
            /**
             * After
             * @description `number` of the message as it went on.
             */
            after: number | null;
            camel: components["schemas"]["Camel"];
        };
        /**
         * ExchangeSummary
         * @description One exchange in a list.
         */
        ExchangeSummary: {
            /** Id */
            id: string;
            /** Trace Id */
            trace_id: string;
            /** Span Id */
            span_id: string;
            /** Service */
            service: string;
            /**
             * Start Unix Ns
             * @description Nanoseconds since 1970-01-01T00:00:00Z, as a decimal string.
             * @example 1763805600000000000
             */
            start_unix_ns: string;
            /** Duration Ns */
            duration_ns: number;
            /**
             * Outcome
             * @description `completed`, `failed`, or `handled`: an error handler dealt with a failure.
             */
            outcome: string;
            /**
             * Reason
             * @description Why it was kept: share, failed, slow, new, rare, minute, part.
             */
            reason: string;
            /**
             * Sample Weight
             * @description Exchanges that this one stands for.
             */
            sample_weight: number;
            /**
             * Endpoint
             * @description What its route takes it from.
             */
            endpoint: string;
            /**
             * Part Of
             * @description The exchange it was split off from, '' for none.
             */
            part_of: string;
            /** @description What it failed with; of a handled failure its step has it. */
            exception: components["schemas"]["Thrown"];
            camel: components["schemas"]["Camel"];
        };
        /**
         * Exchanges
         * @description Newest first.
         */
        Exchanges: {
            /** Exchanges */
            exchanges: components["schemas"]["ExchangeSummary"][];
            /**
             * Next Cursor
             * @description For `cursor`: what comes after. Null: nothing.
             */
            next_cursor: string | null;
            /**
             * Warnings
             * @default []
             */
            warnings: components["schemas"]["SearchWarning"][];
        };
        /**
         * Exemplar
         * @description A measurement, and the span within which it was made.
         */
        Exemplar: {
            /**
             * Time Unix Ns
             * @description Nanoseconds since 1970-01-01T00:00:00Z, as a decimal string.
             * @example 1763805600000000000
             */
            time_unix_ns: string;
            /** Value */
            value: number;
            /** Service */
            service: string;
            /** Trace Id */
            trace_id: string;
            /**
             * Span Id
             * @description '' where the sender names the trace alone.
             */
            span_id: string;
        };
        /**
         * ExponentialBuckets
         * @description Base-2 exponential buckets, as OTLP's exponential histogram has them.
         */
        ExponentialBuckets: {
            /** Scale */
            scale: number;
            /** Zero Count */
            zero_count: number;
            /** Zero Threshold */
            zero_threshold: number;
            /** Positive Offset */
            positive_offset: number;
            /** Positive Counts */
            positive_counts: number[];
            /** Negative Offset */
            negative_offset: number;
            /** Negative Counts */
            negative_counts: number[];
        };
        /**
         * Facet
         * @description The commonest values of a key among the records that match.
         */
        Facet: {
            /** Key */
            key: string;
            /**
             * Values
             * @description By count.
             */
            values: components["schemas"]["FacetValue"][];
            /**
             * Others
             * @description Records that have the key with a value that is not listed.
             */
            others: number;
        };
        /**
         * FacetValue
         * @description A value and how many records have it.
         */
        FacetValue: {
            /** Value */
            value: string;
            /**
             * Count
             * @description At most `error` too high.
             */
            count: number;
            /**
             * Error
             * @description 0: the count is exact.
             */
            error: number;
        };
        /**
         * Facets
         * @description In the order asked for; a key that no record has is left out.
         */
        Facets: {
            /** Facets */
            facets: components["schemas"]["Facet"][];
        };
        /**
         * Features
         * @description What can be done here, so that a client shows nothing that will be refused.
         */
        Features: {
            /** Live Tail */
            live_tail: boolean;
            /** Saved Searches */
            saved_searches: boolean;
        };
        /**
         * FoundSpans
         * @description Spans of a trace in which a text is found. `complete` is false when there are more.
         */
        FoundSpans: {
            /** Span Ids */
            span_ids: string[];
            /** Complete */
            complete: boolean;
        };
        /**
         * Gap
         * @description Something that did not get in, or was dropped: never silently.
         */
        Gap: {
            /**
             * Time Unix Ns
             * @description Nanoseconds since 1970-01-01T00:00:00Z, as a decimal string.
             * @example 1763805600000000000
             */
            time_unix_ns: string;
            /** Signal */
            signal: string;
            /** Source */
            source: string;
            /** Reason */
            reason: string;
            /** Count */
            count: number;
            /** Detail */
            detail: string;
        };
        /**
         * GapSum
         * @description All of one reason in the time asked for.
         */
        GapSum: {
            /** Signal */
            signal: string;
            /** Source */
            source: string;
            /** Reason */
            reason: string;
            /** Count */
            count: number;
        };
        /**
         * Gaps
         * @description Newest first, and the sums of all in the time.
         */
        Gaps: {
            /** Gaps */
            gaps: components["schemas"]["Gap"][];
            /** Sums */
            sums: components["schemas"]["GapSum"][];
        };
        /**
         * Health
         * @description `reasons` is empty when all is well; each names what is missing.
         */
        Health: {
            /** Status */
            status: string;
            /**
             * Reasons
             * @default []
             */
            reasons?: string[];
            /** Version */
            version: string;
        };
        /**
         * HeatMap
         * @description Stored spans by time and duration.
         *
         *     Band n holds durations from bound n up to, not including, bound n + 1: there is one bound more than bands, and none
         *     of either when no span matched.
         */
        HeatMap: {
            /**
             * Start Unix Ns
             * @description Nanoseconds since 1970-01-01T00:00:00Z, as a decimal string.
             * @example 1763805600000000000
             */
            start_unix_ns: string;
            /** Step Ns */
            step_ns: number;
            /** Duration Bounds Ns */
            duration_bounds_ns: number[];
            /**
             * Counts
             * @description For each step of time a count for each band of duration.
             */
            counts: number[][];
            /**
             * Errors
             * @description As `counts`, of failed spans.
             */
            errors: number[][];
            /** Duration Ns Min */
            duration_ns_min: number;
            /** Duration Ns Max */
            duration_ns_max: number;
        };
        /**
         * Histogram
         * @description Stored records over time, in steps of a readable length; those at both ends may reach beyond the time.
         */
        Histogram: {
            /**
             * Start Unix Ns
             * @description Nanoseconds since 1970-01-01T00:00:00Z, as a decimal string.
             * @example 1763805600000000000
             */
            start_unix_ns: string;
            /** Step Ns */
            step_ns: number;
            /** Series */
            series: components["schemas"]["HistogramSeries"][];
        };
        /**
         * HistogramSeries
         * @description Counts of one kind of record, a number for each step.
         */
        HistogramSeries: {
            /**
             * Name
             * @description Traces: ok, error. Logs: unknown, trace, debug, info, warn, error, fatal.
             */
            name: string;
            /** Counts */
            counts: number[];
        };
        JsonValue: unknown;
        /**
         * ListRoutes
         * @description Which routes there are, with their state.
         */
        ListRoutes: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            do: "list_routes";
        };
        /**
         * LogContext
         * @description What the same service wrote around a record. Both lists by time, oldest first; the record is in neither.
         */
        LogContext: {
            /** Before */
            before: components["schemas"]["LogRecord"][];
            /** After */
            after: components["schemas"]["LogRecord"][];
        };
        /**
         * LogOrder
         * @description Which records come first.
         * @enum {string}
         */
        LogOrder: "newest" | "oldest";
        /**
         * LogRecord
         * @description A log record as it was sent. `body` is text or, where the sender gave structure, that structure.
         */
        LogRecord: {
            /**
             * Time Unix Ns
             * @description Nanoseconds since 1970-01-01T00:00:00Z, as a decimal string.
             * @example 1763805600000000000
             */
            time_unix_ns: string;
            /**
             * Observed Unix Ns
             * @description Nanoseconds since 1970-01-01T00:00:00Z, as a decimal string.
             * @example 1763805600000000000
             */
            observed_unix_ns: string;
            /** Severity */
            severity: string;
            /** Severity Number */
            severity_number: number;
            /** Service */
            service: string;
            body: components["schemas"]["JsonValue"];
            /** Event Name */
            event_name: string;
            /** Trace Id */
            trace_id: string;
            /** Span Id */
            span_id: string;
            /** Resource */
            resource: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            scope: components["schemas"]["Scope"];
            /** Attributes */
            attributes: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            camel: components["schemas"]["Camel"];
            /**
             * Cursor
             * @description Names this record where its neighbours are asked for; empty where it came another way.
             * @default
             */
            cursor: string;
        };
        /**
         * Logs
         * @description In the order asked for.
         */
        Logs: {
            /** Logs */
            logs: components["schemas"]["LogRecord"][];
            /**
             * Next Cursor
             * @description For `cursor`: what comes after. Null: nothing.
             */
            next_cursor: string | null;
            /**
             * Warnings
             * @default []
             */
            warnings: components["schemas"]["SearchWarning"][];
        };
        /**
         * MetricExemplars
         * @description Oldest first.
         */
        MetricExemplars: {
            /** Name */
            name: string;
            /** Exemplars */
            exemplars: components["schemas"]["Exemplar"][];
        };
        /**
         * MetricKey
         * @description A key by which series can be told apart.
         */
        MetricKey: {
            /**
             * Key
             * @description As it is written in group_by and in a filter.
             */
            key: string;
            /**
             * Source
             * @description field, metric, resource or scope.
             */
            source: string;
            /** Values */
            values: number;
            /**
             * Series
             * @description Series that have the key.
             */
            series: number;
        };
        /**
         * MetricKeys
         * @description Those with most values first, of the hour before the newest point.
         */
        MetricKeys: {
            /** Name */
            name: string;
            /** Keys */
            keys: components["schemas"]["MetricKey"][];
        };
        /**
         * MetricName
         * @description A metric that was sent in the time asked for, and what it is, as its newest point says.
         */
        MetricName: {
            /** Name */
            name: string;
            /**
             * Count
             * @description Points, in the hours that the time touches.
             */
            count: number;
            /**
             * Kind
             * @description gauge, sum, histogram, exponential_histogram or summary; '' where its points are gone.
             * @default
             */
            kind: string;
            /**
             * Temporality
             * @description delta or cumulative of what counts; '' of gauges.
             * @default
             */
            temporality: string;
            /**
             * Monotonic
             * @description Of a sum: it only rises.
             * @default false
             */
            monotonic: boolean;
            /**
             * Unit
             * @description UCUM, as it was sent.
             * @default
             */
            unit: string;
            /**
             * Description
             * @default
             */
            description: string;
            /**
             * Services
             * @description That sent it lately, by name; at most twenty.
             * @default []
             */
            services: string[];
            /**
             * Service Count
             * @description All that sent it lately.
             * @default 0
             */
            service_count: number;
            /**
             * Last Seen Unix Ns
             * @description Its newest point's time.
             */
            last_seen_unix_ns: string | null;
        };
        /**
         * MetricNames
         * @description By name.
         */
        MetricNames: {
            /** Metrics */
            metrics: components["schemas"]["MetricName"][];
            /**
             * Found
             * @description All that match.
             * @default 0
             */
            found: number;
            /**
             * Complete
             * @description False: there are more than the limit; a word finds the rest.
             * @default true
             */
            complete: boolean;
        };
        /**
         * MetricPoint
         * @description One point of one series. A gauge and a sum have `value`; histograms and summaries have the others, as sent.
         */
        MetricPoint: {
            /**
             * Kind
             * @description gauge, sum, histogram, exponential_histogram or summary.
             */
            kind: string;
            /**
             * Time Unix Ns
             * @description Nanoseconds since 1970-01-01T00:00:00Z, as a decimal string.
             * @example 1763805600000000000
             */
            time_unix_ns: string;
            /**
             * Start Unix Ns
             * @description Nanoseconds since 1970-01-01T00:00:00Z, as a decimal string.
             * @example 1763805600000000000
             */
            start_unix_ns: string;
            /** Service */
            service: string;
            /** Attributes */
            attributes: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Value */
            value?: number | null;
            /** Count */
            count?: number | null;
            /** Sum */
            sum?: number | null;
            /** Min */
            min?: number | null;
            /** Max */
            max?: number | null;
            /** Bounds */
            bounds?: number[] | null;
            /** Bucket Counts */
            bucket_counts?: number[] | null;
            exponential?: components["schemas"]["ExponentialBuckets"] | null;
            /** Quantiles */
            quantiles?: components["schemas"]["Quantile"][] | null;
        };
        /**
         * MetricPoints
         * @description Newest first, with the metric's own description and unit.
         */
        MetricPoints: {
            /** Name */
            name: string;
            /** Description */
            description: string;
            /** Unit */
            unit: string;
            /** Points */
            points: components["schemas"]["MetricPoint"][];
        };
        /**
         * MetricSeries
         * @description A metric over time.
         */
        MetricSeries: {
            /** Name */
            name: string;
            /**
             * Kind
             * @description gauge, sum, histogram, exponential_histogram or summary; '' without points.
             */
            kind: string;
            /** Unit */
            unit: string;
            /** Description */
            description: string;
            /**
             * Aggregate
             * @description As asked for, or the usual one of the kind; '' without points.
             */
            aggregate: string;
            /**
             * Aggregates
             * @description Those that the kind knows.
             */
            aggregates: string[];
            /**
             * Start Unix Ns
             * @description Nanoseconds since 1970-01-01T00:00:00Z, as a decimal string.
             * @example 1763805600000000000
             */
            start_unix_ns: string;
            /** Step Ns */
            step_ns: number;
            /**
             * Series
             * @description Largest first.
             */
            series: components["schemas"]["Series"][];
            /** Warnings */
            warnings: components["schemas"]["SearchWarning"][];
            /**
             * Complete
             * @description False: there are more groups than one answer carries.
             */
            complete: boolean;
        };
        /**
         * NumberBands
         * @description Numbers of both sides over the same bands.
         *
         *     Band n holds numbers from bound n up to, not including, bound n + 1, below 0 mirrored: there is one bound more than
         *     bands.
         */
        NumberBands: {
            /** Bounds */
            bounds: number[];
            /** Selected */
            selected: number[];
            /** Rest */
            rest: number[];
        };
        /**
         * Of
         * @description What a row is of.
         * @enum {string}
         */
        Of: "service" | "operation";
        /**
         * Problem
         * @description An RFC 9457 problem. `detail` names the value, `way_out` what to do; of a query the place too.
         */
        Problem: {
            /** Type */
            type: string;
            /** Title */
            title: string;
            /** Status */
            status: number;
            /** Detail */
            detail: string;
            /** Way Out */
            way_out: string;
            /** Query */
            query?: string | null;
            /**
             * Column
             * @description 1 is the first character of `query`.
             */
            column?: number | null;
        };
        /**
         * Quantile
         * @description One value of a summary.
         */
        Quantile: {
            /** Quantile */
            quantile: number;
            /** Value */
            value: number;
        };
        /**
         * Quartiles
         * @description Where the values of a number lie.
         */
        Quartiles: {
            /** P25 */
            p25: number;
            /** P50 */
            p50: number;
            /** P75 */
            p75: number;
        };
        /**
         * Red
         * @description Most calls first.
         */
        Red: {
            /** Rows */
            rows: components["schemas"]["RedRow"][];
            /**
             * Complete
             * @description False: there are more rows than one answer carries.
             * @default true
             */
            complete: boolean;
        };
        /**
         * RedRow
         * @description Rate, errors and duration of a service or an operation. Percentiles are within 9 %.
         */
        RedRow: {
            /** Service */
            service: string;
            /**
             * Name
             * @description Of an operation; null for a service.
             */
            name: string | null;
            /**
             * Kind
             * @description Of an operation's spans; null for a service.
             */
            kind: string | null;
            /** Calls */
            calls: number;
            /** Errors */
            errors: number;
            /** Duration Avg Ns */
            duration_avg_ns: number;
            /** P50 Ns */
            p50_ns: number;
            /** P95 Ns */
            p95_ns: number;
            /** P99 Ns */
            p99_ns: number;
            /** Max Ns */
            max_ns: number;
            series: components["schemas"]["RedSeries"] | null;
        };
        /**
         * RedSeries
         * @description A row of `Red` over time, a number for each step; percentiles are null where there were no calls.
         */
        RedSeries: {
            /**
             * Start Unix Ns
             * @description Nanoseconds since 1970-01-01T00:00:00Z, as a decimal string.
             * @example 1763805600000000000
             */
            start_unix_ns: string;
            /** Step S */
            step_s: number;
            /** Calls */
            calls: number[];
            /** Errors */
            errors: number[];
            /** P95 Ns */
            p95_ns: (number | null)[];
        };
        /**
         * Refusal
         * @description Spans of a file that could not be read, and why.
         */
        Refusal: {
            /** Reason */
            reason: string;
            /** Count */
            count: number;
        };
        /**
         * Route
         * @description The newest model of a route.
         */
        Route: {
            /** Service */
            service: string;
            /** Context */
            context: string;
            /** Id */
            id: string;
            /**
             * Version
             * @description Changes when anything of the model does.
             */
            version: string;
            /**
             * Built Unix Ns
             * @description Nanoseconds since 1970-01-01T00:00:00Z, as a decimal string.
             * @example 1763805600000000000
             */
            built_unix_ns: string;
            /** Camel Version */
            camel_version: string;
            /**
             * Endpoint
             * @description What it takes its exchanges from, redacted.
             */
            endpoint: string;
            /** Group */
            group: string;
            /** Description */
            description: string;
            /** Source */
            source: string;
            /**
             * Nodes
             * @description In the order they were built: a node comes after the one it is in.
             */
            nodes: components["schemas"]["RouteNode"][];
        };
        /**
         * RouteAction
         * @description What a route is told.
         * @enum {string}
         */
        RouteAction: "start" | "stop" | "suspend" | "resume";
        /**
         * RouteNode
         * @description A node of a route.
         */
        RouteNode: {
            /** Id */
            id: string;
            /**
             * Kind
             * @description Camel's short name: `to`, `choice`, `split`.
             */
            kind: string;
            /**
             * Around
             * @description The node it is in; the route's id for one that is in no other.
             */
            around: string;
            /** Label */
            label: string;
            /**
             * Endpoint
             * @description Where it sends to, redacted; '' for one that sends nowhere, or is not known.
             */
            endpoint: string;
            /**
             * Source
             * @description File and line, where Camel knows them.
             */
            source: string;
        };
        /**
         * Routes
         * @description By service, context and route.
         */
        Routes: {
            /** Routes */
            routes: components["schemas"]["Route"][];
        };
        /**
         * SavedSearch
         * @description A search that was saved.
         */
        SavedSearch: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            screen: components["schemas"]["Screen"];
            /** Query */
            query: string;
            /** Params */
            params: {
                [key: string]: string | string[];
            };
            /** Shared */
            shared: boolean;
            /**
             * Owner
             * @description Who saved it.
             */
            owner: string;
            /** Version */
            version: number;
            /**
             * Updated Unix Ns
             * @description Nanoseconds since 1970-01-01T00:00:00Z, as a decimal string.
             * @example 1763805600000000000
             */
            updated_unix_ns: string;
        };
        /**
         * SavedSearchChange
         * @description What a saved search is to become.
         */
        SavedSearchChange: {
            /** Name */
            name: string;
            screen: components["schemas"]["Screen"];
            /**
             * Query
             * @description Parsed before it is saved.
             * @default
             */
            query?: string;
            /**
             * Params
             * @default {}
             */
            params?: {
                [key: string]: string | string[];
            };
            /**
             * Shared
             * @description Everybody of the organization sees it.
             * @default false
             */
            shared?: boolean;
            /**
             * Version
             * @description The one that is changed: another since then is a conflict.
             */
            version: number;
        };
        /**
         * SavedSearchDraft
         * @description A search to be saved. `params` are the screen's own: what else its address holds, a list where it repeats one.
         */
        SavedSearchDraft: {
            /** Name */
            name: string;
            screen: components["schemas"]["Screen"];
            /**
             * Query
             * @description Parsed before it is saved.
             * @default
             */
            query?: string;
            /**
             * Params
             * @default {}
             */
            params?: {
                [key: string]: string | string[];
            };
            /**
             * Shared
             * @description Everybody of the organization sees it.
             * @default false
             */
            shared?: boolean;
        };
        /**
         * SavedSearches
         * @description One's own and those that are shared, by name.
         */
        SavedSearches: {
            /** Searches */
            searches: components["schemas"]["SavedSearch"][];
        };
        /**
         * Scope
         * @description The instrumentation library.
         */
        Scope: {
            /** Name */
            name: string;
            /** Version */
            version: string;
        };
        /**
         * Screen
         * @description Where a saved search is opened.
         * @enum {string}
         */
        Screen: "traces" | "logs" | "metrics" | "live" | "service-map";
        /**
         * SearchWarning
         * @description Something about a query that is no error: a key that no record of the time has.
         */
        SearchWarning: {
            /** Key */
            key: string;
            /**
             * Column
             * @description 1 is the first character of the query.
             */
            column: number;
            /** Message */
            message: string;
            /**
             * Nearest
             * @description A key that there is, and that may have been meant.
             */
            nearest: string | null;
        };
        /**
         * Series
         * @description One line of a chart.
         */
        Series: {
            /**
             * Group
             * @description Values of the keys that were grouped by.
             */
            group: {
                [key: string]: string;
            };
            /**
             * Values
             * @description One for each step; null where there are no points.
             */
            values: (number | null)[];
        };
        /**
         * ServiceEdge
         * @description Calls from one service to another; durations are the called one's.
         */
        ServiceEdge: {
            /** Caller */
            caller: string;
            /** Callee */
            callee: string;
            /** Calls */
            calls: number;
            /** Errors */
            errors: number;
            /** P50 Ns */
            p50_ns: number;
            /** P95 Ns */
            p95_ns: number;
        };
        /**
         * ServiceMap
         * @description Services and their calls.
         */
        ServiceMap: {
            /** Nodes */
            nodes: components["schemas"]["ServiceNode"][];
            /** Edges */
            edges: components["schemas"]["ServiceEdge"][];
            /**
             * Edges One In
             * @description 1: calls were counted. n: estimated from one trace of n, the range being long.
             * @default 1
             */
            edges_one_in: number;
            /**
             * Complete
             * @description False: there are more services, with fewer calls.
             * @default true
             */
            complete: boolean;
        };
        /**
         * ServiceNode
         * @description A service on the map, and how it answers: spans of kind Server or Consumer; zeros where nobody asks it.
         */
        ServiceNode: {
            /** Service */
            service: string;
            /** Calls */
            calls: number;
            /** Errors */
            errors: number;
            /** P50 Ns */
            p50_ns: number;
            /** P95 Ns */
            p95_ns: number;
        };
        /**
         * ServiceShare
         * @description What a service did in a trace.
         */
        ServiceShare: {
            /** Name */
            name: string;
            /** Spans */
            spans: number;
            /** Errors */
            errors: number;
        };
        /**
         * Services
         * @description Names of services that sent spans in the time asked for.
         */
        Services: {
            /** Services */
            services: string[];
        };
        /**
         * SetCapture
         * @description Of which of the exchanges that are kept messages are kept; left out: as the application was started.
         */
        SetCapture: {
            /**
             * Context
             * @description Id of a Camel context, or `*`.
             * @default *
             */
            context?: string;
            /**
             * Route
             * @description Id of a route, or `*`: all, also such as appear later.
             * @default *
             */
            route?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            do: "set_capture";
            capture?: components["schemas"]["Capture"] | null;
        };
        /**
         * SetSampling
         * @description What is left out goes back to what the application was started with.
         */
        SetSampling: {
            /**
             * Context
             * @description Id of a Camel context, or `*`.
             * @default *
             */
            context?: string;
            /**
             * Route
             * @description Id of a route, or `*`: all, also such as appear later.
             * @default *
             */
            route?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            do: "set_sampling";
            /**
             * Share
             * @description Of ordinary exchanges that are kept whole, 0 to 1.
             */
            share?: number | null;
            /**
             * Per Second
             * @description Ordinary exchanges of a route that are kept in a second at most.
             */
            per_second?: number | null;
            /**
             * Slow Ms
             * @description From how many milliseconds on an exchange is slow, and kept.
             */
            slow_ms?: number | null;
        };
        /**
         * Signal
         * @description What is searched.
         * @enum {string}
         */
        Signal: "traces" | "logs";
        /**
         * Skew
         * @description How far the clock of a service was off against its callers': the median over the spans that were set right.
         */
        Skew: {
            /** Service */
            service: string;
            /** Shift Ns */
            shift_ns: number;
            /** Spans */
            spans: number;
        };
        /**
         * Span
         * @description A span as it was sent, attribute values with their types (bytes as base64).
         */
        Span: {
            /** Trace Id */
            trace_id: string;
            /** Span Id */
            span_id: string;
            /** Parent Span Id */
            parent_span_id: string;
            /** Trace State */
            trace_state: string;
            /** Name */
            name: string;
            /** Kind */
            kind: string;
            /** Service */
            service: string;
            /**
             * Start Unix Ns
             * @description Nanoseconds since 1970-01-01T00:00:00Z, as a decimal string.
             * @example 1763805600000000000
             */
            start_unix_ns: string;
            /** Duration Ns */
            duration_ns: number;
            /** Status */
            status: string;
            /** Status Message */
            status_message: string;
            /** Flags */
            flags: number;
            /** Sample Weight */
            sample_weight: number;
            /** Resource */
            resource: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            scope: components["schemas"]["Scope"];
            /** Attributes */
            attributes: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Events */
            events: components["schemas"]["SpanEvent"][];
            /** Links */
            links: components["schemas"]["SpanLink"][];
            camel: components["schemas"]["Camel"];
        };
        /**
         * SpanEvent
         * @description Something that happened during a span.
         */
        SpanEvent: {
            /**
             * Time Unix Ns
             * @description Nanoseconds since 1970-01-01T00:00:00Z, as a decimal string.
             * @example 1763805600000000000
             */
            time_unix_ns: string;
            /** Name */
            name: string;
            /** Attributes */
            attributes: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * SpanLink
         * @description Another span that this one belongs with.
         */
        SpanLink: {
            /** Trace Id */
            trace_id: string;
            /** Span Id */
            span_id: string;
            /** Trace State */
            trace_state: string;
            /** Attributes */
            attributes: {
                [key: string]: components["schemas"]["JsonValue"];
            };
        };
        /**
         * SpanSummary
         * @description One span in a list.
         */
        SpanSummary: {
            /** Trace Id */
            trace_id: string;
            /** Span Id */
            span_id: string;
            /** Parent Span Id */
            parent_span_id: string;
            /** Service */
            service: string;
            /** Name */
            name: string;
            /** Kind */
            kind: string;
            /** Status */
            status: string;
            /**
             * Start Unix Ns
             * @description Nanoseconds since 1970-01-01T00:00:00Z, as a decimal string.
             * @example 1763805600000000000
             */
            start_unix_ns: string;
            /** Duration Ns */
            duration_ns: number;
            /** Sample Weight */
            sample_weight: number;
            camel: components["schemas"]["Camel"];
        };
        /**
         * Spans
         * @description Newest first.
         */
        Spans: {
            /** Spans */
            spans: components["schemas"]["SpanSummary"][];
            /**
             * Next Cursor
             * @description For `cursor`: what comes after. Null: nothing.
             */
            next_cursor: string | null;
            /**
             * Warnings
             * @default []
             */
            warnings: components["schemas"]["SearchWarning"][];
        };
        /**
         * SuggestedKey
         * @description A key that can be searched by.
         */
        SuggestedKey: {
            /** Key */
            key: string;
            /**
             * Source
             * @description field (of every record), resource, scope, span, log or metric.
             */
            source: string;
            /**
             * Count
             * @description Records that have it; 0 where it is not known.
             */
            count: number;
        };
        /**
         * SuggestedKeys
         * @description Fields first, then attributes by count.
         */
        SuggestedKeys: {
            /** Keys */
            keys: components["schemas"]["SuggestedKey"][];
        };
        /**
         * SuggestedValue
         * @description A value that a key has.
         */
        SuggestedValue: {
            /** Value */
            value: string;
            /**
             * Count
             * @description Records that have it; 0 where it is not known.
             */
            count: number;
        };
        /**
         * SuggestedValues
         * @description By count.
         */
        SuggestedValues: {
            /** Values */
            values: components["schemas"]["SuggestedValue"][];
        };
        /**
         * Thrown
         * @description An exception, redacted where it was seen. Empty strings: none, or not told.
         */
        Thrown: {
            /** Type */
            type: string;
            /** Message */
            message: string;
            /**
             * Stacktrace
             * @default
             */
            stacktrace: string;
        };
        /**
         * Trace
         * @description A whole trace without attributes, events and links. `complete` is false when it has more spans than are shown.
         */
        Trace: {
            /** Trace Id */
            trace_id: string;
            /** Complete */
            complete: boolean;
            /**
             * Start Unix Ns
             * @description Nanoseconds since 1970-01-01T00:00:00Z, as a decimal string.
             * @example 1763805600000000000
             */
            start_unix_ns: string;
            /** Duration Ns */
            duration_ns: number;
            /**
             * Spans
             * @description Spans that arrived; stubs are not counted.
             */
            spans: number;
            /** Errors */
            errors: number;
            /** Services */
            services: string[];
            /** Names */
            names: string[];
            /** Kinds */
            kinds: string[];
            rows: components["schemas"]["TraceRows"];
            critical: components["schemas"]["CriticalPath"];
            /** Warnings */
            warnings: string[];
            /** Skew */
            skew: components["schemas"]["Skew"][];
        };
        /**
         * TraceComparison
         * @description Two traces, aligned.
         */
        TraceComparison: {
            /** Services */
            services: string[];
            /** Names */
            names: string[];
            rows: components["schemas"]["ComparedRows"];
        };
        /**
         * TraceFile
         * @description The traces of a file, which is not stored, with all their spans: nothing can be asked about it later.
         *
         *     `complete` is false when it has more traces than one answer carries.
         */
        TraceFile: {
            /** Complete */
            complete: boolean;
            /** Refused */
            refused: components["schemas"]["Refusal"][];
            /** Traces */
            traces: components["schemas"]["Trace"][];
            /** Spans */
            spans: components["schemas"]["Span"][];
        };
        /**
         * TraceLogs
         * @description Log records of a trace or a span, oldest first. `complete` is false when there are more.
         */
        TraceLogs: {
            /** Logs */
            logs: components["schemas"]["LogRecord"][];
            /** Complete */
            complete: boolean;
        };
        /**
         * TraceRows
         * @description Spans in pre-order, children by start: all lists are of one length, and row i's subtree ends before row
         *     i + subtree[i]. A parent that did not arrive has a row of its own, a stub.
         */
        TraceRows: {
            /** Span Id */
            span_id: string[];
            /**
             * Parent
             * @description The parent's row; -1 for a root.
             */
            parent: number[];
            /** Depth */
            depth: number[];
            /**
             * Start Ns
             * @description After the trace's start, set right where two clocks disagree.
             */
            start_ns: number[];
            /**
             * Shift Ns
             * @description By how much it was set right: start_ns - shift_ns is as it was sent.
             */
            shift_ns: number[];
            /** Duration Ns */
            duration_ns: number[];
            /**
             * Self Ns
             * @description Of the duration, what no child covers.
             */
            self_ns: number[];
            /**
             * Service
             * @description Place in `services`; -1 of a stub.
             */
            service: number[];
            /**
             * Name
             * @description Place in `names`; -1 of a stub.
             */
            name: number[];
            /**
             * Kind
             * @description Place in `kinds`.
             */
            kind: number[];
            /**
             * Flags
             * @description Sum of: 1 failed, 2 stub, 4 start set right, 8 on the critical path, 16 has events, 32 has links.
             */
            flags: number[];
            /**
             * Subtree
             * @description Rows of the subtree, itself included.
             */
            subtree: number[];
        };
        /**
         * TraceSpans
         * @description Spans of a trace, whole, by start. `complete` is false when there are more than one answer carries.
         */
        TraceSpans: {
            /** Trace Id */
            trace_id: string;
            /** Complete */
            complete: boolean;
            /** Spans */
            spans: components["schemas"]["Span"][];
        };
        /**
         * TraceStatistics
         * @description Most self time first. `complete` is false when there are more rows than one answer carries.
         */
        TraceStatistics: {
            /** Rows */
            rows: components["schemas"]["TraceStatisticsRow"][];
            /** Complete */
            complete: boolean;
        };
        /**
         * TraceStatisticsRow
         * @description What the spans with one value did.
         */
        TraceStatisticsRow: {
            /** Value */
            value: string;
            /** Count */
            count: number;
            /** Total Ns */
            total_ns: number;
            /** Self Ns */
            self_ns: number;
            /** Avg Ns */
            avg_ns: number;
            /** P95 Ns */
            p95_ns: number;
            /** Max Ns */
            max_ns: number;
            /** Errors */
            errors: number;
        };
        /**
         * TraceSummary
         * @description One trace in a list: enough to choose it. Root names are empty while the root has not arrived.
         */
        TraceSummary: {
            /** Trace Id */
            trace_id: string;
            /**
             * Start Unix Ns
             * @description Nanoseconds since 1970-01-01T00:00:00Z, as a decimal string.
             * @example 1763805600000000000
             */
            start_unix_ns: string;
            /** Duration Ns */
            duration_ns: number;
            /** Root Service */
            root_service: string;
            /** Root Name */
            root_name: string;
            /** Spans */
            spans: number;
            /** Errors */
            errors: number;
            /**
             * Matched
             * @description Spans of the trace that match the query and start in the time.
             * @default 0
             */
            matched: number;
            /**
             * Services
             * @description Most spans first.
             */
            services: components["schemas"]["ServiceShare"][];
        };
        /**
         * Traces
         * @description Newest first, by the newest span that matches.
         */
        Traces: {
            /** Traces */
            traces: components["schemas"]["TraceSummary"][];
            /**
             * Next Cursor
             * @description For `cursor`: what comes after. Null: nothing.
             */
            next_cursor: string | null;
            /**
             * Warnings
             * @default []
             */
            warnings: components["schemas"]["SearchWarning"][];
        };
        /**
         * Version
         * @description The running version, and who asks.
         */
        Version: {
            /** Version */
            version: string;
            /** Tenant */
            tenant: string;
            /**
             * Owner
             * @description Who asks, within the tenant; '' where requests carry no credential.
             */
            owner: string;
            /** Permissions */
            permissions: string[];
            features: components["schemas"]["Features"];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    healthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Service Unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    process_metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    services: {
        parameters: {
            query?: {
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Services"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    red: {
        parameters: {
            query?: {
                /** @description A row of each service, or of each operation of a service. */
                group?: components["schemas"]["Of"];
                /** @description Of this one alone. */
                service?: string | null;
                /** @description Seconds: with a series of steps this long in each row; a multiple of 60, for example 300. */
                step_s?: number | null;
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Red"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    service_map: {
        parameters: {
            query?: {
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceMap"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    traces: {
        parameters: {
            query?: {
                /** @description For example service:orders status:error duration>100ms */
                query?: string;
                /** @description At most so many traces on a page. */
                limit?: number;
                /** @description `next_cursor` of the page before this one. */
                cursor?: string | null;
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Traces"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    spans: {
        parameters: {
            query?: {
                /** @description For example service:orders status:error duration>100ms */
                query?: string;
                /** @description At most so many spans on a page. */
                limit?: number;
                /** @description `next_cursor` of the page before this one. */
                cursor?: string | null;
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Spans"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trace: {
        parameters: {
            query?: {
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path: {
                /** @description 16 or 32 hexadecimal digits, any case. */
                trace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trace"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trace_spans: {
        parameters: {
            query?: {
                /** @description Those with these ids; repeat it. All when it is left out. */
                span_id?: string[];
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path: {
                /** @description 16 or 32 hexadecimal digits, any case. */
                trace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceSpans"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logs_of_trace: {
        parameters: {
            query?: {
                /** @description Of this span alone. */
                span_id?: string;
                /** @description At most so many log records. */
                limit?: number;
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path: {
                /** @description 16 or 32 hexadecimal digits, any case. */
                trace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceLogs"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    find_in_trace: {
        parameters: {
            query: {
                /** @description Words, or any query. */
                text: string;
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path: {
                /** @description 16 or 32 hexadecimal digits, any case. */
                trace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundSpans"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    statistics_of_trace: {
        parameters: {
            query?: {
                /** @description service, operation or a key of a query. */
                by?: string;
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path: {
                /** @description 16 or 32 hexadecimal digits, any case. */
                trace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceStatistics"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    download_trace: {
        parameters: {
            query?: {
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path: {
                /** @description 16 or 32 hexadecimal digits, any case. */
                trace_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: components["schemas"]["JsonValue"];
                    };
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compare_traces: {
        parameters: {
            query?: {
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path: {
                /** @description 16 or 32 hexadecimal digits, any case. */
                trace_id: string;
                /** @description As `trace_id`. */
                other_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceComparison"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    open_trace_file: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceFile"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    count: {
        parameters: {
            query?: {
                /** @description For example service:orders status:error duration>100ms */
                query?: string;
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Count"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    histogram: {
        parameters: {
            query?: {
                /** @description Of spans or of log records. */
                signal?: components["schemas"]["Signal"];
                /** @description For example service:orders status:error duration>100ms */
                query?: string;
                /** @description At most so many steps. */
                buckets?: number;
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Histogram"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    heat_map: {
        parameters: {
            query?: {
                /** @description For example service:orders status:error duration>100ms */
                query?: string;
                /** @description At most so many steps of time. */
                time_buckets?: number;
                /** @description At most so many bands of the duration. */
                duration_buckets?: number;
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeatMap"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    facets: {
        parameters: {
            query: {
                /** @description As in a query; repeat it for more. */
                key: string[];
                /** @description Of spans or of log records. */
                signal?: components["schemas"]["Signal"];
                /** @description For example service:orders status:error duration>100ms */
                query?: string;
                /** @description Of each key. */
                values?: number;
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Facets"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suggest_keys: {
        parameters: {
            query?: {
                /** @description Of spans, of log records or of the series of metrics. */
                signal?: components["schemas"]["AnySignal"];
                /** @description Compared in any case. */
                prefix?: string;
                /** @description At most so many keys. */
                limit?: number;
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuggestedKeys"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suggest_values: {
        parameters: {
            query: {
                /** @description As in a query, for example http.route. */
                key: string;
                /** @description Of spans, of log records or of the series of metrics. */
                signal?: components["schemas"]["AnySignal"];
                /** @description Compared in any case. */
                prefix?: string;
                /** @description At most so many values. */
                limit?: number;
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuggestedValues"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    difference: {
        parameters: {
            query?: {
                /** @description For example service:orders status:error duration>100ms */
                query?: string;
                /** @description For example service:orders status:error duration>100ms */
                selection?: string;
                /** @description At most so many. */
                attributes?: number;
                /** @description Of each attribute at most so many. */
                values?: number;
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                selection_start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                selection_end_unix_ns?: string | null;
                /** @description Nanoseconds. */
                duration_min_ns?: string | null;
                /** @description Nanoseconds. */
                duration_max_ns?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Difference"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logs: {
        parameters: {
            query?: {
                /** @description For example service:orders status:error duration>100ms */
                query?: string;
                /** @description At most so many records on a page. */
                limit?: number;
                /** @description `next_cursor` of the page before this one. */
                cursor?: string | null;
                /** @description Which come first. */
                order?: components["schemas"]["LogOrder"];
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Logs"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    log_context: {
        parameters: {
            query: {
                /** @description `cursor` of a log record. */
                cursor: string;
                /** @description At most so many. */
                before?: number;
                /** @description At most so many. */
                after?: number;
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogContext"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: {
                /** @description Words, each in the name or the description, in any case. */
                text?: string;
                /** @description At most so many metrics, by name. */
                limit?: number;
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricNames"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metric_keys: {
        parameters: {
            query: {
                /** @description As it was sent. */
                name: string;
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricKeys"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metric_series: {
        parameters: {
            query: {
                /** @description As it was sent. */
                name: string;
                /** @description `aggregates` of the answer are those that the metric's kind knows. */
                aggregate?: components["schemas"]["Aggregate"] | null;
                /** @description A key as in a query; repeat it for more. */
                group_by?: string[] | null;
                /** @description Series, as in service:orders */
                filter?: string;
                /** @description At most so many, the largest. */
                series?: number;
                /** @description Without it a readable one. */
                step_s?: number | null;
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricSeries"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metric_exemplars: {
        parameters: {
            query: {
                /** @description As it was sent. */
                name: string;
                /** @description Series, as in service:orders */
                filter?: string;
                /** @description The greatest of each step. */
                per_step?: number;
                /** @description Without it a readable one. */
                step_s?: number | null;
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricExemplars"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metric_points: {
        parameters: {
            query: {
                /** @description As it was sent. */
                name: string;
                /** @description At most so many points. */
                limit?: number;
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricPoints"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    saved_searches: {
        parameters: {
            query?: {
                /** @description Those of this screen alone; of all when it is left out. */
                screen?: components["schemas"]["Screen"] | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedSearches"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    save_search: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SavedSearchDraft"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedSearch"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    saved_search: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `id` of a saved search: 32 hexadecimal digits. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedSearch"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_saved_search: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `id` of a saved search: 32 hexadecimal digits. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SavedSearchChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedSearch"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_saved_search: {
        parameters: {
            query?: {
                /** @description The one to delete; the present one if left out. */
                version?: number | null;
            };
            header?: never;
            path: {
                /** @description `id` of a saved search: 32 hexadecimal digits. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tail_traces: {
        parameters: {
            query?: {
                /** @description For example service:orders status:error duration>100ms */
                query?: string;
            };
            header?: {
                /** @description Goes on behind this event, for up to an hour. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events. `heartbeat`: nothing new. `dropped`: `{"count": n}`, records that were left out because more came than a stream passes on. `problem`: the store is away, the stream goes on later. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    tail_logs: {
        parameters: {
            query?: {
                /** @description For example service:orders status:error duration>100ms */
                query?: string;
            };
            header?: {
                /** @description Goes on behind this event, for up to an hour. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events. `heartbeat`: nothing new. `dropped`: `{"count": n}`, records that were left out because more came than a stream passes on. `problem`: the store is away, the stream goes on later. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exchanges: {
        parameters: {
            query?: {
                /** @description For example service:orders status:error duration>100ms */
                query?: string;
                /** @description At most so many exchanges on a page. */
                limit?: number;
                /** @description `next_cursor` of the page before this one. */
                cursor?: string | null;
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exchanges"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exchange: {
        parameters: {
            query?: {
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path: {
                /** @description As Camel names it. */
                exchange_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exchange"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    routes: {
        parameters: {
            query?: {
                /** @description For example service:orders status:error duration>100ms */
                query?: string;
                /** @description At most so many routes. */
                limit?: number;
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Routes"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    applications: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Applications"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    command: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `instance` of an application. */
                instance: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Command"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandResult"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    version: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    gaps: {
        parameters: {
            query?: {
                /** @description At most so many gaps; the sums are of all. */
                limit?: number;
                /** @description Nanoseconds since 1970. */
                start_unix_ns?: string | null;
                /** @description Nanoseconds since 1970. */
                end_unix_ns?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Gaps"];
                };
            };
            /** @description What is wrong, and the way out. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
