// A client in Node: node.mjs pusher|echo|server OPTIONS, then one order a line, in JSON.
import { createInterface } from "node:readline";
import Echo from "laravel-echo";
import ServerSdk from "pusher";
import Pusher from "pusher-js";
import { drive as driveEcho } from "./echo.mjs";
import { drive as drivePusher } from "./pusher.mjs";
import { drive as driveServer } from "./server.mjs";

const [, , library, given] = process.argv;
const { app, user, ...options } = JSON.parse(given);
const say = (said) => process.stdout.write(`${JSON.stringify(said)}\n`);
const sdk = new ServerSdk(app);

options.sign = ({ socketId, channelName }) =>
  sdk.authorizeChannel(socketId, channelName, channelName.startsWith("presence-") ? member(user) : undefined);
options.signUser = ({ socketId }) => sdk.authenticateUser(socketId, user);

const verbs = {
  pusher: () => drivePusher(Pusher, options, say),
  echo: () => driveEcho(Echo, Pusher, options, say),
  server: () => driveServer(sdk, say),
}[library]();

for await (const line of createInterface({ input: process.stdin })) {
  const { verb, ...words } = JSON.parse(line);
  await verbs[verb](words);
}
process.exit();

function member({ id, user_info }) {
  return { user_id: id, user_info };
}
