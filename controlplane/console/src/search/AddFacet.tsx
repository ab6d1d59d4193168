import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";

import { api } from "@/api/client";
import { asProblem } from "@/api/problem";
import { visible } from "@/kit/values";
import { formatCount } from "@/time/formats";
import { useTime } from "@/time/TimeContext";

import css from "./Facets.module.css";

interface AddFacetProps {
  signal: "traces" | "logs";
  /** Those that are there already. */
  keys: readonly string[];
  onAdd: (key: string) => void;
}

/** The box that takes one more key: the first that begins as written, or one of the list. */
export function AddFacet({ signal, keys, onAdd }: AddFacetProps) {
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
      setNote(`Not looked up: ${visible(asProblem(error).detail)}`);
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
