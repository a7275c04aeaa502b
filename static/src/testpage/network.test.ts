import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { pass, useFakeClock } from "../realtime/testing.ts";
import { type Exchange, Network } from "./network.ts";

const OWN = "ws://shop.example/app/own-key?protocol=7";
const PUSHER = "wss://ws-eu.pusher.com/app/their-key?protocol=7";

/** A browser's socket, which opens whatever it is asked. */
class OpenSocket extends EventTarget {
  static CONNECTING = 0;
  static CLOSED = 3;
  isOpen = true;

  close(): void {
    this.isOpen = false;
    this.dispatchEvent(new Event("close"));
  }
}

beforeEach(useFakeClock);

function installed() {
  const asked: Exchange[] = [];
  const answered: [Exchange, number][] = [];
  const listener = {
    asked: (exchange: Exchange) => asked.push(exchange),
    answered: (exchange: Exchange, { status }: Response) => answered.push([exchange, status]),
  };
  const signs: string[] = [];
  const page = {
    WebSocket: OpenSocket,
    fetch: mock.fn(async (..._: Parameters<typeof fetch>) => Response.json({ said: "yes" }, { status: 201 })),
    XMLHttpRequest: class extends EventTarget {
      sent: unknown[] = [];
      send(body: unknown): void {
        this.sent.push(body);
      }
    },
    navigator: {} as { onLine?: boolean },
  };
  const globals = {
    WebSocket: OpenSocket,
    CloseEvent: Event,
    ProgressEvent: Event,
    location: { href: "https://shop.example/" },
    dispatchEvent: ({ type }: Event) => signs.push(type),
  };
  Object.assign(globalThis, globals);
  const network = new Network(listener);
  const reached = page.fetch;
  network.install(page as unknown as Window & typeof globalThis);
  const open = (address: string) => new page.WebSocket(...([address] as unknown as [])) as unknown;
  return { network, page, reached, open, asked, answered, signs };
}

const isOpen = (socket: unknown) => socket instanceof OpenSocket && socket.isOpen;

test("sockets are the browser's own, until their provider is switched off", () => {
  const { network, open } = installed();
  const [own, theirs] = [open(OWN), open(PUSHER)];
  assert.deepEqual([isOpen(own), isOpen(theirs)], [true, true]);

  network.allow("own-key", false);

  assert.deepEqual([isOpen(own), isOpen(theirs)], [false, true]);
  assert.deepEqual([isOpen(open(OWN)), isOpen(open(PUSHER))], [false, true]);
  network.allow("own-key", true);
  assert.equal(isOpen(open(OWN)), true);
});

test("a refused socket says so after a while, as with a firewall, and once", async () => {
  const { network, open } = installed();
  network.allow("own-key", false);
  const socket = open(OWN) as WebSocket;
  const said: string[] = [];
  socket.onerror = () => said.push("error");
  socket.onclose = () => said.push("close");
  assert.deepEqual(said, []);

  await pass(1_000);
  socket.close();

  assert.deepEqual(said, ["error", "close"]);
});

test("what is cut may be opened again", () => {
  const { network, open } = installed();
  const socket = open(OWN);

  network.cut();

  assert.deepEqual([isOpen(socket), isOpen(open(OWN))], [false, true]);
});

test("offline nothing gets through, and the page is told as by a browser", async () => {
  const { network, page, reached, open, signs } = installed();
  const socket = open(PUSHER);

  network.turn(false);

  await assert.rejects(page.fetch("/api/chatbot/message"), TypeError);
  assert.deepEqual([isOpen(socket), isOpen(open(OWN)), page.navigator.onLine], [false, false, false]);
  assert.equal(reached.mock.callCount(), 0);
  network.turn(true);
  assert.deepEqual([isOpen(open(OWN)), page.navigator.onLine, signs], [true, true, ["offline", "online"]]);
});

test("files do not get through either", async () => {
  const { network, page } = installed();
  const upload = new page.XMLHttpRequest();
  const failed = mock.fn();
  upload.addEventListener("error", failed);

  network.turn(false);
  upload.send("a file");
  await pass(0);
  assert.deepEqual([upload.sent, failed.mock.callCount()], [[], 1]);
  network.turn(true);
  upload.send("a file");

  assert.deepEqual(upload.sent, ["a file"]);
});

test("whoever asks gets the answer, and the page hears of both", async () => {
  const { page, asked, answered } = installed();

  const answer = await page.fetch("https://chat.example/api/chatbot/visit?x=1", { method: "POST", body: "{}" });

  assert.deepEqual(await answer.json(), { said: "yes" });
  assert.deepEqual(asked.map(({ path, body }) => [path, body]), [["/api/chatbot/visit", "{}"]]);
  assert.deepEqual(answered.map(([{ path }, status]) => [path, status]), [["/api/chatbot/visit", 201]]);
});
