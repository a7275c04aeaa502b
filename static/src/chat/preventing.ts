/** In place of what the browser would do with a form. */
export const preventing = (act: () => unknown) => (event: Event) => {
  event.preventDefault();
  void act();
};
