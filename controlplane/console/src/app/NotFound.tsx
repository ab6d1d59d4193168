import { Link } from "@tanstack/react-router";

import { Empty } from "@/kit/states";

export function NotFound() {
  return (
    <Empty title="There is no such screen">
      The address may be from another version of the console. <Link to="/">Go to the overview</Link>
    </Empty>
  );
}
