import type { Page } from "playwright-core";

import {
  barriers,
  expect,
  focused,
  inject,
  type Open,
  picture,
  settled,
  test,
} from "./browser";

const API = "/api/v1/saved-searches";

interface Kept {
  id: string;
  version: number;
  name: string;
  params: Record<string, string | string[]>;
}

/** Saves a search past the console. Names are a test's own: the platform is shared. */
async function saved(draft: object): Promise<Kept> {
  const answer = await fetch(inject("platform").url + API, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ screen: "traces", ...draft }),
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as Kept;
}

async function all(): Promise<Kept[]> {
  const answer = await fetch(inject("platform").url + API);
  return ((await answer.json()) as { searches: Kept[] }).searches;
}

async function named(name: string): Promise<Kept | undefined> {
  return (await all()).find((each) => each.name === name);
}

async function remove({ id }: Kept): Promise<void> {
  await fetch(`${inject("platform").url}${API}/${id}`, { method: "DELETE" });
}

/** A change by somebody else, while a page shows what was before. */
async function changed({ id, version }: Kept, draft: object): Promise<void> {
  const answer = await fetch(`${inject("platform").url}${API}/${id}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ screen: "traces", version, ...draft }),
  });
  expect(answer.status).toBe(200);
}

const dialog = (page: Page) => page.getByRole("dialog");
const face = (page: Page, name: string | RegExp) =>
  page.getByRole("button", { name, exact: true });
const rows = (page: Page) =>
  page
    .getByRole("table", { name: "Saved searches" })
    .locator("tbody tr[data-index]");

async function listed(open: Open, name: string) {
  const page = await open(`/saved?filter=${encodeURIComponent(name)}`);
  await rows(page).first().waitFor();
  return page;
}

async function act(page: Page, name: string, action: string | RegExp) {
  await page
    .getByRole("button", { name: `Actions for ${name}`, exact: true })
    .click();
  await page.getByRole("menuitem", { name: action }).click();
}

const parameter = (key: string, value: string | null) => (url: URL) =>
  url.searchParams.get(key) === value;

test("without any the screen says how one is saved", async ({ open }) => {
  await Promise.all((await all()).map(remove));
  for (const theme of ["light", "dark"] as const) {
    const page = await open("/saved", { theme });
    await page
      .getByRole("heading", { name: "No saved searches yet" })
      .waitFor();
    expect(await barriers(page)).toEqual([]);
    await picture(page, `saved-empty-${theme}`);
  }
});

test("a search is saved, opened by its name, changed and saved again, by keyboard alone", async ({
  open,
}) => {
  const page = await open(
    "/traces?q=service:audit&from=now-3h&rows=spans&facet=name",
  );
  await page.keyboard.press("s");
  await dialog(page).waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === "INPUT");
  await page.keyboard.type("Audit spans");
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await face(page, "Saved search Audit spans").waitFor();
  expect((await named("Audit spans"))?.params).toEqual({
    keeps: "view layout time",
    rows: "spans",
    facet: ["name"],
    from: "now-3h",
    to: "now",
  });

  await page.goto(`${inject("platform").url}/logs?from=now-15m`);
  await settled(page);
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search or jump" }).fill("audit sp");
  await page.getByRole("option", { name: "Audit spans" }).waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL("**/traces?**");
  await page.waitForURL(parameter("from", "now-3h"));
  expect(parameter("q", "service:audit")(new URL(page.url()))).toBe(true);
  expect(parameter("rows", "spans")(new URL(page.url()))).toBe(true);
  await face(page, "Saved search Audit spans").waitFor();

  await page
    .getByRole("combobox", { name: "Search traces" })
    .fill("service:archive");
  await page.keyboard.press("Enter");
  await face(page, "Saved search Audit spans, changed").waitFor();
  await page.keyboard.press("Escape");
  await page.waitForFunction(
    () => document.activeElement?.tagName !== "TEXTAREA",
  );
  await page.keyboard.press("s");
  await dialog(page).getByRole("button", { name: "Overwrite" }).waitFor();
  await dialog(page).getByRole("textbox", { name: "Name" }).press("Enter");
  await face(page, "Saved search Audit spans").waitFor();
  const now = await named("Audit spans");
  expect(now).toMatchObject({ query: "service:archive", version: 2 });
});

test("changes are undone, or saved as another one", async ({ open }) => {
  const kept = await saved({
    name: "To be undone",
    query: "status:error",
    params: { keeps: "view time", rows: "spans", from: "now-6h", to: "now" },
  });
  const page = await open(`/saved/${kept.id}`);
  await page.waitForURL("**/traces?**");
  await page
    .getByRole("radiogroup")
    .getByText("Traces", { exact: true })
    .click();
  await page.waitForURL(parameter("rows", null));
  await face(page, "Saved search To be undone, changed").click();
  await page.getByRole("menuitem", { name: "Undo the changes" }).click();
  await page.waitForURL(parameter("rows", "spans"));
  await face(page, "Saved search To be undone").waitFor();

  await page.getByRole("button", { name: "Facets", exact: true }).click();
  await page.waitForURL(parameter("rail", "off"));
  // The layout was not saved: hiding the facets changes nothing.
  await face(page, "Saved search To be undone").click();
  await page.getByRole("menuitem", { name: "Save this search…" }).click();
  await dialog(page).getByRole("textbox", { name: "Name" }).fill("Another one");
  await dialog(page).getByRole("button", { name: "Save as new" }).click();
  await face(page, "Saved search Another one").waitFor();
  expect((await named("To be undone"))?.version).toBe(1);
});

test("a range that does not move is kept by who says so alone", async ({
  open,
}) => {
  const page = await open(
    "/logs?q=level:error&from=2026-01-02T03:04:05Z&to=2026-01-02T04:04:05Z",
  );
  await face(page, "Save").click();
  await page.getByRole("menuitem", { name: "Save this search…" }).click();
  const name = dialog(page).getByRole("textbox", { name: "Name" });
  await name.fill("No time of its own");
  expect(
    await dialog(page)
      .getByRole("radio", { name: /^Whatever time/ })
      .isChecked(),
  ).toBe(true);
  await picture(page, "saved-dialog");
  await dialog(page).getByRole("button", { name: "Save", exact: true }).click();
  await face(page, "Saved search No time of its own").waitFor();
  expect((await named("No time of its own"))?.params).not.toHaveProperty(
    "from",
  );

  await face(page, "Saved search No time of its own").click();
  await page.getByRole("menuitem", { name: "Save this search…" }).click();
  await name.fill("The incident of January");
  await dialog(page)
    .getByRole("radio", { name: /^Always 2026-01-02/ })
    .check();
  await dialog(page).getByRole("button", { name: "Save as new" }).click();
  await face(page, "Saved search The incident of January").waitFor();

  const kept = await named("The incident of January");
  await page.goto(`${inject("platform").url}/saved/${kept?.id}?from=now-5m`);
  await page.waitForURL(parameter("from", "2026-01-02T03:04:05Z"));
  const other = await named("No time of its own");
  await page.goto(`${inject("platform").url}/saved/${other?.id}?from=now-5m`);
  await page.waitForURL("**/logs?**");
  expect(parameter("from", "now-5m")(new URL(page.url()))).toBe(true);
});

test("the list is filtered, sorted and opened; its link shows the same", async ({
  open,
}) => {
  await saved({ name: "List: slow", query: "duration>1s" });
  await saved({
    name: "List: logs",
    screen: "logs",
    query: "level>=warn",
    shared: true,
  });
  await saved({
    name: "List: metric",
    screen: "metrics",
    params: { metric: "jvm.memory.used" },
  });
  const page = await open("/saved");
  await page.keyboard.press("/");
  await page.keyboard.type("list:");
  await page.waitForURL(parameter("filter", "list:"));
  await page.getByText(/^3 of /).waitFor();
  await page.getByRole("button", { name: "Name", exact: true }).click();
  await page.waitForURL(parameter("sort", "name"));
  expect(await rows(page).getByRole("link").allTextContents()).toEqual([
    "List: logs",
    "List: metric",
    "List: slow",
  ]);
  await page.getByText("Shared", { exact: true }).click();
  await page.waitForURL(parameter("whose", "shared"));
  await page.reload();
  await settled(page);
  expect(await rows(page).count()).toBe(1);
  await rows(page).getByRole("link").press("Enter");
  await page.waitForURL("**/logs?**");
  await face(page, "Saved search List: logs").waitFor();
  expect(parameter("q", "level>=warn")(new URL(page.url()))).toBe(true);
});

test("one is renamed, duplicated, shared and made private", async ({
  open,
}) => {
  await saved({ name: "Before", query: "status:error" });
  const page = await listed(open, "Before");
  await act(page, "Before", "Rename, edit…");
  await dialog(page)
    .getByRole("textbox", { name: "Name" })
    .fill("Before and after");
  await dialog(page)
    .getByRole("textbox", { name: "Search" })
    .fill("status:error (");
  await dialog(page).getByRole("button", { name: "Save" }).click();
  // The store's own words, and nothing is lost.
  await dialog(page).getByRole("alert").waitFor();
  await dialog(page).getByRole("textbox", { name: "Search" }).fill("status:ok");
  await dialog(page).getByRole("button", { name: "Save" }).click();
  await dialog(page).waitFor({ state: "detached" });
  await page.getByRole("link", { name: "Before and after" }).waitFor();
  expect(await named("Before and after")).toMatchObject({
    query: "status:ok",
    version: 2,
  });

  await act(page, "Before and after", "Duplicate");
  await page.getByRole("link", { name: "Before and after (copy)" }).waitFor();
  await act(page, "Before and after (copy)", "Share with everybody");
  await rows(page)
    .filter({ hasText: "(copy)" })
    .getByText("Everybody")
    .waitFor();
  await act(page, "Before and after (copy)", "Make it private");
  await rows(page)
    .filter({ hasText: "(copy)" })
    .getByText("Anybody here")
    .waitFor();
});

test("a deletion names what it deletes and is undone; a link to it says so", async ({
  open,
}) => {
  const kept = await saved({ name: "Not for long" });
  const page = await listed(open, "Not for long");
  await act(page, "Not for long", "Delete…");
  await dialog(page).getByText("Not for long", { exact: true }).waitFor();
  await dialog(page).getByRole("button", { name: "Delete" }).click();
  await page.getByRole("heading", { name: "No saved search fits" }).waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("link", { name: "Not for long" }).waitFor();
  expect(await named("Not for long")).toMatchObject({
    id: kept.id,
    version: 3,
  });

  await act(page, "Not for long", "Delete…");
  await dialog(page).getByRole("button", { name: "Delete" }).click();
  await page.getByRole("heading", { name: "No saved search fits" }).waitFor();
  const later = await open(`/saved/${kept.id}`);
  await later
    .getByRole("heading", { name: "Not for long was deleted" })
    .waitFor();
  expect(await barriers(later)).toEqual([]);
  await later.goto(`${inject("platform").url}/saved/${"0".repeat(32)}`);
  await later
    .getByRole("heading", { name: "There is no such saved search" })
    .waitFor();
  await later.goto(`${inject("platform").url}/traces?saved=${kept.id}`);
  await face(later, "Save").click();
  await later
    .getByText("The saved search this came from was deleted")
    .waitFor();
});

test("who was second is told what it is now, and chooses", async ({ open }) => {
  const kept = await saved({ name: "Two at once", query: "status:error" });
  const page = await listed(open, "Two at once");
  await act(page, "Two at once", "Rename, edit…");
  await dialog(page)
    .getByRole("textbox", { name: "Name" })
    .fill("Two at once, mine");
  await changed(kept, { name: "Two at once, theirs", query: "status:ok" });
  await dialog(page).getByRole("button", { name: "Save" }).click();
  await dialog(page)
    .getByText(/It was changed elsewhere at .*“Two at once, theirs”/)
    .waitFor();
  expect(await named("Two at once, mine")).toBeUndefined();
  await picture(page, "saved-conflict");
  await dialog(page).getByRole("button", { name: "Overwrite that" }).click();
  await page.getByRole("link", { name: "Two at once, mine" }).waitFor();
  expect(await named("Two at once, mine")).toMatchObject({
    id: kept.id,
    version: 3,
  });

  await act(page, "Two at once, mine", "Rename, edit…");
  await remove(kept);
  await dialog(page).getByRole("button", { name: "Save" }).click();
  await dialog(page).getByText("It was deleted meanwhile.").waitFor();
  await dialog(page).getByRole("button", { name: "Save" }).click();
  await dialog(page).waitFor({ state: "detached" });
  expect((await named("Two at once, mine"))?.id).not.toBe(kept.id);
});

test("who may only read opens, and is offered nothing that would be refused", async ({
  open,
}) => {
  await saved({ name: "Only to be read", shared: true });
  const page = await open("/");
  await page.route("**/api/v1/version", async (route) => {
    const answer = await route.fetch();
    const version = (await answer.json()) as { features: object };
    await route.fulfill({
      json: {
        ...version,
        permissions: ["read"],
        features: { ...version.features, saved_searches: false },
      },
    });
  });
  await page.goto(`${inject("platform").url}/saved?filter=only`);
  await page.getByText("This credential may only read:").waitFor();
  await page
    .getByRole("button", { name: "Actions for Only to be read" })
    .click();
  await page.getByRole("menuitem", { name: "Copy the link" }).waitFor();
  expect(await page.getByRole("menuitem").allTextContents()).toEqual([
    "Open",
    "Copy the link",
  ]);
  await page.goto(`${inject("platform").url}/traces`);
  await face(page, "Save").click();
  await page
    .getByText("This credential may only read: it saves nothing")
    .waitFor();
});

test("a store that is away is said where it matters, and nothing typed is lost", async ({
  open,
}) => {
  const away = {
    status: 503,
    contentType: "application/problem+json",
    body: JSON.stringify({
      type: "urn:camelops:problem:store_unavailable",
      title: "Service Unavailable",
      status: 503,
      detail: "the store does not answer",
      way_out: "try again",
    }),
  };
  const page = await open("/traces?q=status:error");
  await page.route(`**${API}**`, (route) => route.fulfill(away));
  await page.keyboard.press("s");
  await dialog(page).getByRole("textbox", { name: "Name" }).fill("Not lost");
  await dialog(page).getByRole("button", { name: "Save", exact: true }).click();
  await dialog(page)
    .getByRole("alert")
    .getByText("The store does not answer")
    .waitFor();
  expect(
    await dialog(page).getByRole("textbox", { name: "Name" }).inputValue(),
  ).toBe("Not lost");
  await page.goto(`${inject("platform").url}/saved`);
  await page.getByRole("button", { name: "Try again" }).waitFor();
  await page.unroute(`**${API}**`);
  await page.getByRole("button", { name: "Try again" }).click();
  await rows(page).first().waitFor();
});

test("all that is done to one is done by keyboard; Escape gives the focus back", async ({
  open,
}) => {
  await saved({ name: "By keyboard" });
  await saved({ name: "By keyboard too" });
  const page = await open("/saved?filter=by+keyboard&sort=name");
  await rows(page).nth(1).getByRole("link").focus();
  await page.keyboard.press("ArrowUp");
  await page.waitForFunction(
    () => document.activeElement?.textContent === "By keyboard",
  );
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Actions for By keyboard");
  await page.keyboard.press("Enter");
  await page.waitForFunction(
    () => document.activeElement?.textContent === "Open",
  );
  await page.keyboard.press("End");
  await page.waitForFunction(
    () => document.activeElement?.textContent === "Delete…",
  );
  await page.keyboard.press("Enter");
  await page.waitForFunction(
    () => document.activeElement?.textContent === "Cancel",
  );
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "detached" });
  await page.waitForFunction(
    () =>
      document.activeElement?.getAttribute("aria-label") ===
      "Actions for By keyboard",
  );
});

test("the palette finds searches that were run, wherever they were", async ({
  open,
}) => {
  const page = await open("/logs?from=now-3h");
  await page
    .getByRole("combobox", { name: "Search logs" })
    .fill("palette words");
  await page.keyboard.press("Enter");
  await page.waitForURL(parameter("q", "palette words"));
  await page.goto(`${inject("platform").url}/?from=now-3h`);
  await settled(page);
  await page.keyboard.press("Control+k");
  const option = page.getByRole("option", { name: "palette words Logs" });
  await option.waitFor();
  await page.getByRole("combobox", { name: "Search or jump" }).fill("palette");
  await option.click();
  await page.waitForURL("**/logs?**");
  expect(parameter("q", "palette words")(new URL(page.url()))).toBe(true);
});

for (const [screen, path] of [
  ["metrics", "/metrics-explorer?q=service:orders&from=now-3h"],
  ["service-map", "/service-map?view=services&from=now-3h"],
] as const)
  test(`${screen} is saved as it is and opens again`, async ({ open }) => {
    const name = `A view of ${screen}`;
    const page = await open(path);
    await page.keyboard.press("s");
    await dialog(page).getByRole("textbox", { name: "Name" }).fill(name);
    await dialog(page).getByRole("textbox", { name: "Name" }).press("Enter");
    await face(page, `Saved search ${name}`).waitFor();
    expect(await named(name)).toMatchObject({ screen });
    const kept = await named(name);
    await page.goto(`${inject("platform").url}/saved/${kept?.id}`);
    await face(page, `Saved search ${name}`).waitFor();
    const wanted = new URL(path, page.url());
    const found = new URL(page.url());
    expect(found.pathname).toBe(wanted.pathname);
    for (const [key, value] of wanted.searchParams)
      expect(found.searchParams.get(key)).toBe(value);
  });

test("five hundred with names of 200 characters are a list like any other", async ({
  open,
}) => {
  const long = "An unbroken name ".padEnd(150, "ä");
  for (let from = 0; from < 500; from += 20)
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        saved({
          name: `${from + index === 0 ? long.padEnd(200, "w") : `Many ${from + index}`}`,
          query: `service:orders ${"duration>1s ".repeat(from + index === 0 ? 30 : 1)}`,
          shared: index % 2 === 0,
        }),
      ),
    );
  try {
    for (const theme of ["light", "dark"] as const) {
      const page = await open("/saved", { theme, width: 1_024, height: 768 });
      await rows(page).nth(5).waitFor();
      expect(await rows(page).count()).toBeLessThan(100);
      expect(await barriers(page)).toEqual([]);
      const isWide = await page.evaluate(
        () => document.documentElement.scrollWidth > innerWidth,
      );
      expect(isWide).toBe(false);
      await picture(page, `saved-${theme}`);
      await rows(page).first().getByRole("link").focus();
      await page.keyboard.press("End");
      await page.waitForFunction(
        () =>
          Number(document.activeElement?.closest("tr")?.dataset["index"]) > 400,
      );
      expect(await focused(page)).not.toBe("");
    }
    const page = await open(`/saved?filter=unbroken`);
    await rows(page).getByRole("link").click();
    await face(page, /^Saved search An unbroken name/).click();
    await page.getByRole("menuitem", { name: /^All \d+$/ }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await picture(page, "saved-long-name");
  } finally {
    const many = (await all()).filter(({ name }) =>
      /^(Many|An unbroken)/.test(name),
    );
    for (let from = 0; from < many.length; from += 20)
      await Promise.all(many.slice(from, from + 20).map(remove));
  }
  // Saving and deleting five hundred is a thousand inserts.
}, 600_000);
