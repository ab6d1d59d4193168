import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { lineColours, SERVICE_COLOURS, serviceColourIndex } from "./colours";

const CSS = readFileSync(new URL("../app/theme/tokens.css", import.meta.url), "utf8");

/** The colours of a theme, by role. */
function roles(theme: "light" | "dark"): Record<string, string> {
  const block = CSS.split("}").find((each) => each.includes(`[data-mantine-color-scheme="${theme}"]`)) ?? "";
  return Object.fromEntries(
    [...block.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6})/g)].map(([, role, hex]) => [role ?? "", hex ?? ""]),
  );
}

function linear(hex: string): [number, number, number] {
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function luminance(hex: string): number {
  const [red, green, blue] = linear(hex);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2's contrast ratio. */
function contrast(a = "", b = ""): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

function oklab(hex: string): [number, number, number] {
  const [r, g, b] = linear(hex);
  const l = Math.cbrt(0.412_221_47 * r + 0.536_332_54 * g + 0.051_445_99 * b);
  const m = Math.cbrt(0.211_903_5 * r + 0.680_699_55 * g + 0.107_396_96 * b);
  const s = Math.cbrt(0.088_302_46 * r + 0.281_718_84 * g + 0.629_978_7 * b);
  return [
    0.210_454_26 * l + 0.793_617_79 * m - 0.004_072_05 * s,
    1.977_998_5 * l - 2.428_592_21 * m + 0.450_593_71 * s,
    0.025_904_04 * l + 0.782_771_77 * m - 0.808_675_77 * s,
  ];
}

/** Distance in OKLab, where 0.02 is a just noticeable difference. */
function distance(a = "", b = ""): number {
  const [x, y] = [oklab(a), oklab(b)];
  return Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

describe.each(["light", "dark"] as const)("the %s theme", (theme) => {
  const colours = roles(theme);
  const grounds = ["--canvas", "--surface", "--raised", "--sunken", "--hover"];

  test.each(["--ink", "--ink-2", "--ink-3", "--accent", "--accent-strong", "--error", "--warning", "--ok"])(
    "%s is readable on every ground (WCAG AA: 4.5)",
    (role) => {
      for (const ground of grounds) expect(contrast(colours[role], colours[ground])).toBeGreaterThanOrEqual(4.5);
    },
  );
  test.each([
    ["--on-accent", "--accent"],
    ["--on-accent", "--accent-strong"],
    ["--accent-strong", "--accent-soft"],
    ["--ink", "--accent-soft"],
    ["--ink-2", "--accent-soft"],
    ["--ink", "--error-soft"],
    ["--ink", "--warning-soft"],
    ["--error", "--error-soft"],
  ])("%s is readable on %s", (text, ground) => {
    expect(contrast(colours[text], colours[ground])).toBeGreaterThanOrEqual(4.5);
  });
  test.each(["--line-control", "--error-fill", "--warning-fill", "--ok-fill", "--accent"])(
    "%s is seen on the surface (AA: 3)",
    (role) => {
      expect(contrast(colours[role], colours["--surface"])).toBeGreaterThanOrEqual(3);
    },
  );
  test("services are seen on the surface, and no two are alike", () => {
    const services = Array.from({ length: SERVICE_COLOURS }, (_, index) => colours[`--service-${index}`] ?? "");
    for (const [index, colour] of services.entries()) {
      expect(contrast(colour, colours["--surface"])).toBeGreaterThanOrEqual(3);
      expect(distance(colour, colours["--error-fill"])).toBeGreaterThan(0.08);
      for (const other of services.slice(index + 1)) expect(distance(colour, other)).toBeGreaterThan(0.045);
    }
  });
  test("more is further from the ground on a heat map", () => {
    const steps = Array.from({ length: 7 }, (_, index) => contrast(colours[`--heat-${index}`], colours["--surface"]));
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  });
});

test("both themes have the same roles", () => {
  expect(Object.keys(roles("dark")).toSorted()).toEqual(Object.keys(roles("light")).toSorted());
});

test("a name always has the same colour, and names use all of them", () => {
  expect(serviceColourIndex("orders")).toBe(serviceColourIndex("orders"));
  const used = new Set(Array.from({ length: 400 }, (_, index) => serviceColourIndex(`service-${index}`)));
  expect(used.size).toBe(SERVICE_COLOURS);
});

test("lines of one chart differ, and keep their own colour where they can", () => {
  const names = Array.from({ length: 5 }, (_, index) => `operation ${index} of a service`);
  expect(new Set(lineColours([...names, ...names.map((name) => `${name}!`)])).size).toBe(10);
  expect(lineColours(["orders"])).toEqual([`--service-${serviceColourIndex("orders")}`]);
});
