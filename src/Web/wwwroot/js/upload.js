// Uploads one file at a time and shows how far it is; see transfer.js for the way it goes.

import { Refused, Stopped, Transfer, check, fill, size } from './transfer.js';

export function attach(place, page, options) {
  const upload = new Uploader(place, page, options);
  return { detach: () => upload.detach() };
}

class Uploader {
  constructor(place, page, options) {
    Object.assign(this, { place, page, options, texts: options.texts, events: new AbortController() });
    this.input = place.querySelector('input[type=file]');
    this.bar = place.querySelector('progress');
    this.part = Object.fromEntries([...place.querySelectorAll('[data-part]')].map(part => [part.dataset.part, part]));
    const listen = (target, name, handler) => target.addEventListener(name, handler, { signal: this.events.signal });
    listen(this.input, 'change', () => this.input.files[0] && this.start(this.input.files[0]));
    listen(this.part.pause, 'click', () => this.transfer?.paused ? this.resume() : this.pause());
    listen(this.part.cancel, 'click', () => this.transfer?.cancel());
    listen(place, 'dragover', event => { event.preventDefault(); place.dataset.over = 'true'; });
    listen(place, 'dragleave', () => delete place.dataset.over);
    listen(place, 'drop', event => {
      event.preventDefault();
      delete place.dataset.over;
      if (event.dataTransfer.files[0] && !this.input.disabled) { this.start(event.dataTransfer.files[0]); }
    });
  }

  async start(file) {
    if (this.transfer) { return; }
    this.say('');
    this.transfer = new Transfer(file, this.options, {
      sent: bytes => this.show(bytes, file.size),
      storing: () => { this.part.state.textContent = this.texts.storing; },
      waiting: () => { this.part.state.textContent = fill(this.texts.waiting, this.percent ?? 0); },
    });
    try {
      await check(file, this.options);
      this.show(0, file.size);
      const stored = await this.transfer.run();
      await this.page.invokeMethodAsync('UploadedAsync', stored.fileId, stored.name, stored.size);
    } catch (error) {
      this.say(error instanceof Stopped ? this.texts.cancelled : error instanceof Refused ? error.message : this.texts.failed);
      if (!(error instanceof Stopped || error instanceof Refused)) { console.error(error); }
    } finally {
      this.part.work.hidden = true;
      this.part.pause.textContent = this.texts.pause;
      this.input.value = '';
      this.transfer = null;
    }
  }

  pause() {
    this.transfer.pause();
    this.part.pause.textContent = this.texts.resume;
    this.part.state.textContent = fill(this.texts.paused, this.percent ?? 0);
  }

  resume() {
    this.transfer?.resume();
    this.part.pause.textContent = this.texts.pause;
  }

  detach() {
    this.events.abort();
    this.transfer?.cancel();
  }

  show(sent, total) {
    this.part.work.hidden = false;
    this.percent = Math.floor(sent * 100 / total);
    this.bar.value = this.percent;
    if (!this.transfer?.paused) { this.part.state.textContent = fill(this.texts.sending, this.percent, size(sent)); }
  }

  say(message) { this.part.message.textContent = message; }
}
