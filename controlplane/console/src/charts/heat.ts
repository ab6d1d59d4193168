/** A heat map's cells, boxes and colours: pure. Time goes right by equal steps, durations go up by bands. */
import type { Grid } from "./series";

export interface Heat {
  grid: Grid;
  /** Bounds of the bands, ascending: one more than there are bands. */
  boundsNs: readonly number[];
  /** `counts[step][band]`. */
  counts: readonly (readonly number[])[];
  errors?: readonly (readonly number[])[];
}

/** Cells from one corner to the other, both included. */
export interface Box {
  fromStep: number;
  toStep: number;
  fromBand: number;
  toBand: number;
}

/** What a box stands for. */
export interface Selection {
  startNs: bigint;
  endNs: bigint;
  durationMinNs: number;
  durationMaxNs: number;
}

export interface Cell {
  step: number;
  band: number;
}

export const HEAT_COLOURS = 7;

export function boxOf(a: Cell, b: Cell): Box {
  return {
    fromStep: Math.min(a.step, b.step),
    toStep: Math.max(a.step, b.step),
    fromBand: Math.min(a.band, b.band),
    toBand: Math.max(a.band, b.band),
  };
}

export function selectionOf(heat: Heat, box: Box): Selection {
  return {
    startNs: heat.grid.startNs + heat.grid.stepNs * BigInt(box.fromStep),
    endNs: heat.grid.startNs + heat.grid.stepNs * BigInt(box.toStep + 1),
    durationMinNs: heat.boundsNs[box.fromBand] ?? 0,
    durationMaxNs: heat.boundsNs[box.toBand + 1] ?? heat.boundsNs.at(-1) ?? 0,
  };
}

/** The box that shows a selection; undefined where it does not meet the map. */
export function boxFor(heat: Heat, selection: Selection): Box | undefined {
  const { startNs, stepNs } = heat.grid;
  const steps = heat.counts.length;
  const bands = heat.boundsNs.length - 1;
  if (steps === 0 || bands < 1 || stepNs <= 0n) return undefined;
  const fromStep = Number((selection.startNs - startNs) / stepNs);
  const toStep = Number((selection.endNs - startNs - 1n) / stepNs);
  if (selection.endNs <= startNs || fromStep >= steps) return undefined;
  const fromBand = heat.boundsNs.findLastIndex((bound) => bound <= selection.durationMinNs);
  const toBand = heat.boundsNs.findIndex((bound) => bound >= selection.durationMaxNs) - 1;
  return {
    fromStep: within(fromStep, steps - 1),
    toStep: within(toStep, steps - 1),
    fromBand: within(fromBand, bands - 1),
    toBand: toBand < 0 ? bands - 1 : within(toBand, bands - 1),
  };
}

/** The cell below a point of a plot of this size; points outside count as the nearest cell. */
export function cellAt(heat: Heat, x: number, y: number, width: number, height: number): Cell {
  const steps = heat.counts.length;
  const bands = heat.boundsNs.length - 1;
  return {
    step: within(Math.floor((x / width) * steps), Math.max(0, steps - 1)),
    band: within(Math.floor((1 - y / height) * bands), Math.max(0, bands - 1)),
  };
}

/** 0 to HEAT_COLOURS - 1 by the logarithm, so that ten outliers show beside ten thousand; -1 for none. */
export function colourOf(count: number, max: number): number {
  if (count <= 0) return -1;
  if (max <= 1) return HEAT_COLOURS - 1;
  return Math.min(HEAT_COLOURS - 1, Math.floor((Math.log(count) / Math.log(max)) * (HEAT_COLOURS - 1) + 1e-9));
}

export function sumOf(cells: readonly (readonly number[])[], box: Box): number {
  let sum = 0;
  for (let step = box.fromStep; step <= box.toStep; step += 1) {
    for (let band = box.fromBand; band <= box.toBand; band += 1) sum += cells[step]?.[band] ?? 0;
  }
  return sum;
}

export function highest(cells: readonly (readonly number[])[]): number {
  let max = 0;
  for (const column of cells) for (const count of column) if (count > max) max = count;
  return max;
}

function within(value: number, max: number): number {
  return Math.min(Math.max(value, 0), max);
}
