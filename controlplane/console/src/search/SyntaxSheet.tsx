import { Modal } from "@mantine/core";

import type { Signal } from "@/app/preferences";

import css from "./QueryBox.module.css";

const ROWS: readonly [search: string, means: string][] = [
  ["service:orders status:error", "terms side by side: all of them"],
  ["status:error OR duration>1s", "one of them; AND binds tighter than OR"],
  ["-kind:client", "not; NOT and parentheses work too"],
  ["status:(error OR unset)", "one of some values"],
  ["duration>=100ms", "> >= < <=, with ns, us, ms, s, m, h"],
  ["duration:[100ms TO 2s]", "from, to; both ends belong to it, * leaves one open"],
  ["name:GET*", "begins with"],
  ["exception.type:*", "has the key"],
  ['http.route=~"^/v[12]/"', "matches a regular expression (RE2); !~ does not"],
  ['"connection reset" timeout', "words: somewhere in the record"],
  ["resource.host.name:web-1", "only the resource’s attribute of that name"],
];
const KEYS: Record<Signal, string> = {
  traces:
    "service, name, kind, status, duration, message, trace, span_id, parent_id, scope, route, node, exchange, context",
  logs: "service, level, body, event, trace, span_id, scope, route, node, exchange, context",
  metrics: "service, scope",
};

/** How a search is written, on one page. */
export function SyntaxSheet({ signal, isOpen, close }: { signal: Signal; isOpen: boolean; close: () => void }) {
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title="How a search is written"
      size="xl"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <table className={css["syntax"]}>
        <tbody>
          {ROWS.map(([search, means]) => (
            <tr key={search}>
              <td>
                <code>{search}</code>
              </td>
              <td>{means}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={css["keys"]}>
        Keys of our own: <code>{KEYS[signal]}</code>. Every other key is an attribute, such as <code>http.route</code>.
        AND, OR, NOT and TO are operators in capitals only.
      </p>
    </Modal>
  );
}
