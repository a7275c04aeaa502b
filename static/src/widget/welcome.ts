/** The first request: who we are, which page this is, and what the page has told of its visitor. */

import { ApiError, type Caller, type Identity, init, type InitAnswer, type Introduction } from "../chat/api.ts";
import { insist, type Patience } from "../chat/insist.ts";
import type { Embed } from "./embed.ts";
import { localeOf } from "./speech.ts";
import type { Told } from "./told.ts";
import type { Visits } from "./reports/visits.ts";

export interface Beginning {
  caller: Caller;
  embed: Embed;
  told: Told;
  visits: Visits;
  mayGoOn: Patience["mayGoOn"];
}

/** Asks until there is an answer. Whoever cannot be proven to be who the page says may chat as anybody. */
export async function welcome(beginning: Beginning, identity: Identity | undefined): Promise<InitAnswer> {
  const { caller, mayGoOn } = beginning;
  try {
    return await insist(() => init(caller, introduction(beginning, identity)), { mayGoOn });
  } catch (error) {
    if (!identity || !isAboutIdentity(error)) throw error;
    console.error(`ChatbotWidget.identify: ${error.message}`); // for those who made the page
    return welcome(beginning, undefined);
  }
}

const isAboutIdentity = (error: unknown): error is ApiError =>
  error instanceof ApiError && Object.keys(error.body.errors ?? {}).some((field) => field.startsWith("identity"));

const introduction = ({ embed, told, visits }: Beginning, identity: Identity | undefined): Introduction => ({
  site: embed.site,
  ...(told.consent && { consent: true }),
  ...(identity && { identity }),
  ...visits.arrival(),
  locale: localeOf(embed),
  timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
});
