import { notifications } from "@mantine/notifications";

import { asProblem } from "@/api/problem";
import { sentence } from "@/kit/states";
import { visible } from "@/kit/values";

/** Says in passing that something was done. What needs an answer belongs on the screen instead. */
export function notifyDone(message: string): void {
  notifications.show({ message: visible(message), color: "petrol" });
}

/** Says in passing that something failed: its words and the way out. Stays until it is closed. */
export function notifyProblem(doing: string, error: unknown): void {
  const { detail, wayOut } = asProblem(error);
  notifications.show({
    title: `${doing} failed`,
    message: wayOut ? `${sentence(detail)} ${visible(wayOut)}` : sentence(detail),
    color: "red",
    autoClose: false,
  });
}
