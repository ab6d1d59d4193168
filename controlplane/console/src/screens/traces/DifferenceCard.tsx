import { IconMinus, IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";

import { visible } from "@/kit/values";
import { narrowed, onlyValue, toggledExclude, toggledInclude } from "@/search/facetTerms";
import { isKey, isSearchable, termState } from "@/search/language";
import { durationTerm, formatCount, formatDuration, formatExactCount, formatShare } from "@/time/formats";

import { type Attribute, bands, lacking, type Pair, pairs, type Sides } from "./difference";
import css from "./Differences.module.css";

interface CardProps {
  attribute: Attribute;
  sides: Sides;
  query: string;
  onQuery: (query: string) => void;
}

// Few numbers are names, like the status of a response: they read better as values.
const VALUES_OF_NUMBERS_MAX = 5;

/** One attribute: its values on both sides, as bars that compare. */
export function DifferenceCard({ attribute, sides, query, onQuery }: CardProps) {
  const { key, source, score, values, numbers } = attribute;
  const isNumber = numbers !== null && (values.length === 0 || values.length > VALUES_OF_NUMBERS_MAX);
  return (
    <article className={css["card"]} aria-label={visible(key)}>
      <header>
        <h3 title={`${visible(key)}, ${source}`}>{visible(key)}</h3>
        <small title="How differently it is distributed: 0, as chance would have it; 100 %, nothing in common">
          {formatShare(Math.round(score * 100) / 100)}
        </small>
      </header>
      {isNumber ? (
        <Numbers attribute={attribute} query={query} onQuery={onQuery} />
      ) : (
        <Values attribute={attribute} sides={sides} query={query} onQuery={onQuery} />
      )}
    </article>
  );
}

function Values({ attribute, sides, query, onQuery }: CardProps) {
  const { key } = attribute;
  const lacks = lacking(attribute, sides);
  return (
    <ul className={css["values"]}>
      {pairs(attribute, sides).map((pair) => (
        <Value key={pair.value} of={key} pair={pair} query={query} onQuery={onQuery} />
      ))}
      {lacks !== undefined && (
        <li>
          <Row
            title={told("Without it", lacks)}
            onTake={isKey(key) ? () => onQuery(narrowed(query, `-${key}:*`)) : undefined}
          >
            <em>without it</em>
            <Bars pair={lacks} />
          </Row>
        </li>
      )}
    </ul>
  );
}

interface ValueProps {
  of: string;
  pair: Pair;
  query: string;
  onQuery: (query: string) => void;
}

function Value({ of: key, pair, query, onQuery }: ValueProps) {
  const isAsked = isSearchable(key, pair.value);
  const state = isAsked ? termState(query, key, pair.value) : "none";
  const shown = visible(pair.value) || "(empty)";
  return (
    <li data-state={state}>
      <Row title={told(shown, pair)} onTake={isAsked ? () => onQuery(onlyValue(query, key, pair.value)) : undefined}>
        <span>{shown}</span>
        <Bars pair={pair} />
      </Row>
      {isAsked && (
        <span className={css["tools"]}>
          <button
            type="button"
            aria-label={`Include ${visible(`${key} ${pair.value}`)}`}
            aria-pressed={state === "included"}
            onClick={() => onQuery(toggledInclude(query, key, pair.value))}
          >
            <IconPlus aria-hidden />
          </button>
          <button
            type="button"
            aria-label={`Exclude ${visible(`${key} ${pair.value}`)}`}
            aria-pressed={state === "excluded"}
            onClick={() => onQuery(toggledExclude(query, key, pair.value))}
          >
            <IconMinus aria-hidden />
          </button>
        </span>
      )}
    </li>
  );
}

interface RowProps {
  title: string;
  /** Undefined: no search can be written for it. */
  onTake: (() => void) | undefined;
  children: ReactNode;
}

function Row({ title, onTake, children }: RowProps) {
  if (onTake === undefined)
    return (
      <div className={css["value"]} title={`${title}. A search cannot name it`}>
        {children}
      </div>
    );
  return (
    <button type="button" className={css["value"]} title={title} onClick={onTake}>
      {children}
    </button>
  );
}

function Bars({ pair }: { pair: Pair }) {
  return (
    <span className={css["bars"]}>
      {(["selected", "rest"] as const).map((side) => (
        <i key={side} data-side={side}>
          <b style={{ width: `${pair[side] * 100}%` }} />
          <small>{formatShare(Math.round(pair[side] * 1_000) / 1_000)}</small>
        </i>
      ))}
    </span>
  );
}

function Numbers({ attribute, query, onQuery }: Omit<CardProps, "sides">) {
  const { key, selected_quartiles: selected, rest_quartiles: rest } = attribute;
  const show = (value: number) => (key === "duration" ? formatDuration(value) : formatCount(value));
  const write = (value: number) => (key === "duration" ? durationTerm(value) : String(value));
  const all = bands(attribute);
  const isAsked = isKey(key);
  return (
    <div className={css["numbers"]}>
      <div className={css["bands"]} aria-hidden>
        {all.map((band) => (
          // What the keys reach is the button below; a band is its finer twin for the mouse.
          <button
            key={band.from}
            type="button"
            tabIndex={-1}
            disabled={!isAsked}
            aria-label={`Include ${visible(key)} ${show(band.from)} to ${show(band.to)}`}
            title={`${show(band.from)} to ${show(band.to)}: ${formatExactCount(band.selectedCount)} selected, ${formatExactCount(band.restCount)} others`}
            onClick={() => onQuery(narrowed(query, `${key}>=${write(band.from)}`, `${key}<${write(band.to)}`))}
          >
            <i data-side="selected" style={{ height: height(band.selected) }} />
            <i data-side="rest" style={{ height: height(band.rest) }} />
          </button>
        ))}
      </div>
      <p className={css["ends"]} aria-hidden>
        <span>{show(all[0]?.from ?? 0)}</span>
        <span>{show(all.at(-1)?.to ?? 0)}</span>
      </p>
      <p className={css["medians"]}>
        {selected && (
          <span title={`Half of the selected: ${show(selected.p25)} to ${show(selected.p75)}`}>
            <i className={css["swatch"]} data-side="selected" aria-hidden /> median {show(selected.p50)}
          </span>
        )}
        {rest && (
          <span title={`Half of the others: ${show(rest.p25)} to ${show(rest.p75)}`}>
            <i className={css["swatch"]} data-side="rest" aria-hidden /> median {show(rest.p50)}
          </span>
        )}
      </p>
      {selected && isAsked && (
        <button
          type="button"
          className={css["half"]}
          onClick={() => onQuery(narrowed(query, `${key}>=${write(selected.p25)}`, `${key}<=${write(selected.p75)}`))}
        >
          Include {show(selected.p25)} to {show(selected.p75)}
        </button>
      )}
    </div>
  );
}

/** A band that holds anything is seen. */
function height(share: number): string {
  return share > 0 ? `max(2px, ${share * 100}%)` : "0";
}

function told(name: string, { selected, rest, selectedCount, restCount }: Pair): string {
  return `${name}: ${formatShare(selected)} of the selected (${formatExactCount(selectedCount)}), ${formatShare(rest)} of the others (${formatExactCount(restCount)})`;
}
