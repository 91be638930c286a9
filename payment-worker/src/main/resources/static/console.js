// What the pages need beyond htmx: small, and without any of them a page still works, but for asking before an act.
(() => {
  'use strict';

  const token = document.querySelector('meta[name=csrf-token]');

  // Which requests an operator makes, and which a page makes by itself, and must not keep a session alive.
  document.addEventListener('htmx:configRequest', event => {
    if (token) event.detail.headers[token.dataset.header] = token.content;
    if (!event.detail.triggeringEvent) event.detail.headers['X-By-Itself'] = 'true';
  });

  // A page that refreshes itself must say so when it can't.
  const lost = away => { const note = document.getElementById('lost'); if (note) note.hidden = !away; };
  document.addEventListener('htmx:sendError', () => lost(true));
  document.addEventListener('htmx:timeout', () => lost(true));
  document.addEventListener('htmx:responseError', event => {
    lost(event.detail.xhr.status >= 500);
    const box = event.detail.target;
    if (box && box.matches('.raw .body')) {
      box.textContent = event.detail.xhr.status === 404 ? 'It is gone.' : 'It can\'t be shown now.';
    }
  });
  document.addEventListener('htmx:afterRequest', event => { if (event.detail.successful) lost(false); });

  // <form data-confirm="Discard it?"> or <button data-confirm="…">
  const dialog = document.getElementById('confirm');
  document.addEventListener('submit', event => {
    const form = event.target;
    const button = event.submitter;
    const question = (button && button.dataset.confirm) || form.dataset.confirm;
    if (!question || form.dataset.confirmed || !dialog) return;
    event.preventDefault();
    dialog.querySelector('#confirm-text').textContent = question;
    dialog.onclose = () => {
      if (dialog.returnValue !== 'yes') return;
      form.dataset.confirmed = 'true';
      form.requestSubmit(button);
      delete form.dataset.confirmed;
    };
    dialog.returnValue = 'no';
    dialog.showModal();
  });
  if (dialog) {
    dialog.querySelectorAll('button').forEach(button => button.addEventListener('click', () => dialog.close(button.value)));
  }

  document.addEventListener('click', async event => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    let copied = true;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      // Without https there is no clipboard: mark the text, so that it can be copied by hand.
      copied = false;
      const text = button.previousElementSibling;
      if (text) getSelection().selectAllChildren(text);
    }
    const before = button.textContent;
    button.textContent = copied ? 'copied' : 'Ctrl-C';
    setTimeout(() => { button.textContent = before; }, 1200);
  });

  // <input type="checkbox" data-all="ids">
  document.addEventListener('change', event => {
    const name = event.target.dataset && event.target.dataset.all;
    if (!name) return;
    document.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)
      .forEach(box => { box.checked = event.target.checked; });
  });

  // A filter's empty fields only make its address long.
  document.addEventListener('submit', event => {
    if (!event.target.matches('form.filter')) return;
    const empty = [...event.target.elements].filter(field => field.name && field.value === '' && !field.disabled);
    empty.forEach(field => { field.disabled = true; });
    setTimeout(() => empty.forEach(field => { field.disabled = false; }));
  });
})();
