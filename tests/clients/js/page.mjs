// The same clients in a page; the test has put `say`, `sign` and `signUser` on the window.
import Echo from "laravel-echo";
import Pusher from "pusher-js/with-encryption";
import { drive as driveEcho, verbs } from "./echo.mjs";
import { drive as drivePusher } from "./pusher.mjs";

let driven;

window.client = {
  pusher(options) {
    driven = drivePusher(Pusher, { ...options, ...signing() }, window.say);
  },
  echo(options) {
    driven = driveEcho(Echo, Pusher, { ...options, ...signing() }, window.say);
  },
  /** As an app of Laravel's has it: nothing is said of how to sign. */
  plainEcho(options) {
    driven = verbs(new Echo({ ...options, Pusher }), window.say);
  },
  order({ verb, ...words }) {
    driven[verb](words);
  },
};

const signing = () => ({ sign: window.sign, signUser: window.signUser });
