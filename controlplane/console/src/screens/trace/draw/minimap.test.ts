import { describe, expect, it } from "vitest";

import { random, tree } from "../tree/random";
import { at, FAILED } from "../tree/skeleton";
import { FAILED_PIXEL, pictureOf } from "./minimap";

describe.each(Array.from({ length: 30 }, (_, seed) => seed))("the minimap of random tree %i", (seed) => {
  const next = random(seed);
  const trace = tree(next, 1 + Math.floor(next() * 200));
  const [width, height] = [1 + Math.floor(next() * 80), 2 + Math.floor(next() * 40)];
  const rows = { first: 0, last: trace.rows };
  const window = { start: 0, end: trace.rows };

  it("gives a pixel the first row of its line that covers it", () => {
    const count = trace.rows;
    const { pixels } = pictureOf(trace, rows, window, width, height);
    const rowPx = Math.max(1, Math.min(3, Math.floor(height / count)));
    const wanted = Array.from({ length: width * height }, () => 0);
    const taken = new Set<string>();
    for (let row = 0; row < count; row += 1) {
      const top = Math.min(height - 1, Math.floor((row * height) / count));
      const from = Math.floor((at(trace.start, row) * width) / count);
      const to = Math.max(from + 1, Math.ceil(((at(trace.start, row) + at(trace.duration, row)) * width) / count));
      for (let x = from; x < Math.min(width, to); x += 1) {
        if (taken.has(`${top} ${x}`)) continue;
        taken.add(`${top} ${x}`);
        for (let y = top; y < Math.min(height, top + rowPx); y += 1) wanted[y * width + x] = at(trace.service, row) + 1;
      }
    }
    expect([...pixels]).toEqual(wanted);
  });

  it("shows every span that failed", () => {
    const failed = Math.floor(next() * trace.rows);
    const flags = trace.flags.slice();
    flags[failed] = FAILED;
    const { pixels } = pictureOf({ ...trace, flags }, rows, window, width, height);
    expect(pixels).toContain(FAILED_PIXEL);
  });
});
