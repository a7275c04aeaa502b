import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { pass, settled, useFakeClock } from "../../realtime/testing.ts";
import { Visits } from "./visits.ts";

const SHOP = "https://shop.example";
const SOON_MS = 1_000;
const caller = { base: "https://chat.example/", headers: () => ({}), credentials: "omit" as const };

beforeEach(useFakeClock);

/** A page in a browser, with or without the Navigation API. */
function browser({ isModern = true, privacy = {} }: { isModern?: boolean; privacy?: object } = {}) {
  const [window, document, navigation] = [new EventTarget(), new EventTarget(), new EventTarget()];
  Object.assign(document, { hidden: false, title: "", referrer: "https://search.example/" });
  const globals = {
    location: { href: `${SHOP}/` },
    document,
    navigator: privacy,
    addEventListener: window.addEventListener.bind(window),
  };
  for (const [name, value] of Object.entries(globals)) Object.defineProperty(globalThis, name, { value, configurable: true });
  if (isModern) Object.defineProperty(globalThis, "navigation", { value: navigation, configurable: true });
  else Reflect.deleteProperty(globalThis, "navigation");
  return {
    /** What `history.pushState` does, and what of it a script can hear of. */
    goes(address: string, { title = "", sign = "click" } = {}) {
      globals.location.href = address;
      Object.assign(document, { title });
      if (isModern) navigation.dispatchEvent(new Event("currententrychange"));
      else window.dispatchEvent(new Event(sign));
    },
    isHidden(hidden: boolean) {
      Object.assign(document, { hidden });
      document.dispatchEvent(new Event("visibilitychange"));
    },
  };
}

const answering = (answer: () => Response = () => Response.json({ success: true })) => {
  const fetched = mock.fn(async (_: URL, request?: RequestInit) => [answer(), request][0] as Response);
  Object.assign(globalThis, { fetch: fetched });
  return fetched;
};

const told = (fetched: ReturnType<typeof answering>) =>
  fetched.mock.calls.map(({ arguments: [address, request] }) => {
    assert.equal(address.pathname, "/api/chatbot/visit");
    return JSON.parse(String(request?.body));
  });

/** A visitor whose first page went along with the beginning, some time ago. */
async function begun() {
  const visits = new Visits(caller);
  visits.arrival();
  visits.begin();
  await pass(SOON_MS);
  return visits;
}

for (const isModern of [true, false]) {
  test(`a page that becomes another is told once, ${isModern ? "as the browser says so" : "after a click"}`, async () => {
    const page = browser({ isModern });
    const fetched = answering();
    await begun();

    page.goes(`${SHOP}/shoes`, { title: "Shoes" });
    await pass(SOON_MS);
    page.goes(`${SHOP}/shoes`);
    await pass(SOON_MS);

    assert.deepEqual(told(fetched), [{ page_url: `${SHOP}/shoes`, title: "Shoes" }]);
  });
}

test("the way back is heard of in every browser", async () => {
  const page = browser({ isModern: false });
  const fetched = answering();
  await begun();

  page.goes(`${SHOP}/back`, { sign: "popstate" });
  await pass(SOON_MS);

  assert.deepEqual(told(fetched).map(({ page_url }) => page_url), [`${SHOP}/back`]);
});

test("there and back are told both", async () => {
  const page = browser();
  const fetched = answering();
  await begun();

  for (const address of [`${SHOP}/shoes`, `${SHOP}/`]) {
    page.goes(address);
    await pass(SOON_MS);
  }

  assert.deepEqual(told(fetched).map(({ page_url }) => page_url), [`${SHOP}/shoes`, `${SHOP}/`]);
});

test("the first page goes along with the beginning, and is not said twice", async () => {
  browser();
  const fetched = answering();
  const visits = new Visits(caller);

  assert.deepEqual(visits.arrival(), { page_url: `${SHOP}/`, referrer: "https://search.example/" });
  visits.begin();
  await pass(SOON_MS);

  assert.deepEqual(told(fetched), []);
});

test("a page that became another while we asked is told", async () => {
  const page = browser();
  const fetched = answering();
  const visits = new Visits(caller);
  visits.arrival();
  page.goes(`${SHOP}/shoes`);

  visits.begin();
  await pass(SOON_MS);

  assert.deepEqual(told(fetched).map(({ page_url }) => page_url), [`${SHOP}/shoes`]);
});

test("before the visitor is known, and after the end, nothing is told", async () => {
  const page = browser();
  const fetched = answering();
  const visits = new Visits(caller);
  visits.arrival();
  page.goes(`${SHOP}/before`);
  await pass(SOON_MS);

  visits.begin();
  visits.end();
  page.goes(`${SHOP}/after`);
  await pass(SOON_MS);

  assert.deepEqual(told(fetched), []);
});

test("what is only passed by is not looked at", async () => {
  const page = browser();
  const fetched = answering();
  await begun();

  page.goes(`${SHOP}/?q=s`);
  await pass(SOON_MS - 1);
  page.goes(`${SHOP}/?q=shoes`);
  await pass(SOON_MS - 1);
  assert.deepEqual(told(fetched), []);
  await pass(1);

  assert.deepEqual(told(fetched).map(({ page_url }) => page_url), [`${SHOP}/?q=shoes`]);
});

test("a page that nobody sees is told when it is seen", async () => {
  const page = browser();
  const fetched = answering();
  await begun();
  page.isHidden(true);
  page.goes(`${SHOP}/shoes`);
  await pass(SOON_MS);
  assert.deepEqual(told(fetched), []);

  page.isHidden(false);
  await pass(SOON_MS);

  assert.deepEqual(told(fetched).map(({ page_url }) => page_url), [`${SHOP}/shoes`]);
});

test("what stands behind # is the page's own business", async () => {
  const page = browser();
  const fetched = answering();
  const visits = await begun();

  page.goes(`${SHOP}/#secret`);
  await pass(SOON_MS);

  assert.deepEqual([told(fetched), visits.arrival().page_url], [[], `${SHOP}/`]);
});

for (const privacy of [{ doNotTrack: "1" }, { globalPrivacyControl: true }]) {
  test(`whoever asks not to be tracked tells no page: ${Object.keys(privacy)}`, async () => {
    const page = browser({ privacy });
    const fetched = answering();
    const visits = new Visits(caller);

    assert.deepEqual(visits.arrival(), {});
    visits.begin();
    page.goes(`${SHOP}/shoes`);
    await pass(SOON_MS);

    assert.deepEqual(told(fetched), []);
  });
}

test("a file, or a page of an app's own, is no page on the web", async () => {
  const page = browser();
  const fetched = answering();
  const visits = await begun();

  page.goes("file:///home/vera/index.html");
  await pass(SOON_MS);

  assert.deepEqual([told(fetched), visits.arrival()], [[], {}]);
});

test("a page that could not be told is not told again, and the next one is", async () => {
  const page = browser();
  const fetched = answering(() => Response.json({ code: "unavailable" }, { status: 503 }));
  await begun();

  for (const address of [`${SHOP}/shoes`, `${SHOP}/shoes`, `${SHOP}/hats`]) {
    page.goes(address);
    await pass(SOON_MS);
  }

  assert.deepEqual(told(fetched).map(({ page_url }) => page_url), [`${SHOP}/shoes`, `${SHOP}/hats`]);
});

test("who is not known any more tells no more", async () => {
  const page = browser();
  const fetched = answering(() => Response.json({ code: "authentication_failed" }, { status: 401 }));
  await begun();

  for (const address of [`${SHOP}/shoes`, `${SHOP}/hats`]) {
    page.goes(address);
    await pass(SOON_MS);
    await settled();
  }

  assert.equal(fetched.mock.callCount(), 1);
});
