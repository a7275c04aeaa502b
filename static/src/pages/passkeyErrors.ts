/** Says in words what went wrong with a passkey; the library would only log it. */

export function explain(error: unknown): string {
  switch (error instanceof Error ? error.name : "") {
    case "NotAllowedError":
      return "Nothing happened: the request was cancelled, or it took too long. Please try again.";
    case "InvalidStateError":
      return "This device or key is already registered for your account.";
    case "NotSupportedError":
    case "TypeError":
      return "This browser or device cannot use passkeys here. Please sign in another way.";
    case "SecurityError":
      return "Passkeys need a secure address (https). Please tell whoever runs this site.";
    default:
      return "That did not work. Please try again, or sign in another way.";
  }
}

export function passkeyErrors(place: HTMLElement): void {
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    place.hidden = false;
    place.textContent = explain((event as CustomEvent<{ exception: unknown }>).detail.exception);
  });
}
