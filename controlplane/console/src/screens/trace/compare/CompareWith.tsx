import { Button, Modal, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { client } from "@/api/client";
import { Answered } from "@/kit/states";
import { visible } from "@/kit/values";
import { counted, formatDuration } from "@/time/formats";
import { parseNs } from "@/time/ns";
import { useTime } from "@/time/TimeContext";
import { formatInstant } from "@/time/zones";
import { term } from "@/search/language";

import css from "./Compare.module.css";

// Enough to choose from; the traces explorer has all.
const OFFERED = 12;

/** Which trace to compare with: an id that is pasted, or a recent one of the same operation. */
export function CompareWith({
  traceId,
  service,
  name,
  onClose,
}: {
  traceId: string;
  service: string;
  name: string;
  onClose: () => void;
}) {
  const navigate = useNavigate();
  const { asked, zone } = useTime();
  const [id, setId] = useState("");
  const isId = /^(?:[\da-f]{16}|[\da-f]{32})$/i.test(id.trim());
  const query = `${term("service", service)} ${term("name", name)}`;
  const found = useQuery({
    queryKey: ["traces like", query, asked],
    queryFn: async ({ signal }) =>
      (await client.GET("/api/v1/traces", { params: { query: { ...asked, query, limit: OFFERED + 1 } }, signal })).data,
  });
  return (
    <Modal opened onClose={onClose} title="Compare with another trace" size="lg">
      <form
        className={css["ask"]}
        onSubmit={(event) => {
          event.preventDefault();
          if (isId) void navigate({ to: "/traces/$traceId/compare/$otherId", params: { traceId, otherId: id.trim() } });
        }}
      >
        <TextInput
          data-autofocus
          aria-label="Id of the other trace"
          placeholder="Id of the other trace"
          value={id}
          onChange={(event) => setId(event.currentTarget.value)}
        />
        <Button type="submit" disabled={!isId}>
          Compare
        </Button>
      </form>
      <h3 className={css["offer"]}>
        Traces of {visible(service)} {visible(name)} in the chosen time
      </h3>
      <Answered query={found}>
        {(answer) => {
          const others = answer.traces.filter((each) => each.trace_id !== traceId).slice(0, OFFERED);
          if (others.length === 0) return <p className={css["quiet"]}>None. A longer time at the top finds more.</p>;
          return (
            <ol className={css["others"]}>
              {others.map((other) => (
                <li key={other.trace_id}>
                  <Link to="/traces/$traceId/compare/$otherId" params={{ traceId, otherId: other.trace_id }}>
                    <span>{formatInstant(parseNs(other.start_unix_ns), zone, 3)}</span>
                    <span>{formatDuration(other.duration_ns)}</span>
                    <span>{counted(other.spans, "span")}</span>
                    <span>{other.errors > 0 && counted(other.errors, "error")}</span>
                  </Link>
                </li>
              ))}
            </ol>
          );
        }}
      </Answered>
    </Modal>
  );
}
