/** `window.Echo`, for whoever looks for faults from the browser's console. */

import type { Echo } from "../realtime/echoLink.ts";

declare global {
  interface Window {
    Echo?: Echo;
  }
}

/** With `connector.socket`, which Echo itself has for Socket.IO only. */
export function expose(echo: Echo): void {
  const { connection } = echo.connector.pusher;
  const socket = {
    get state() {
      return connection.state;
    },
    get connected() {
      return connection.state === "connected";
    },
  };
  Object.assign(echo.connector, { socket });
  window.Echo = echo;
}
