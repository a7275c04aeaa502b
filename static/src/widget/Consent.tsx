/** What the site asks before anything is stored. */

export function Consent({ text, agree }: { text: string; agree: () => void }) {
  return (
    <div class="consent">
      <p>{text}</p>
      <button class="agree" type="button" onClick={agree}>
        I agree
      </button>
    </div>
  );
}
