import {
  expect,
  test,
  barriers,
  picture,
  settled,
  type Theme,
} from "./browser";

test("a value is included, joined by another, left out and given back by clicks", async ({
  open,
}) => {
  const page = await open("/traces?from=now-3h");
  const rail = page.getByRole("complementary", { name: "Facets" });
  const services = rail.getByRole("region", { name: "service", exact: true });
  await services
    .getByRole("button", { name: /^audit/ })
    .first()
    .click();
  await page.waitForURL("**/traces?**q=service:audit**");
  // The other services are still there to choose from.
  await services.getByRole("listitem").filter({ hasText: "archive" }).hover();
  await services
    .getByRole("button", { name: "Include service archive" })
    .click();
  await page.waitForURL(
    (url) => url.searchParams.get("q") === "service:(audit OR archive)",
  );
  await services.getByRole("listitem").filter({ hasText: "audit" }).hover();
  await services.getByRole("button", { name: "Exclude service audit" }).click();
  await page.waitForURL(
    (url) => url.searchParams.get("q") === "service:archive -service:audit",
  );
  await page.goBack();
  await page.waitForURL(
    (url) => url.searchParams.get("q") === "service:(audit OR archive)",
  );
});

test("a key is added to the facets, folded away and removed; the link has it all", async ({
  open,
}) => {
  const page = await open("/traces?from=now-3h");
  const rail = page.getByRole("complementary", { name: "Facets" });
  await rail
    .getByRole("combobox", { name: "Add a facet of a key" })
    .fill("host.name");
  // At once, before any suggestion can be there.
  await page.keyboard.press("Enter");
  const added = rail.getByRole("region", { name: "host.name", exact: true });
  await added.getByRole("listitem").first().waitFor();
  await added.getByRole("button", { name: "host.name", exact: true }).click();
  await page.waitForURL(
    (url) => url.searchParams.get("folded") === "host.name",
  );
  await page.reload();
  await settled(page);
  expect(await added.getByRole("listitem").count()).toBe(0);
  await added.hover();
  await added
    .getByRole("button", { name: "Remove the facet host.name" })
    .click();
  await added.waitFor({ state: "detached" });
});

test("a box in the heat map, by keyboard, says what is different about it; its link opens the same", async ({
  open,
}) => {
  const page = await open("/traces?from=now-3h");
  await page.getByRole("application", { name: /^Durations of spans/ }).focus();
  for (const key of [
    "ArrowLeft",
    "Shift+ArrowLeft",
    "Shift+ArrowDown",
    "Shift+ArrowDown",
  ])
    await page.keyboard.press(key);
  for (let step = 0; step < 30; step += 1)
    await page.keyboard.press("Shift+ArrowLeft");
  for (let band = 0; band < 8; band += 1)
    await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/traces?**box=**");
  const panel = page.getByRole("region", { name: "What is different" });
  await panel.getByRole("article").first().waitFor();
  await page.getByText(/^Selected:/).waitFor();
  await page.reload();
  await settled(page);
  await panel.getByRole("article").first().waitFor();
  await page.getByRole("button", { name: "Show only these" }).click();
  await page.waitForURL(
    (url) =>
      /duration>=\S+ duration</.test(url.searchParams.get("q") ?? "") &&
      !url.searchParams.has("box"),
  );
});

test("what is different about errors is one press away, and each value is a search", async ({
  open,
}) => {
  const page = await open("/traces?from=now-3h");
  await page.getByRole("button", { name: "What is different?" }).click();
  const card = page
    .getByRole("region", { name: "What is different" })
    .getByRole("article")
    .first();
  const value = card.getByRole("listitem").first().getByRole("button").first();
  await value.click();
  await page.waitForURL((url) => (url.searchParams.get("q") ?? "") !== "");
});

test("spans: letters walk over the rows, Enter opens the span within its trace", async ({
  open,
}) => {
  const page = await open("/traces?from=now-3h&rows=spans");
  const rows = page
    .getByRole("table", { name: "Spans" })
    .locator("tbody tr[data-index]");
  await rows.first().waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.waitForFunction(
    () => document.activeElement?.closest("tr")?.dataset["index"] === "1",
  );
  await page.keyboard.press("k");
  await page.waitForFunction(
    () => document.activeElement?.closest("tr")?.dataset["index"] === "0",
  );
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/traces\/[0-9a-f]{32}\?.*span=[0-9a-f]{16}/);
});

test("older traces come by themselves at the end, and what is shown is saved", async ({
  open,
}) => {
  const page = await open("/traces?from=now-3h");
  await page.getByText("The newest 100;").waitFor();
  await page
    .getByRole("table", { name: "Traces" })
    .getByRole("link")
    .first()
    .focus();
  await page.keyboard.press("End");
  await page.getByText("The newest 200;").waitFor();
  await page.getByRole("button", { name: "Export" }).click();
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "CSV" }).click(),
  ]);
  expect(saved.suggestedFilename()).toBe("traces.csv");
});

test("nothing found, and a search that cannot be read, say what to do", async ({
  open,
}) => {
  const nothing = await open("/traces?q=service:nobody");
  await nothing.getByRole("heading", { name: "No trace matches" }).waitFor();
  await nothing.getByRole("button", { name: "search for everything" }).click();
  await nothing.waitForURL((url) => !url.searchParams.has("q"));
  const broken = await open("/traces?q=duration>");
  await broken.getByRole("alert").first().waitFor();
  await picture(broken, "traces-problem");
});

test.for<[Theme, number, number]>([
  ["light", 1_440, 900],
  ["dark", 1_440, 900],
  ["light", 1_024, 768],
  ["dark", 1_024, 768],
])(
  "nothing keeps anybody out: %s, %i × %i",
  async ([theme, width, height], { open }) => {
    const page = await open("/traces?from=now-3h&about=errors", {
      theme,
      width,
      height,
    });
    await page
      .getByRole("region", { name: "What is different" })
      .getByRole("article")
      .first()
      .waitFor();
    expect(await barriers(page)).toEqual([]);
    await picture(page, `traces-${theme}-${width}`);
  },
);
