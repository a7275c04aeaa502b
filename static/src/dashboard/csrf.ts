/** Django's token against forged requests: from the cookie, which is always the newest, else from the page. */

const COOKIE = /(?:^|; )smartlink_csrf=([^;]+)/;

export function csrfToken(): string {
  const cookie = COOKIE.exec(document.cookie)?.[1];
  return cookie ?? document.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
}
