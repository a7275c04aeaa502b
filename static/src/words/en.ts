/** English, and so what there is to be said. */

const KILO = 1024;

export const en = {
  log: {
    name: "Messages",
    news: "New messages",
    deleted: "This message was deleted.",
    edited: "edited",
    read: "Read",
    you: "You",
    byBot: (name: string) => `${name} · automatic answer`,
    today: "Today",
    yesterday: "Yesterday",
    earlier: "Earlier messages",
    loadingEarlier: "Loading earlier messages…",
    tryEarlierAgain: "Try again",
    noEarlier: "Earlier messages could not be loaded.",
  },
  sending: {
    placeholder: "Write a message",
    send: "Send",
    left: (count: number) => `${count} characters left`,
    sending: "Sending…",
    sent: "Sent",
    failed: "Not sent",
    slowDown: "Slow down a little: this is sent in a moment",
    again: "Try again",
    anyway: "Send anyway",
    discard: "Discard",
  },
  typing: {
    one: (name: string) => `${name} is typing…`,
    two: (name: string, other: string) => `${name} and ${other} are typing…`,
    several: "Several people are typing…",
  },
  travel: {
    connecting: "Connecting…",
    live: "Live",
    slow: "Slow mode: messages may take a few seconds",
    reconnecting: "Reconnecting…",
    over: "You cannot follow this conversation any more. Reload the page to go on.",
    unreachable: (origin: string) =>
      `The chat cannot be reached from this page. The page's origin, ${origin}, may have to be allowed.`,
  },
  files: {
    processing: "being checked…",
    gone: "not here any more",
    refused: "not accepted",
    size: (bytes: number) => {
      if (bytes < KILO) return `${bytes} B`;
      if (bytes < KILO * KILO) return `${Math.round(bytes / KILO)} KB`;
      return `${(bytes / KILO / KILO).toFixed(1)} MB`;
    },
  },
  panel: {
    name: "Chat",
    title: "Chat with us",
    close: "Close chat",
    here: "We are here",
    away: "We are away",
    back: (day: string, clock: string) => `We are back ${day}, ${clock}`,
    another: "The earlier conversation is closed. This is a new one.",
    notStarted: "The chat could not be started.",
  },
  launcher: {
    open: "Open chat",
    close: "Close chat",
  },
  consent: {
    agree: "I agree",
    needed: "You have not agreed that we keep what you write, so nothing is sent. To chat, please agree to that.",
  },
  ending: {
    name: "The end of the conversation",
    closed: "This conversation is closed.",
    question: "How was it?",
    scores: ["Very bad", "Bad", "Fair", "Good", "Very good"],
    thanks: (score: string) => `Thank you! You rated it: ${score}.`,
    comment: "A comment, if you like",
    rate: "Send the rating",
    transcript: "Send me the transcript",
    email: "Your e-mail address",
    sendTranscript: "Send it",
    onItsWay: (email: string) => `The transcript is on its way to ${email}.`,
  },
  problems: {
    unreachable: "The server does not answer.",
    ended: "This chat is over.",
    ours: "Something went wrong here.",
    oursAgain: "Something went wrong here. Please try again.",
  },
};
