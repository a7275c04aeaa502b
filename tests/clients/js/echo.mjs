// laravel-echo, told what to do and telling what its callbacks are told.

export function drive(Echo, Pusher, options, say) {
  const { sign, signUser, ...rest } = options;
  const echo = new Echo({
    ...rest,
    Pusher,
    channelAuthorization: { customHandler: answered(sign) },
    userAuthentication: { customHandler: answered(signUser) },
  });
  return verbs(echo, say);
}

export function verbs(echo, say) {
  const connection = echo.connector.pusher.connection;
  const greet = () => say({ event: "connected", data: echo.socketId() });
  if (connection.state === "connected") greet();
  connection.bind("connected", greet);

  return {
    /** `kind` is how Echo calls it: channel, private, encryptedPrivate or join. */
    listen({ kind, channel, event }) {
      echo[kind](channel)
        .subscribed(() => say({ channel, event: "subscribed", data: null }))
        .error((error) => say({ channel, event: "error", data: error }))
        .listen(event, (data) => say({ channel, event, data }));
    },
    join({ channel }) {
      echo
        .join(channel)
        .here((data) => say({ channel, event: "here", data }))
        .joining((data) => say({ channel, event: "joining", data }))
        .leaving((data) => say({ channel, event: "leaving", data }));
    },
    listenForWhisper({ kind, channel, event }) {
      echo[kind](channel).listenForWhisper(event, (data) => say({ channel, event, data }));
    },
    whisper({ kind, channel, event, data }) {
      echo[kind](channel).whisper(event, data);
    },
    leave({ channel }) {
      echo.leave(channel);
    },
    signin() {
      const { pusher } = echo.connector;
      pusher.user.bind_global((event, data) => say({ channel: "#user", event, data }));
      pusher.signin();
      pusher.user.signinDonePromise.then(() => say({ event: "signed_in", data: pusher.user.user_data }));
    },
  };
}

const answered = (ask) => (asked, callback) =>
  Promise.resolve(ask(asked)).then(
    (answer) => callback(null, answer),
    (error) => callback(error, null),
  );
