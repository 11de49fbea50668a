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
