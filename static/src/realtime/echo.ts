/**
 * The two libraries, in a file of their own that is loaded when somebody really talks.
 *
 * pusher-js comes in its worker build: unlike the one for pages it sets no `window.Pusher`,
 * writes nothing into the host page's storage and never loads a script from a CDN.
 */

export { default as Echo } from "laravel-echo";
export { default as Pusher } from "pusher-js/worker";

console.debug("Laravel Echo loaded");
console.debug("Pusher loaded");
