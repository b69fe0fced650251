// The installed site: registers the service worker, says when a newer version is ready, and fills the switch on the
// page "Using it offline". Loaded only where a build has a worker. MIT licence.
(function () {
  "use strict";

  const own = /** @type {HTMLScriptElement} */ (document.currentScript);
  const worker = new URL(own.dataset.worker ?? "", document.baseURI);
  const scope = new URL("./", worker);
  const OFF = `rd-installed-off ${scope.pathname}`; // remembered by the browser
  const container = navigator.serviceWorker;
  /** @type {HTMLElement | null} */
  const panel = document.querySelector("[data-rd-installed]");
  const READY = ["installed", "activating", "activated"]; // it does not wait for a page that the old one does not serve
  const status = document.createElement("p"); // below the switch
  status.setAttribute("role", "status");

  /**
   * @template {keyof HTMLElementTagNameMap} Name
   * @param {Name} name
   * @param {Partial<HTMLElementTagNameMap[Name]>} properties
   * @param {(Node | string)[]} children
   */
  function element(name, properties, ...children) {
    const made = document.createElement(name);
    Object.assign(made, properties);
    made.append(...children);
    return made;
  }

  function remembered() {
    try {
      return localStorage.getItem(OFF) === "yes";
    } catch {
      return false; // storage is blocked
    }
  }

  /** @param {boolean} off */
  function remember(off) {
    try {
      if (off) localStorage.setItem(OFF, "yes");
      else localStorage.removeItem(OFF);
    } catch {
      status.textContent = "This browser does not let the site remember the choice.";
    }
  }

  // ---- The worker --------------------------------------------------------------------------------------------

  async function start() {
    const registration = await container.register(worker, {
      scope: scope.href,
      updateViaCache: "none",
    });
    // The browser looks for a new worker by itself, and may have found one before this script ran.
    watch(registration);
    // It may be ready before this page hears of it.
    registration.addEventListener("updatefound", () => watch(registration));
    // The page that was open before the worker came is kept too.
    const ready = await container.ready;
    ready.active?.postMessage({ type: "visited", address: location.href });
  }

  /**
   * Announce every worker that is coming, when it is ready, unless it is the first.
   * @param {ServiceWorkerRegistration} registration
   */
  function watch({ active, waiting, installing }) {
    for (const coming of [waiting, installing]) {
      if (!coming || !active) continue;
      const tell = () => {
        if (READY.includes(coming.state)) announce(coming);
      };
      coming.addEventListener("statechange", tell);
      tell();
    }
  }

  async function stop() {
    const registration = await container.getRegistration(scope);
    if (registration) await registration.unregister();
    const names = (await caches.keys()).filter((name) => name === `from-0-to-1 ${scope.pathname}`);
    await Promise.all(names.map((name) => caches.delete(name)));
  }

  /**
   * A bar that leaves the choice to the reader: nothing changes under their eyes.
   * @param {ServiceWorker} coming
   */
  function announce(coming) {
    if (document.querySelector(".rd-update")) return;
    const reload = element("button", { type: "button", textContent: _("Reload") });
    const later = element("button", { type: "button", textContent: _("Later") });
    const bar = element("div", { className: "rd-update" });
    const message = element("span", { textContent: _("A newer version of this site is ready.") });
    message.setAttribute("role", "status");
    bar.append(message, reload, later);
    reload.addEventListener("click", function () {
      if (coming.state !== "installed") return location.reload();
      container.addEventListener("controllerchange", () => location.reload());
      coming.postMessage({ type: "take-over" });
    });
    later.addEventListener("click", () => bar.remove());
    document.body.append(bar);
  }

  // ---- The switch --------------------------------------------------------------------------------------------

  /** @param {HTMLElement} panel */
  function show(panel) {
    const box = element("input", { type: "checkbox", checked: !remembered() });
    const all = element("button", {
      type: "button",
      className: "rd-button",
      textContent: "Keep the whole site for offline reading",
    });
    all.disabled = remembered();
    panel.replaceChildren(
      element(
        "p",
        {},
        element(
          "label",
          {},
          box,
          " Keep pages that I visit, and the search, for reading without a connection",
        ),
      ),
      element("p", {}, all),
      status,
    );
    box.addEventListener("change", async function () {
      remember(!box.checked);
      all.disabled = !box.checked;
      if (box.checked) await start();
      else await stop();
      status.textContent = box.checked ? "Switched on." : "Switched off; the copies are deleted.";
    });
    all.addEventListener("click", async function () {
      status.textContent = "Fetching the site…";
      (await container.ready).active?.postMessage({ type: "keep-everything" });
    });
    container.addEventListener("message", function ({ data }) {
      if (data.type === "progress") all.textContent = `${data.done} of ${data.all} files`;
      if (data.type !== "kept") return;
      all.textContent = "Keep the whole site for offline reading";
      status.textContent = data.kept === data.all
        ? `The whole site is kept: ${data.all} files.`
        : `${data.kept} of ${data.all} files are kept. Try again.`;
    });
  }

  if (!container) {
    if (panel) {
      panel.textContent =
        "This browser, or this connection without https, does not let a site keep pages for offline reading.";
    }
    return;
  }
  if (panel) show(panel);
  if (remembered()) return;
  if (document.readyState === "complete") start();
  else addEventListener("load", start);
})();
