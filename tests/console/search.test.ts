import {
  barriers,
  expect,
  focused,
  picture,
  settled,
  test,
  type Theme,
} from "./browser";

test("a search is written with suggestions of keys, operators and values, by keyboard alone", async ({
  open,
}) => {
  const page = await open("/traces");
  await page.keyboard.press("/");
  const box = page.getByRole("combobox", { name: "Search traces" });
  await box.pressSequentially("serv");
  await page
    .getByRole("option", { name: /^service/ })
    .first()
    .waitFor();
  await page.keyboard.press("Tab");
  expect(await box.inputValue()).toMatch(/^service/);
  await box.fill("service:");
  await box.pressSequentially("aud");
  await page.getByRole("option", { name: /^audit/ }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  expect(await box.inputValue()).toBe("service:audit ");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/traces?q=service:audit");
  await settled(page);
  expect(await page.locator("tbody tr[data-index]").count()).toBeGreaterThan(0);
});

test("what cannot be read is marked at its place, in words too, until it is changed", async ({
  open,
}) => {
  const page = await open("/traces?q=service:audit+duration>");
  await page.getByRole("alert").filter({ hasText: "Character 24" }).waitFor();
  const box = page.getByRole("combobox", { name: "Search traces" });
  expect(await box.getAttribute("aria-invalid")).toBe("true");
  await picture(page, "search-error");
  await box.focus();
  await page.keyboard.press("End");
  await page.keyboard.type("1ms");
  expect(await box.getAttribute("aria-invalid")).toBe("false");
});

test("a search that is cleared leaves one in the box", async ({ open }) => {
  const page = await open("/traces?q=service:audit");
  await page.getByRole("button", { name: "Clear the search" }).press("Enter");
  await page.waitForURL((url) => !url.searchParams.has("q"));
  expect(await focused(page)).toBe("Search traces");
});

test("a key that nobody has sent is a warning; the search runs", async ({
  open,
}) => {
  const page = await open("/traces?q=servise:audit");
  await page.getByRole("status").filter({ hasText: "servise" }).waitFor();
  await picture(page, "search-warning");
});

test("searches that were run are offered when the box is empty", async ({
  open,
}) => {
  const page = await open("/traces");
  const box = page.getByRole("combobox", { name: "Search traces" });
  await box.fill("status:error kind:server");
  await box.press("Escape");
  await box.press("Enter");
  await page.waitForURL("**q=status:error+kind:server");
  await page.getByRole("button", { name: "Clear the search" }).click();
  await page.waitForURL((url) => !url.searchParams.has("q"));
  await box.focus();
  await page.getByRole("option", { name: "status:error kind:server" }).click();
  await page.waitForURL("**q=status:error+kind:server");
});

test("the sheet says how a search is written", async ({ open }) => {
  const page = await open("/traces");
  await page.getByRole("button", { name: "How a search is written" }).click();
  await page
    .getByRole("dialog", { name: "How a search is written" })
    .getByText("begins with")
    .waitFor();
});

test.for<Theme>(["light", "dark"])(
  "keeps nobody out while one writes (%s)",
  async (theme, { open }) => {
    const page = await open("/traces?q=status:error", { theme });
    await page.keyboard.press("/");
    await page.keyboard.press("End");
    await page.keyboard.type(" http.r");
    await page.getByRole("option").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await picture(page, `search-${theme}`);
    expect(await barriers(page)).toEqual([]);
  },
);
