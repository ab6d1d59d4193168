import { IconChevronRight, IconX } from "@tabler/icons-react";
import { useId, useState } from "react";

import { api, type Schema } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useHeld } from "@/api/useHeld";
import { Loading } from "@/kit/states";
import { visible } from "@/kit/values";
import { counted, formatCount } from "@/time/formats";
import { useTime } from "@/time/TimeContext";

import { AddFacet } from "./AddFacet";
import { facetTerms } from "./facetTerms";
import { FacetValue } from "./FacetValue";
import css from "./Facets.module.css";

type Facet = Schema<"Facet">;

export interface FacetsProps {
  signal: "traces" | "logs";
  /** The search; each click gives a new one. */
  query: string;
  onQuery: (query: string) => void;
  /** Keys that have a facet until somebody chose: one that no record has is not worth a line. */
  usual: readonly string[];
  search: FacetSearch;
  onChange: (change: FacetSearch) => void;
}

/** What the address says about the facets. */
export interface FacetSearch {
  /** Keys that were chosen, in order. */
  facet?: string[] | undefined;
  /** Keys whose values are folded away: they are not asked for either. */
  folded?: string[] | undefined;
}

// At once, and after "More": the rail is for choosing, a search box finds the rest.
const VALUES_SHOWN = 6;
const VALUES_MAX = 50;
// The API's own bound of keys in one question.
const KEYS_MAX = 20;
const none: readonly string[] = [];

/** The commonest values of some keys, to include and exclude by a click. */
export function Facets({ signal, query, onQuery, usual, search, onChange }: FacetsProps) {
  const { asked } = useTime();
  const { facet, folded = none } = search;
  const keys = facet ?? usual;
  const open = keys.filter((key) => !folded.includes(key));
  // A key that is chosen from shows its other values too: those are counted without the choice.
  const plain = open.filter((key) => facetTerms(query, key).included.length === 0);
  const params = { query: { ...asked, signal, query, key: plain, values: VALUES_SHOWN } };
  const found = useHeld(
    api.useQuery("get", "/api/v1/facets", { params }, { enabled: plain.length > 0 }),
    JSON.stringify([signal, query, plain]),
  );
  const problem = found.error === null ? undefined : asProblem(found.error);
  const isUnknown = (key: string) =>
    plain.includes(key) &&
    found.data?.facets.every((each) => each.key !== key) === true &&
    facetTerms(query, key).excluded.length === 0;
  const fold = (key: string) => {
    const next = folded.includes(key) ? folded.filter((each) => each !== key) : [...folded, key];
    onChange({ folded: next.length > 0 ? next : undefined });
  };
  return (
    <div className={css["facets"]}>
      {keys
        .filter((key) => facet !== undefined || !isUnknown(key))
        .map((key) => (
          <FacetOf
            key={key}
            signal={signal}
            name={key}
            query={query}
            onQuery={onQuery}
            isOpen={!folded.includes(key)}
            onOpen={() => fold(key)}
            onRemove={() => onChange({ facet: keys.filter((each) => each !== key) })}
            found={found.data?.facets.find((each) => each.key === key)}
            isAsked={plain.includes(key) && found.data === undefined && problem === undefined}
            failure={plain.includes(key) && found.data === undefined ? problem?.detail : undefined}
          />
        ))}
      {keys.length < KEYS_MAX ? (
        <AddFacet signal={signal} keys={keys} onAdd={(key) => onChange({ facet: [...keys, key] })} />
      ) : (
        <p className={css["note"]}>{KEYS_MAX} keys at most. Remove one to add another.</p>
      )}
    </div>
  );
}

interface FacetProps {
  signal: "traces" | "logs";
  name: string;
  query: string;
  onQuery: (query: string) => void;
  isOpen: boolean;
  onOpen: () => void;
  onRemove: () => void;
  found: Facet | undefined;
  isAsked: boolean;
  failure: string | undefined;
}

function FacetOf({ name, isOpen, onOpen, onRemove, ...rest }: FacetProps) {
  const { included, excluded } = facetTerms(rest.query, name);
  const shown = visible(name);
  const id = useId();
  return (
    <section className={css["facet"]} aria-label={shown}>
      <header>
        <button type="button" className={css["head"]} aria-expanded={isOpen} aria-controls={id} onClick={onOpen}>
          <IconChevronRight aria-hidden />
          <span title={shown}>{shown}</span>
          {included.length + excluded.length > 0 && <i aria-label="is in the search" />}
        </button>
        <button type="button" className={css["tool"]} aria-label={`Remove the facet ${shown}`} onClick={onRemove}>
          <IconX aria-hidden />
        </button>
      </header>
      <div id={id} hidden={!isOpen}>
        {isOpen && <Values name={name} {...rest} />}
      </div>
    </section>
  );
}

type ValuesProps = Omit<FacetProps, "isOpen" | "onOpen" | "onRemove">;

function Values({ signal, name, query, onQuery, found, isAsked, failure }: ValuesProps) {
  const [isWhole, setWhole] = useState(false);
  const terms = facetTerms(query, name);
  const own = useOwn(signal, name, query, isWhole);
  const facet = own?.data?.facets[0] ?? found;
  const said = own === undefined ? failure : own.error === null ? undefined : asProblem(own.error).detail;
  const isWaiting = own === undefined ? isAsked : facet === undefined && own.error === null && own.data === undefined;
  const listed = new Set(facet?.values.map(({ value }) => value));
  const alsoNamed = [...terms.included, ...terms.excluded].filter((value) => !listed.has(value));
  const most = Math.max(1, ...(facet?.values.map(({ count }) => count) ?? []));
  const shared = { name, query, onQuery, terms };
  return (
    <>
      {isWaiting ? (
        <Loading rows={3} />
      ) : (
        <ul>
          {alsoNamed.map((value) => (
            <FacetValue key={value} {...shared} value={value} count={0} share={0} />
          ))}
          {facet?.values.map(({ value, count, error }) => (
            <FacetValue key={value} {...shared} value={value} count={count} error={error} share={count / most} />
          ))}
        </ul>
      )}
      {said !== undefined && (
        <p className={css["note"]}>
          {facet === undefined ? "Not counted" : "Not counted anew"}: {visible(said)}
        </p>
      )}
      {facet === undefined && !isWaiting && own === undefined && said === undefined && alsoNamed.length === 0 && (
        <p className={css["note"]}>No record has it</p>
      )}
      {facet !== undefined && facet.others > 0 && (
        <Others
          count={facet.others}
          onMore={isWhole || listed.size < VALUES_SHOWN ? undefined : () => setWhole(true)}
        />
      )}
    </>
  );
}

/** The values of a key that is chosen from, counted without the choice, or more of them; undefined: the shared question has them. */
function useOwn(signal: "traces" | "logs", name: string, query: string, isWhole: boolean) {
  const { asked } = useTime();
  const { included, rest } = facetTerms(query, name);
  const isChosen = included.length > 0;
  const params = {
    query: {
      ...asked,
      signal,
      query: isChosen ? rest : query,
      key: [name],
      values: isWhole ? VALUES_MAX : VALUES_SHOWN,
    },
  };
  const own = useHeld(
    api.useQuery("get", "/api/v1/facets", { params }, { enabled: isChosen || isWhole }),
    JSON.stringify([signal, params.query.query, name, isWhole]),
  );
  return isChosen || isWhole ? own : undefined;
}

/** Records with a value that is not listed. */
function Others({ count, onMore }: { count: number; onMore: (() => void) | undefined }) {
  return (
    <p className={css["note"]}>
      {onMore === undefined ? (
        "Not listed"
      ) : (
        <button type="button" className={css["more"]} onClick={onMore}>
          More
        </button>
      )}
      <span title={`${counted(count, "record has", "records have")} another value`}>
        {formatCount(count)} {count === 1 ? "other" : "others"}
      </span>
    </p>
  );
}
