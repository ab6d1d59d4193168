/** Services and calls as the map shows them: which, how they are, and what is beside what. Pure. */
import type { Schema } from "@/api/client";
import { attention, type Attention } from "@/kit/attention";
import { grouped } from "@/kit/groups";

type Node = Schema<"ServiceNode">;
type Edge = Schema<"ServiceEdge">;
type Answer = Schema<"ServiceMap">;

/** What a service, or a call between two, was in the window before; and whether its errors deserve a look. */
interface Judged<T> {
  before: T | undefined;
  attention: Attention | undefined;
}

export type Service = Node & Judged<Node>;
export type Calls = Edge & Judged<Edge>;

export interface Estate {
  services: Service[];
  calls: Calls[];
}

export interface Choice {
  service: string;
  /** With it the calls from `service` to this one are chosen, not the service. */
  callee?: string | undefined;
}

export interface Narrowing {
  focus?: { service: string; depth: number; direction: "callers" | "callees" | "both" } | undefined;
  /** Calls that are a smaller share of all (0 to 1) are hidden, and services that had no others. */
  leastShare?: number | undefined;
  /** The busiest services alone, when there are more. */
  servicesMax?: number | undefined;
  chosen?: Choice | undefined;
}

export const callKey = ({ caller, callee }: Pick<Edge, "caller" | "callee">) => `${caller}\u0000${callee}`;

/** The service's name, or the key of its calls. */
export function choiceKey({ service, callee }: Choice): string {
  return callee === undefined ? service : callKey({ caller: service, callee });
}

export function estateOf(now: Answer, before: Answer | undefined): Estate {
  const nodes = new Map(before?.nodes.map((node) => [node.service, node]));
  const edges = new Map(before?.edges.map((edge) => [callKey(edge), edge]));
  return {
    services: now.nodes.map((node) => judged(node, nodes.get(node.service))),
    calls: now.edges.map((edge) => judged(edge, edges.get(callKey(edge)))),
  };
}

function judged<T extends Node | Edge>(now: T, before: T | undefined): T & Judged<T> {
  return { ...now, before, attention: attention(now, before) };
}

/** What is left to draw. What is chosen is always among it. */
export function narrowed(estate: Estate, { focus, leastShare = 0, servicesMax, chosen }: Narrowing): Estate {
  const known = new Set(estate.services.map(({ service }) => service));
  const kept = [chosen?.service, chosen?.callee].filter((name) => name !== undefined);
  if (focus !== undefined && known.has(focus.service)) {
    const near = neighbourhood(estate.calls, focus.service, focus.depth, focus.direction);
    return only(estate, new Set([...near, ...kept]));
  }
  const frequent = withShare(estate, leastShare, kept);
  if (servicesMax === undefined || frequent.services.length <= servicesMax) return frequent;
  return only(frequent, new Set([...busiest(frequent, servicesMax), ...kept]));
}

function only({ services, calls }: Estate, names: ReadonlySet<string>): Estate {
  return {
    services: services.filter(({ service }) => names.has(service)),
    calls: calls.filter(({ caller, callee }) => names.has(caller) && names.has(callee)),
  };
}

function withShare(estate: Estate, least: number, kept: readonly string[]): Estate {
  if (least <= 0) return estate;
  const all = estate.calls.reduce((sum, { calls }) => sum + calls, 0);
  const frequent = estate.calls.filter(({ calls, caller, callee }) => {
    const isChosen = kept[0] === caller && kept[1] === callee;
    return isChosen || calls >= least * all;
  });
  const linked = new Set(frequent.flatMap(({ caller, callee }) => [caller, callee]));
  const services = estate.services.filter(({ service }) => linked.has(service) || kept.includes(service));
  return { services, calls: frequent };
}

/** By what they are asked and what they ask. */
function busiest({ services, calls }: Estate, count: number): string[] {
  const traffic = new Map(services.map((service) => [service.service, service.calls]));
  for (const each of calls) traffic.set(each.caller, (traffic.get(each.caller) ?? 0) + each.calls);
  return [...traffic]
    .toSorted(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
    .slice(0, count)
    .map(([service]) => service);
}

/** The service and all that are at most `depth` calls away, upwards, downwards or each of both. */
export function neighbourhood(
  calls: readonly Pick<Edge, "caller" | "callee">[],
  service: string,
  depth: number,
  direction: "callers" | "callees" | "both" = "both",
): Set<string> {
  const byCallee = grouped(calls, ({ callee }) => callee);
  const byCaller = grouped(calls, ({ caller }) => caller);
  const walk = (next: (name: string) => string[]): Set<string> => {
    const found = new Set([service]);
    let rim = [service];
    for (let step = 0; step < depth && rim.length > 0; step += 1) {
      rim = [...new Set(rim.flatMap(next))].filter((name) => !found.has(name));
      for (const name of rim) found.add(name);
    }
    return found;
  };
  const up = () => walk((name) => (byCallee.get(name) ?? []).map(({ caller }) => caller));
  const down = () => walk((name) => (byCaller.get(name) ?? []).map(({ callee }) => callee));
  return new Set([...(direction === "callees" ? [] : up()), ...(direction === "callers" ? [] : down())]);
}

/** Who calls the service and whom it calls, most calls first. */
export function aroundOf({ calls }: Estate, service: string): { callers: Calls[]; callees: Calls[] } {
  const ordered = calls.toSorted((a, b) => b.calls - a.calls);
  return {
    callers: ordered.filter(({ callee }) => callee === service),
    callees: ordered.filter(({ caller }) => caller === service),
  };
}
