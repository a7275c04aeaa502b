// pusher-js, told what to do and telling all it hears. It runs in Node and in a browser.

const CLIENT_EVENT = "client-greeted";

export function drive(Pusher, options, say) {
  const { sign, signUser, ...rest } = options;
  const pusher = new Pusher(rest.key, {
    ...rest,
    channelAuthorization: { customHandler: answered(sign) },
    userAuthentication: { customHandler: answered(signUser) },
  });
  pusher.connection.bind("connected", () => say({ event: "connected", data: pusher.connection.socket_id }));
  pusher.connection.bind("state_change", ({ current }) => say({ event: "state", data: current }));
  pusher.connection.bind("error", ({ data, error }) => say({ event: "error", data: data ?? error?.data ?? null }));
  pusher.user.bind_global((event, data) => say({ channel: "#user", event, data }));
  pusher.user.watchlist.bind_global((event, data) => say({ channel: "#watchlist", event, data }));

  return {
    subscribe({ channel }) {
      const subscribed = pusher.subscribe(channel);
      subscribed.bind_global((event, data) => {
        if (!event.startsWith("client-")) say({ channel, event, data: data ?? null });
      });
      // Only those who name an event are told who sent it.
      subscribed.bind(CLIENT_EVENT, (data, more) => say({ channel, event: CLIENT_EVENT, data, ...more }));
    },
    unsubscribe({ channel }) {
      pusher.unsubscribe(channel);
    },
    trigger({ channel, event, data }) {
      try {
        pusher.channel(channel).trigger(event, data);
      } catch (error) {
        say({ channel, event: "thrown", data: error.name });
      }
    },
    signin() {
      pusher.signin();
      pusher.user.signinDonePromise.then(() => say({ event: "signed_in", data: pusher.user.user_data }));
    },
  };
}

/** A promise's outcome, as pusher-js wants to be called back. */
const answered = (ask) => (asked, callback) =>
  Promise.resolve(ask(asked)).then(
    (answer) => callback(null, answer),
    (error) => callback(error, null),
  );
