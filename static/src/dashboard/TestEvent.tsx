/** The console's form that publishes a test event. */

import { useState } from "preact/hooks";
import { ApiError, call } from "../chat/api.ts";
import { CALLER } from "./caller.ts";

export interface TestEventProps {
  app: string;
  channel: string;
  url: string;
}

interface Outcome {
  isGood: boolean;
  words: string;
}

const BEGUN = '{\n  "hello": "world"\n}';

export function TestEvent({ app, channel, url }: TestEventProps) {
  const [event, setEvent] = useState("test-event");
  const [data, setData] = useState(BEGUN);
  const [isJson, setIsJson] = useState(true);
  const [isSending, setIsSending] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const publish = async () => {
    setIsSending(true);
    setOutcome(await attempt(url, { app, channel, event, data, is_json: isJson }));
    setIsSending(false);
  };
  return (
    <form
      class="rt-publish"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        if (channel) void publish();
        else setOutcome({ isGood: false, words: "Choose a channel first." });
      }}
    >
      <h3>Publish a test event{channel && ` to ${channel}`}</h3>
      <p class="rt-hint">
        Everybody who listens there gets it. That you sent it is kept in the audit log, its data is not.
      </p>
      <div class="rt-filter">
        <label class="rt-field wide">
          Event
          <input
            value={event}
            required
            maxLength={200}
            spellcheck={false}
            onInput={({ currentTarget }) => setEvent(currentTarget.value)}
          />
        </label>
        <label class="rt-field">
          Data is
          <select
            value={isJson ? "json" : "text"}
            onChange={({ currentTarget }) => setIsJson(currentTarget.value === "json")}
          >
            <option value="json">JSON</option>
            <option value="text">Text</option>
          </select>
        </label>
      </div>
      <label class="rt-field">
        Data
        <textarea
          rows={4}
          value={data}
          spellcheck={false}
          onInput={({ currentTarget }) => setData(currentTarget.value)}
        />
      </label>
      <div class="rt-filter">
        <button class="rt-button strong" disabled={isSending}>
          Publish
        </button>
        <p class={outcome?.isGood ? "rt-outcome good" : "rt-outcome bad"} role="status">
          {outcome?.words}
        </p>
      </div>
    </form>
  );
}

async function attempt(url: string, told: object): Promise<Outcome> {
  try {
    await call<object>(CALLER, url, told);
    return { isGood: true, words: `Published at ${new Date().toLocaleTimeString("en-GB")}.` };
  } catch (error) {
    return { isGood: false, words: error instanceof ApiError ? error.message : "It was not published." };
  }
}
