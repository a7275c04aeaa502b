/** What the widget asks of the server, as far as this page tells of it: messages on their way, pages and figures it reports. */

import type { Latency } from "./latency.ts";
import type { Exchange, Listener } from "./network.ts";

const MESSAGE = "/api/chatbot/message";
const VISIT = "/api/chatbot/visit";
const HEALTH = "/api/chatbot/health";
const STORED_NOW = 201; // and not by an earlier try

export class Traffic implements Listener {
  constructor(
    private latency: Latency,
    private report: (line: string) => void,
  ) {}

  asked({ path, body, askedAt }: Exchange): void {
    if (path === MESSAGE) this.latency.asked(told<{ client_message_id: string }>(body).client_message_id, askedAt);
    if (path === VISIT) this.report(`Page ${addressIn(body)}`);
    if (path === HEALTH) this.report(figuresIn(body));
  }

  answered({ path, askedAt }: Exchange, answer: Response): void {
    const answeredAt = Date.now();
    if (path !== MESSAGE || answer.status !== STORED_NOW) return;
    void answer.json().then(({ conversation }: { conversation: { last_message_at: string } }) => {
      this.latency.answered({ toldAt: Date.parse(conversation.last_message_at), askedAt, answeredAt });
    });
  }
}

const told = <Told>(body: string) => JSON.parse(body) as Told;

function addressIn(body: string): string {
  const { pathname, search } = new URL(told<{ page_url: string }>(body).page_url);
  return pathname + search;
}

function figuresIn(body: string): string {
  const { transport, lag_ms } = told<{ transport: string; lag_ms: number[] }>(body);
  return `How late ${lag_ms.length === 1 ? "a message was" : `${lag_ms.length} messages were`}, by ${transport}`;
}
