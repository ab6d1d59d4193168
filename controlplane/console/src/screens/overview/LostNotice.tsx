import { api } from "@/api/client";
import { Notice } from "@/kit/states";
import { useTime } from "@/time/TimeContext";

import { sayLost } from "./lost";

/** Says what of the picked time did not get in, if anything: the numbers below do not know of it. */
export function LostNotice() {
  const { asked } = useTime();
  const { data } = api.useQuery("get", "/api/v1/gaps", { params: { query: { ...asked, limit: 1 } } });
  const said = data === undefined ? "" : sayLost(data.sums);
  return said === "" ? null : <Notice>{said}</Notice>;
}
