import { RangePicker } from "@/time/RangePicker";

import { FindById } from "./FindById";
import css from "./TopBar.module.css";

export function TopBar({ title, hasRange }: { title: string; hasRange: boolean }) {
  return (
    <header className={css["bar"]}>
      <h1 className={css["title"]}>{title}</h1>
      <FindById />
      {hasRange && <RangePicker />}
    </header>
  );
}
