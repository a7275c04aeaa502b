/** Calls back when the page may have missed something: network back, page seen again, woken from sleep. */

export function onWake(wake: () => void): () => void {
  const seen = () => {
    if (!document.hidden) wake();
  };
  addEventListener("online", wake);
  addEventListener("pageshow", wake);
  document.addEventListener("visibilitychange", seen);
  return () => {
    removeEventListener("online", wake);
    removeEventListener("pageshow", wake);
    document.removeEventListener("visibilitychange", seen);
  };
}
