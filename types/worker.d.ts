// The part of a service worker that the site uses: one program cannot know both a page and a worker from the library of
// browsers. The lists stand at the head of a built worker.

declare const FILES: Record<string, string>;
declare const SHELL: string[];
declare const SCOPE_NAME: string;

interface WorkerEvent extends Event {
  waitUntil(promise: Promise<unknown>): void;
}

interface WorkerFetchEvent extends WorkerEvent {
  request: Request;
  respondWith(response: Promise<Response>): void;
}

interface Client {
  postMessage(message: unknown): void;
}

interface WorkerMessageEvent extends WorkerEvent {
  data?: { type: string; address: string };
  source: Client;
}

interface WorkerScope {
  location: Location;
  clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: WorkerEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: WorkerFetchEvent) => void): void;
  addEventListener(type: "message", listener: (event: WorkerMessageEvent) => void): void;
}
