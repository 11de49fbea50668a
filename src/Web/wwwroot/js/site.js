// Small helpers of every page; pages work without them.

const reconnect = document.getElementById('components-reconnect-modal');
if (reconnect) {
  // "rejected": the server was restarted or dropped the circuit, so only a new page can go on.
  new MutationObserver(() => {
    if (reconnect.classList.contains('components-reconnect-rejected')) {
      location.reload();
    }
  }).observe(reconnect, { attributes: true, attributeFilter: ['class'] });
}

document.addEventListener('click', event => {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest('[data-reload]')) {
    event.preventDefault();
    location.reload();
  } else if (target?.closest('[data-print]')) {
    window.print();
  }

  // A menu made of <details> closes when the reader goes elsewhere.
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (!menu.contains(target) || target.closest('a')) {
      menu.open = false;
    }
  }
});

document.addEventListener('keydown', event => {
  if (event.key === 'Escape') {
    for (const menu of document.querySelectorAll('details.menu[open]')) {
      menu.open = false;
      menu.querySelector('summary')?.focus();
    }
  }
});

// A form that is being sent cannot be sent a second time by an impatient click.
document.addEventListener('submit', event => {
  const form = event.target;
  if (form instanceof HTMLFormElement && form.method === 'post') {
    setTimeout(() => {
      for (const button of form.querySelectorAll('button[type=submit]')) {
        button.setAttribute('aria-busy', 'true');
      }
    });
  }
});

// A file that is too big is refused before it is sent; the server would refuse it too.
document.addEventListener('change', event => {
  const input = event.target;
  if (input instanceof HTMLInputElement && input.dataset.largest) {
    const tooBig = input.files[0]?.size > Number(input.dataset.largest);
    input.setCustomValidity(tooBig ? input.dataset.tooBig : '');
    input.reportValidity();
  }
});

// 在本机复算: the visitor's own browser computes the draw again from the proof that the page publishes.
const show = (place, part, text) => { place.querySelector(`[data-part=${part}]`).textContent = text; };
const recomputeHere = async (bar, button) => {
  const place = document.getElementById('recomputed');
  const verdict = place.querySelector('[data-part=verdict]');
  const say = (text, tone) => {
    verdict.textContent = text;
    verdict.className = `notice ${tone}`;
    place.hidden = false;
  };
  const table = place.querySelector('table');
  table.hidden = true;
  button.setAttribute('aria-busy', 'true');
  say(bar.dataset.busy, '');
  try {
    const { recompute } = await import('./draw-v1.js');
    const answer = await fetch(new URL(bar.dataset.recompute, document.baseURI));
    if (!answer.ok) throw new Error(`${answer.status}`);
    const proof = await answer.json();
    const computed = recompute(proof);
    for (const name of ['poolHash', 'seed']) {
      show(place, `published-${name}`, proof[name]);
      show(place, `computed-${name}`, computed[name]);
    }
    show(place, 'published-picks', proof.picks.join(' '));
    show(place, 'computed-picks', computed.picks.join(' '));
    table.hidden = false;
    say(computed.agrees ? bar.dataset.agrees : bar.dataset.differs, computed.agrees ? 'notice-good' : 'refusal');
  } catch {
    say(bar.dataset.failed, 'notice-warn');
  } finally {
    button.removeAttribute('aria-busy');
  }
};
document.addEventListener('click', event => {
  const button = event.target instanceof Element ? event.target.closest('[data-recompute] button') : null;
  if (button) {
    recomputeHere(button.closest('[data-recompute]'), button);
  }
});
