/** Where a person moved the borders of this screen: kept in the browser, in no link. */
import { create } from "zustand";
import { persist } from "zustand/middleware";

import { keptStorage } from "@/app/kept";

interface Places {
  /** Of the waterfall's width, for the names. */
  nameShare: number;
  /** Width of the span's panel. */
  panelPx: number;
}

export const NAME_SHARE = { min: 0.15, max: 0.7 };
export const PANEL_PX = { min: 300, max: 900 };

export const usePlaces = create<Places>()(
  persist((): Places => ({ nameShare: 0.36, panelPx: 400 }), {
    name: "camelops.trace",
    version: 1,
    storage: keptStorage<Places>(),
  }),
);

export function setPlaces({ nameShare, panelPx }: Partial<Places>): void {
  if (nameShare !== undefined) usePlaces.setState({ nameShare: within(nameShare, NAME_SHARE) });
  if (panelPx !== undefined) usePlaces.setState({ panelPx: within(panelPx, PANEL_PX) });
}

function within(value: number, { min, max }: { min: number; max: number }): number {
  return Math.min(max, Math.max(min, value));
}
