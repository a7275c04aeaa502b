/** What a browser hands out where a firewall lets nothing through: a socket that never opens, and says so after a while. */

const SO_LONG_MS = 1_000; // those who try again at once would else do nothing else

export class RefusedSocket extends EventTarget {
  readyState: number = WebSocket.CONNECTING;
  onerror: ((event: Event) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  #timer = setTimeout(() => this.#fail(), SO_LONG_MS);

  constructor(readonly url: string) {
    super();
  }

  /** A socket that is not open takes nothing. */
  send(): void {}

  close(): void {
    clearTimeout(this.#timer);
    if (this.readyState === WebSocket.CLOSED) return;
    this.readyState = WebSocket.CLOSED;
    const closed = new CloseEvent("close", { code: 1006 });
    this.onclose?.(closed);
    this.dispatchEvent(closed);
  }

  #fail(): void {
    const failed = new Event("error");
    this.onerror?.(failed);
    this.dispatchEvent(failed);
    this.close();
  }
}
