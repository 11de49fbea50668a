// Uploads many files, a few at a time: chosen together, or a whole folder dropped. A file whose bytes the album holds
// already is not sent again, and one that was broken off is continued, also after the page was closed.

import { Refused, Stopped, Transfer, check, fill, size } from './transfer.js';

const atOnce = 3;
const tellEvery = 400;
const largestDigested = 64 * 1024 * 1024;

export function attach(place, page, options) {
  const upload = new AlbumUploader(place, page, options);
  return { detach: () => upload.detach() };
}

class AlbumUploader {
  constructor(place, page, options) {
    Object.assign(this, { place, page, options, texts: options.texts, events: new AbortController(), queue: [], running: new Map(), stored: [], failed: [] });
    this.total = 0;
    this.done = 0;
    this.bytes = 0;
    this.sentBefore = 0;
    this.bar = place.querySelector('progress');
    this.part = Object.fromEntries([...place.querySelectorAll('[data-part]')].map(part => [part.dataset.part, part]));
    const listen = (target, name, handler) => target.addEventListener(name, handler, { signal: this.events.signal });
    for (const input of place.querySelectorAll('input[type=file]')) {
      listen(input, 'change', () => { this.take([...input.files]); input.value = ''; });
    }
    listen(this.part.pause, 'click', () => this.paused ? this.resume() : this.pause());
    listen(this.part.cancel, 'click', () => this.cancel());
    listen(place, 'dragover', event => { event.preventDefault(); place.dataset.over = 'true'; });
    listen(place, 'dragleave', () => delete place.dataset.over);
    listen(place, 'drop', async event => {
      event.preventDefault();
      delete place.dataset.over;
      this.take(await filesOf(event.dataTransfer));
    });
    listen(window, 'beforeunload', event => { if (this.isBusy) { event.preventDefault(); } });
  }

  get isBusy() { return this.queue.length > 0 || this.running.size > 0; }

  take(files) {
    // Hidden files and the like that a folder brings along are not meant.
    const wanted = files.filter(file => !/^(\.|~\$|thumbs\.db$|desktop\.ini$)/i.test(file.name));
    wanted.sort((a, b) => a.name.localeCompare(b.name, 'zh-CN', { numeric: true }));
    this.queue.push(...wanted);
    this.total += wanted.length;
    this.bytes += wanted.reduce((sum, file) => sum + file.size, 0);
    this.show();
    while (this.running.size < atOnce && this.queue.length > 0 && !this.paused) { this.next(); }
  }

  async next() {
    const file = this.queue.shift();
    const entry = { transfer: null, sent: 0 };
    this.running.set(file, entry);
    try {
      await check(file, this.options);
      const digest = await digestOf(file);
      if (digest && await this.page.invokeMethodAsync('HasAsync', file.name, digest)) {
        return;
      }
      entry.transfer = new Transfer(file, this.options, {
        sent: bytes => { entry.sent = bytes; this.show(); },
        storing: () => {},
        waiting: () => { this.part.state.textContent = this.texts.waiting; },
      }, digest && `market-upload-${digest}`);
      if (this.paused) { entry.transfer.pause(); }
      const stored = await entry.transfer.run();
      this.stored.push(stored.fileId);
      this.tellSoon();
    } catch (error) {
      if (!(error instanceof Stopped)) {
        if (!(error instanceof Refused)) { console.error(error); }
        this.failed.push({ name: file.name, reason: error instanceof Refused ? error.message : this.texts.failed });
        this.tellSoon();
      }
    } finally {
      this.running.delete(file);
      this.done += 1;
      this.sentBefore += file.size;
      this.show();
      if (this.queue.length > 0 && !this.paused) { this.next(); }
      else if (!this.isBusy) { await this.tell(); await this.page.invokeMethodAsync('FinishedAsync'); this.finish(); }
    }
  }

  tellSoon() { this.timer ??= setTimeout(() => this.tell(), tellEvery); }

  // The page puts what has arrived into the album, a handful at a time.
  async tell() {
    clearTimeout(this.timer);
    this.timer = null;
    const [stored, failed] = [this.stored, this.failed];
    [this.stored, this.failed] = [[], []];
    if (stored.length + failed.length > 0) { await this.page.invokeMethodAsync('ArrivedAsync', stored, failed); }
  }

  pause() {
    this.paused = true;
    this.running.forEach(entry => entry.transfer?.pause());
    this.part.pause.textContent = this.texts.resume;
    this.show();
  }

  resume() {
    this.paused = false;
    this.running.forEach(entry => entry.transfer?.resume());
    this.part.pause.textContent = this.texts.pause;
    this.show();
    while (this.running.size < atOnce && this.queue.length > 0) { this.next(); }
  }

  cancel() {
    this.queue = [];
    this.paused = false;
    this.running.forEach(entry => entry.transfer?.cancel());
    if (!this.isBusy) { this.finish(); }
  }

  finish() {
    this.total = this.done = this.bytes = this.sentBefore = 0;
    this.part.work.hidden = true;
    this.part.pause.textContent = this.texts.pause;
  }

  detach() {
    this.events.abort();
    this.queue = [];
    this.running.forEach(entry => entry.transfer?.leave());
  }

  show() {
    this.part.work.hidden = false;
    const sent = this.sentBefore + [...this.running.values()].reduce((sum, entry) => sum + entry.sent, 0);
    this.bar.value = this.bytes === 0 ? 0 : Math.min(100, sent * 100 / this.bytes);
    this.part.state.textContent = fill(this.paused ? this.texts.paused : this.texts.sending, this.done, this.total, size(sent), size(this.bytes));
  }
}

// What a drop brings: files, and the files of folders within folders.
async function filesOf(transfer) {
  const entries = [...transfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length === 0) { return [...transfer.files]; }
  const files = [];
  const walk = async entry => {
    if (entry.isFile) {
      files.push(await new Promise((resolve, reject) => entry.file(resolve, reject)));
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (some.length === 0) { return; }
      for (const inner of some) { await walk(inner); }
    }
  };
  for (const entry of entries) { await walk(entry); }
  return files;
}

// Only a secure page may digest, and only what fits into memory; everything else is sent and compared on the server.
async function digestOf(file) {
  if (!window.crypto?.subtle || file.size > largestDigested) { return null; }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  return [...digest].map(byte => byte.toString(16).padStart(2, '0')).join('');
}
