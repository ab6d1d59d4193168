import "@mantine/core/styles/Checkbox.layer.css";
import "@mantine/core/styles/Radio.layer.css";

import { Checkbox, Radio, Switch, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useId } from "react";

import { describeRange } from "@/time/range";
import { useTime } from "@/time/TimeContext";

import { type Fields, lengths, NAME_CHARACTERS_MAX, type TimeKept } from "./form";
import css from "./saved.module.css";
import { useWho } from "./useSaved";

interface SearchFormProps {
  fields: Fields;
  onChange: (fields: Fields) => void;
  /** What the parts hold, in words; '' for one that is as usual. */
  view: string;
  layout: string;
  /** Undefined: the screen shows what is, not what was. */
  hasTime: boolean;
  /** The search can be written here; else it is the screen's. */
  isQueryOpen?: boolean;
  onSubmit: () => void;
  children: ReactNode;
}

/** Name, search, who sees it, and what else is kept. The children are its end: what went wrong, and the buttons. */
export function SearchForm({
  fields,
  onChange,
  view,
  layout,
  hasTime,
  isQueryOpen,
  onSubmit,
  children,
}: SearchFormProps) {
  const set = (change: Partial<Fields>) => onChange({ ...fields, ...change });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className={css["form"]} onSubmit={submit}>
      <TextInput
        label="Name"
        value={fields.name}
        maxLength={NAME_CHARACTERS_MAX}
        onChange={({ currentTarget }) => set({ name: currentTarget.value })}
        onFocus={({ currentTarget }) => currentTarget.select()}
        autoComplete="off"
        data-autofocus
      />
      {isQueryOpen === true ? (
        <TextInput
          label="Search"
          value={fields.query}
          maxLength={4_096}
          onChange={({ currentTarget }) => set({ query: currentTarget.value })}
          classNames={{ input: css["mono"] ?? "" }}
          autoComplete="off"
          spellCheck={false}
        />
      ) : (
        <div className={css["shown"]}>
          <span>Search</span>
          {fields.query === "" ? <em>Everything</em> : <code>{fields.query}</code>}
        </div>
      )}
      <Sharing isShared={fields.isShared} onChange={(isShared) => set({ isShared })} />
      {hasTime && <TimeFields fields={fields} set={set} />}
      {(view !== "" || layout !== "") && (
        <fieldset className={css["group"]}>
          <legend>Kept with it</legend>
          {view !== "" && (
            <Checkbox
              label="The view"
              description={view}
              checked={fields.keepsView}
              onChange={({ currentTarget }) => set({ keepsView: currentTarget.checked })}
            />
          )}
          {layout !== "" && (
            <Checkbox
              label="The layout"
              description={layout}
              checked={fields.keepsLayout}
              onChange={({ currentTarget }) => set({ keepsLayout: currentTarget.checked })}
            />
          )}
        </fieldset>
      )}
      {children}
    </form>
  );
}

function Sharing({ isShared, onChange }: { isShared: boolean; onChange: (isShared: boolean) => void }) {
  const { owner } = useWho();
  return (
    <Switch
      checked={isShared}
      onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      label="Shared"
      description={
        owner === ""
          ? "No credential is asked for here: whoever reaches this address sees and changes it either way."
          : "Everybody of the organization sees it; you alone change it."
      }
    />
  );
}

function TimeFields({ fields, set }: { fields: Fields; set: (change: Partial<Fields>) => void }) {
  const { zone, nowNs } = useTime();
  const id = useId();
  const choices = lengths(fields.moving);
  const index = choices.findIndex(({ from, to }) => from === fields.moving.from && to === fields.moving.to);
  return (
    <fieldset className={css["group"]}>
      <legend>Time</legend>
      <Radio.Group value={fields.time} onChange={(time) => set({ time: time as TimeKept })} aria-label="Time">
        <Radio value="chosen" label="Whatever time is chosen when it is opened" />
        <div className={css["moving"]}>
          <Radio value="moving" label="Moves with now:" id={`${id}-moving`} />
          <select
            aria-label="How long, until now"
            value={index}
            onChange={({ currentTarget }) =>
              set({ time: "moving", moving: choices[Number(currentTarget.value)] ?? fields.moving })
            }
          >
            {choices.map((range, at) => (
              <option key={`${range.from} ${range.to}`} value={at}>
                {describeRange(range, zone, nowNs)}
              </option>
            ))}
          </select>
        </div>
        {fields.fixed !== undefined && (
          <Radio
            value="fixed"
            label={`Always ${describeRange(fields.fixed, zone, nowNs)}`}
            description="Does not move: it opens in this time next week too, as long as the data is kept."
          />
        )}
      </Radio.Group>
    </fieldset>
  );
}
