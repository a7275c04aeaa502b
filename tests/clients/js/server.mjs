// The `pusher` SDK for servers: each order is a call of it, and what it answers is told.
export function drive(sdk, say) {
  const answer = async (call) => {
    try {
      const told = await call();
      const body = typeof told?.text === "function" ? await told.text() : told;
      say({ event: "answer", data: typeof body === "string" ? JSON.parse(body || "{}") : (body ?? null) });
    } catch (error) {
      say({ event: "refused", data: { status: error.status ?? null, message: error.message } });
    }
  };
  return {
    trigger: ({ channels, event, data, params }) => answer(() => sdk.trigger(channels, event, data, params)),
    batch: ({ batch }) => answer(() => sdk.triggerBatch(batch)),
    toUser: ({ user, event, data }) => answer(() => sdk.sendToUser(user, event, data)),
    get: ({ path, params }) => answer(() => sdk.get({ path, params })),
    terminate: ({ user }) => answer(() => sdk.terminateUserConnections(user)),
    webhook: ({ headers, body }) =>
      answer(() => {
        const hook = sdk.webhook({ headers, rawBody: body });
        return { valid: hook.isValid(), events: hook.isValid() ? hook.getEvents() : [] };
      }),
  };
}
