import { IconEqual, IconMinus, IconPlus } from "@tabler/icons-react";

import { visible } from "@/kit/values";
import { formatCount, formatExactCount } from "@/time/formats";

import { type FacetTerms, onlyValue, toggledExclude, toggledInclude } from "./facetTerms";
import css from "./Facets.module.css";

interface FacetValueProps {
  /** The key. */
  name: string;
  value: string;
  /** Records that have it; 0: not counted. */
  count: number;
  /** By how many records the count may be off. */
  error?: number;
  /** Of the commonest value's count, 0 to 1. */
  share: number;
  query: string;
  onQuery: (query: string) => void;
  /** What the search says about the key. */
  terms: FacetTerms;
}

/** A value and how many have it: alone by a press, included and excluded by the buttons beside it. */

export function FacetValue({ name, value, count, error = 0, share, query, onQuery, terms }: FacetValueProps) {
  const { included, excluded } = terms;
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
