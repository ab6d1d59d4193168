import { IconChevronRight, IconEqual, IconMinus, IconPlus, IconX } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";

import { api, type Schema } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useHeld } from "@/api/useHeld";
import { Loading } from "@/kit/states";
import { visible } from "@/kit/values";
import { formatCount, formatExactCount } from "@/time/formats";
import { useTime } from "@/time/TimeContext";

import { facetTerms, onlyValue, toggledExclude, toggledInclude } from "./facetTerms";
import css from "./Facets.module.css";

type Facet = Schema<"Facet">;

export interface FacetsProps {
  signal: "traces" | "logs";
  /** The search; each click gives a new one. */
  query: string;
  onQuery: (query: string) => void;
  /** Keys that have a facet, in order. */
  keys: readonly string[];
  onKeys: (keys: readonly string[]) => void;
  /** Keys whose values are folded away: they are not asked for either. */
  closed: readonly string[];
  onClosed: (keys: readonly string[]) => void;
  /** Nobody chose these keys: one that no record has is not worth a line. */
  areUsual: boolean;
}

// At once, and after "More": the rail is for choosing, a search box finds the rest.
const VALUES_SHOWN = 6;
const VALUES_MAX = 50;
// The API's own bound of keys in one question.
const KEYS_MAX = 20;

/** The commonest values of some keys, to include and exclude by a click. */
export function Facets({ signal, query, onQuery, keys, onKeys, closed, onClosed, areUsual }: FacetsProps) {
  const { asked } = useTime();
  const open = keys.filter((key) => !closed.includes(key));
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
  return (
    <div className={css["facets"]}>
      {keys
        .filter((key) => !areUsual || !isUnknown(key))
        .map((key) => (
          <FacetOf
            key={key}
            signal={signal}
            name={key}
            query={query}
            onQuery={onQuery}
            isOpen={!closed.includes(key)}
            onOpen={() => onClosed(closed.includes(key) ? closed.filter((each) => each !== key) : [...closed, key])}
            onRemove={() => onKeys(keys.filter((each) => each !== key))}
            found={found.data?.facets.find((each) => each.key === key)}
            isAsked={plain.includes(key) && found.data === undefined && problem === undefined}
            failure={plain.includes(key) && found.data === undefined ? problem?.detail : undefined}
          />
        ))}
      {keys.length < KEYS_MAX ? (
        <AddKey signal={signal} keys={keys} onAdd={(key) => onKeys([...keys, key])} />
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

function FacetOf({ signal, name, query, onQuery, isOpen, onOpen, onRemove, found, isAsked, failure }: FacetProps) {
  const { asked } = useTime();
  const [isWhole, setWhole] = useState(false);
  const { included, excluded, rest } = facetTerms(query, name);
  const isChosen = included.length > 0;
  const isOwn = isOpen && (isChosen || isWhole);
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
    api.useQuery("get", "/api/v1/facets", { params }, { enabled: isOwn }),
    JSON.stringify([signal, params.query.query, name, isWhole]),
  );
  const facet = (isOwn ? own.data?.facets[0] : undefined) ?? found;
  const listed = new Set(facet?.values.map(({ value }) => value));
  const alsoNamed = [...included, ...excluded].filter((value) => !listed.has(value));
  const most = Math.max(1, ...(facet?.values.map(({ count }) => count) ?? []));
  const id = useId();
  return (
    <section className={css["facet"]} aria-label={visible(name)}>
      <header>
        <button type="button" className={css["head"]} aria-expanded={isOpen} aria-controls={id} onClick={onOpen}>
          <IconChevronRight aria-hidden />
          <span title={visible(name)}>{visible(name)}</span>
          {(isChosen || excluded.length > 0) && <i aria-label="is in the search" />}
        </button>
        <button
          type="button"
          className={css["tool"]}
          aria-label={`Remove the facet ${visible(name)}`}
          onClick={onRemove}
        >
          <IconX aria-hidden />
        </button>
      </header>
      <div id={id} hidden={!isOpen}>
        {isOpen && (isAsked || (isOwn && own.data === undefined && own.error === null && found === undefined)) ? (
          <Loading rows={3} />
        ) : (
          <ul>
            {alsoNamed.map((value) => (
              <Value key={value} {...{ name, value, query, onQuery, included, excluded }} count={0} share={0} />
            ))}
            {facet?.values.map(({ value, count, error }) => (
              <Value
                key={value}
                {...{ name, value, query, onQuery, included, excluded, count, error }}
                share={count / most}
              />
            ))}
          </ul>
        )}
        {failure !== undefined && <p className={css["note"]}>Not counted: {failure}</p>}
        {facet === undefined && !isAsked && !isOwn && failure === undefined && alsoNamed.length === 0 && (
          <p className={css["note"]}>No record has it</p>
        )}
        {facet !== undefined && facet.others > 0 && (
          <p className={css["note"]}>
            {!isWhole && facet.values.length >= VALUES_SHOWN ? (
              <button type="button" className={css["more"]} onClick={() => setWhole(true)}>
                More
              </button>
            ) : (
              "Not listed"
            )}
            <span title={`${formatExactCount(facet.others)} records have another value`}>
              {formatCount(facet.others)} others
            </span>
          </p>
        )}
      </div>
    </section>
  );
}

interface ValueProps {
  name: string;
  value: string;
  count: number;
  error?: number;
  /** Of the commonest value's count, 0 to 1. */
  share: number;
  query: string;
  onQuery: (query: string) => void;
  included: readonly string[];
  excluded: readonly string[];
}

function Value({ name, value, count, error = 0, share, query, onQuery, included, excluded }: ValueProps) {
  const state = included.includes(value) ? "included" : excluded.includes(value) ? "excluded" : undefined;
  const shown = value === "" ? "(empty)" : visible(value);
  const exact = `${error > 0 ? "about " : ""}${formatExactCount(count)}`;
  return (
    <li className={css["value"]} data-state={state}>
      <button
        type="button"
        className={css["name"]}
        title={`${shown} · ${exact}`}
        aria-pressed={included.length === 1 && state === "included"}
        onClick={() => onQuery(onlyValue(query, name, value))}
      >
        {state === "included" && <IconEqual aria-label="Included" />}
        {state === "excluded" && <IconMinus aria-label="Excluded" />}
        <span>{shown}</span>
        <small>
          {error > 0 && "≈ "}
          {count > 0 ? formatCount(count) : "–"}
        </small>
        <b style={{ width: `${share * 100}%` }} aria-hidden />
      </button>
      <span className={css["tools"]}>
        <button
          type="button"
          className={css["tool"]}
          aria-pressed={state === "included"}
          aria-label={`Include ${visible(name)} ${shown}`}
          title="Include, beside what is included"
          onClick={() => onQuery(toggledInclude(query, name, value))}
        >
          <IconPlus aria-hidden />
        </button>
        <button
          type="button"
          className={css["tool"]}
          aria-pressed={state === "excluded"}
          aria-label={`Exclude ${visible(name)} ${shown}`}
          title="Exclude"
          onClick={() => onQuery(toggledExclude(query, name, value))}
        >
          <IconMinus aria-hidden />
        </button>
      </span>
    </li>
  );
}

function AddKey({
  signal,
  keys,
  onAdd,
}: {
  signal: "traces" | "logs";
  keys: readonly string[];
  onAdd: (key: string) => void;
}) {
  const { asked } = useTime();
  const [text, setText] = useState("");
  const [isFocused, setFocused] = useState(false);
  // Why the last Enter added nothing.
  const [note, setNote] = useState("");
  const id = useId();
  const queries = useQueryClient();
  const suggested = api.queryOptions("get", "/api/v1/suggest/keys", {
    params: { query: { ...asked, signal, prefix: text.trim() } },
  });
  const known = useQuery({ ...suggested, enabled: isFocused });
  const offered = (known.data?.keys ?? []).filter(({ key }) => !keys.includes(key));
  const add = (key: string) => {
    onAdd(key);
    setText("");
  };
  // Enter may come before the suggestions do.
  const addFirst = async (wanted: string) => {
    try {
      const found = (await queries.ensureQueryData(suggested)).keys.map(({ key }) => key);
      const others = found.filter((key) => !keys.includes(key));
      const meant = others.includes(wanted) ? wanted : others[0];
      if (meant !== undefined) add(meant);
      else setNote(found.length > 0 ? `${wanted} is listed already` : `No key begins with ${wanted}`);
    } catch (error) {
      setNote(`Not looked up: ${asProblem(error).detail}`);
    }
  };
  return (
    <form
      className={css["add"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "") void addFirst(text.trim());
      }}
    >
      <input
        type="text"
        list={id}
        value={text}
        placeholder="Add a key"
        aria-label="Add a facet of a key"
        autoComplete="off"
        spellCheck={false}
        onFocus={() => setFocused(true)}
        onChange={({ target, nativeEvent }) => {
          setText(target.value);
          setNote("");
          // A choice from the list comes without letters typed.
          const isChosen = !(nativeEvent instanceof InputEvent) || nativeEvent.inputType === "insertReplacementText";
          if (isChosen && offered.some(({ key }) => key === target.value)) add(target.value);
        }}
      />
      <datalist id={id}>
        {offered.map(({ key, source, count }) => (
          <option key={`${source} ${key}`} value={key}>
            {count > 0 ? `${source}, ${formatCount(count)}` : source}
          </option>
        ))}
      </datalist>
      <p className={css["note"]} role="status">
        {note}
      </p>
    </form>
  );
}
