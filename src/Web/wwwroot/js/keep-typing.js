// What is typed into a page of the workspace and not yet sent lives in the browser and in the node that shows the page. When that node goes,
// the page is loaded again from another one: this carries over what was typed. It is kept in this tab, for this one loading, and forgotten then.

const KEY = 'market-typed';
const LONGEST_WAIT = 60000;
const LOOK = 200;
const touched = new Set();

const isKept = field =>
  (field instanceof HTMLTextAreaElement
    || field instanceof HTMLSelectElement
    || (field instanceof HTMLInputElement && !['password', 'file', 'hidden', 'submit', 'button', 'reset'].includes(field.type)))
  && field.autocomplete !== 'one-time-code'
  && field.closest('main') !== null
  && field.closest('form[method=post]') === null;

// Names of fields are made anew with the page where they have none of their own, so the label names them too.
const labelOf = field => field.labels?.[0]?.innerText.trim() ?? field.getAttribute('aria-label') ?? '';
const nameOf = field => JSON.stringify([field.tagName, field.type, labelOf(field) || field.id, field.type === 'radio' ? field.value : '']);
const isSwitch = field => field.type === 'checkbox' || field.type === 'radio';
const valueOf = field => (isSwitch(field) ? field.checked : field.value);
const fields = () => [...document.querySelectorAll('main input, main textarea, main select')].filter(isKept);

for (const kind of ['input', 'change']) {
  document.addEventListener(kind, event => {
    if (event.isTrusted && isKept(event.target)) {
      touched.add(nameOf(event.target));
    }
  }, true);
}

// Only a page that has lost its node is carried over: whoever leaves a page by himself leaves it.
addEventListener('pagehide', () => {
  const state = document.getElementById('components-reconnect-modal')?.className ?? '';
  if (/components-reconnect-(show|retrying|failed|rejected|paused|resume-failed)/.test(state)) {
    const typed = fields().filter(field => touched.has(nameOf(field))).map(field => [nameOf(field), valueOf(field)]);
    // Loaded again before it was connected, it holds nothing yet: what was kept then stays.
    if (typed.length > 0) {
      sessionStorage.setItem(KEY, JSON.stringify({ page: location.href, typed }));
    }
  }
});

const put = (field, value) => {
  if (isSwitch(field)) {
    if (field.checked !== value) {
      field.click();
    }
  } else if (field.value !== value) {
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }
};

/** Called by every page of a workspace as soon as it is connected: before that nobody would hear what is put into its fields. */
export const connected = () => {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
  sessionStorage.removeItem(KEY);
  if (kept?.page !== location.href) {
    return;
  }

  const entered = new Map(kept.typed);
  const waiting = new Set(entered.keys());
  const until = performance.now() + LONGEST_WAIT;
  const look = () => {
    for (const field of fields()) {
      const name = nameOf(field);
      if (waiting.has(name) && !field.matches(':disabled')) {
        waiting.delete(name);
        touched.add(name);
        put(field, entered.get(name));
      }
    }

    if (waiting.size > 0 && performance.now() < until) {
      setTimeout(look, LOOK);
    }
  };
  look();
};
