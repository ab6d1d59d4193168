/** From service to service by the arrow keys. Pure. */
import type { Place } from "./layout";

const DIRECTIONS: Record<string, [number, number]> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};
// What is beside the way counts more than what is far along it.
const ASIDE = 3;

/** The nearest in the key's direction; `Home` and `End` the first and last by name; undefined where nothing is. */
export function nextPlace(places: readonly Place[], from: string, key: string): Place | undefined {
  if (key === "Home") return places[0];
  if (key === "End") return places.at(-1);
  const direction = DIRECTIONS[key];
  const start = places.find(({ service }) => service === from);
  if (direction === undefined || start === undefined) return undefined;
  const [dx, dy] = direction;
  let best: { place: Place; cost: number } | undefined;
  for (const place of places) {
    const along = (place.x - start.x) * dx + (place.y - start.y) * dy;
    const aside = Math.abs((place.x - start.x) * dy) + Math.abs((place.y - start.y) * dx);
    const cost = along + ASIDE * aside;
    if (along > 1 && (best === undefined || cost < best.cost)) best = { place, cost };
  }
  return best?.place;
}
