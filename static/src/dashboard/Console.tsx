/** The debug console: one channel of one app, live, and test events for it. */

import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import { useId } from "../chat/useId.ts";
import type { Channel } from "./realtimeStatus.ts";
import { Ear, type Hearing, type Target } from "./Ear.ts";
import { changed, isEncrypted, isGuarded, NOTHING, pretty } from "./overheard.ts";
import { OverheardList } from "./OverheardList.tsx";
import { Panel } from "./Panel.tsx";
import { TestEvent } from "./TestEvent.tsx";

export interface ConsoleProps {
  apps: Target["app"][];
  address: Target["address"];
  urls: { auth: string; publish: string };
}

interface Asked {
  channels: Channel[]; // to choose from
  wanted: Pick<Channel, "app" | "name"> | null; // chosen elsewhere on the page
}

export function Console({ apps, address, urls, channels, wanted }: ConsoleProps & Asked) {
  const [appId, setApp] = useState(apps[0]?.id ?? "");
  const [channel, setChannel] = useState("");
  const { hearing, heardOn, log, change, listen, stop } = useEar();
  const place = useRef<HTMLDivElement>(null);
  const names = useId();
  const open = (id: string, name: string) => {
    const app = apps.find((each) => each.id === id);
    if (app && name) listen({ app, channel: name, address, authEndpoint: urls.auth });
  };
  useEffect(() => {
    if (!wanted) return;
    setApp(wanted.app);
    setChannel(wanted.name);
    open(wanted.app, wanted.name);
    place.current?.scrollIntoView({ block: "start" });
  }, [wanted]);
  if (apps.length === 0) return <NoApps />;
  return (
    <Panel title="Debug console">
      <div ref={place}>
        <form
          class="rt-filter"
          onSubmit={(event) => {
            event.preventDefault();
            open(appId, channel);
          }}
        >
          <label class="rt-field">
            App
            <select value={appId} onChange={({ currentTarget }) => setApp(currentTarget.value)}>
              {apps.map(({ id }) => (
                <option key={id}>{id}</option>
              ))}
            </select>
          </label>
          <label class="rt-field wide">
            Channel
            <input
              value={channel}
              required
              pattern="[A-Za-z0-9_=@,.;\-]{1,164}"
              title="1 to 164 characters, only of A-Z a-z 0-9 _-=@,.;"
              list={names}
              autocomplete="off"
              spellcheck={false}
              onInput={({ currentTarget }) => setChannel(currentTarget.value)}
            />
          </label>
          <datalist id={names}>
            {channels.filter(({ app }) => app === appId).map(({ name }) => <option key={name} value={name} />)}
          </datalist>
          <button class="rt-button strong">Listen</button>
          {hearing.state !== "deaf" && hearing.state !== "refused" && (
            <button type="button" class="rt-button" onClick={stop}>
              Stop
            </button>
          )}
        </form>
        <p class={`rt-hearing ${hearing.state}`} role="status">
          {inWords(hearing, heardOn)}
        </p>
        {isEncrypted(heardOn) && (
          <p class="rt-hint">
            This channel is encrypted: what you see is its ciphertext. The key stays with its members.
          </p>
        )}
        <OverheardList log={log} change={change} isListening={hearing.state === "listening"} />
      </div>
      <TestEvent app={appId} channel={channel} url={urls.publish} />
    </Panel>
  );
}

function NoApps() {
  return (
    <Panel title="Debug console">
      <p class="rt-hint">No app has a key, so nobody can connect. Set REVERB_APP_KEY and REVERB_APP_SECRET.</p>
    </Panel>
  );
}

function useEar() {
  const [hearing, setHearing] = useState<Hearing>({ state: "deaf" });
  const [heardOn, setHeardOn] = useState("");
  const [log, change] = useReducer(changed, NOTHING);
  const ear = useRef<Ear | null>(null);
  const count = useRef(0);
  useEffect(() => () => ear.current?.close(), []);
  const stop = () => {
    ear.current?.close();
    setHearing({ state: "deaf" });
  };
  const listen = (target: Target) => {
    ear.current?.close();
    setHeardOn(target.channel);
    change({ name: "cleared" });
    ear.current = new Ear(target, {
      changed: setHearing,
      heard: (event, data) => {
        const line = { id: (count.current += 1), at: new Date(), event, text: pretty(data) };
        change({ name: "heard", line });
      },
    });
    void ear.current.open();
  };
  return { hearing, heardOn, log, change, listen, stop };
}

function inWords(hearing: Hearing, channel: string): string {
  switch (hearing.state) {
    case "deaf":
      return "Choose a channel and press Listen: what is said there appears here.";
    case "connecting":
      return `Connecting to ${channel}…`;
    case "listening":
      return `Listening to ${channel}${isGuarded(channel) ? ", unseen by its members. This is in the audit log" : ""}.`;
    case "lost":
      return "The connection is lost. Trying again…";
    case "refused":
      return `Not listening: ${hearing.reason}`;
  }
}
