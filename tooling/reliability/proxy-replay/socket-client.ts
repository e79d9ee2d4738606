import { WebSocket } from 'ws';
import type { Json } from '../../../packages/core/src/tool-loop/scripted-client.fixture.js';

/** A client's connection, made anew where it must be: then everything is said again. */
export class SocketClient {
  #socket: WebSocket | undefined;
  #port = 0;
  #from: string | undefined;
  #said = 0;

  constructor(
    private readonly path: string,
    private readonly headers: Readonly<Record<string, string>>,
  ) {}

  /** The response that the next frame goes on from, and how many items were said by then. */
  async at(port: number): Promise<{ readonly from: string | undefined; readonly at: number }> {
    if (this.#port !== port || this.#socket?.readyState !== WebSocket.OPEN) {
      this.close();
      this.#from = undefined;
      this.#said = 0;
      this.#port = port;
      const socket = new WebSocket(`ws://127.0.0.1:${port}${this.path}`, { headers: this.headers });
      this.#socket = socket;
      await new Promise<void>((resolve, reject) => {
        socket.once('open', () => resolve());
        socket.once('error', reject);
      });
      socket.on('error', () => undefined);
    }
    return { from: this.#from, at: this.#said };
  }

  /** Sends a frame; gives the response it ends in, or undefined for an error. */
  ask(frame: string): Promise<Json | undefined> {
    const socket = this.#socket as WebSocket;
    return new Promise((resolve) => {
      const over = (response: Json | undefined) => {
        socket.off('message', heard);
        socket.off('close', lost);
        resolve(response);
      };
      const lost = () => over(undefined);
      const heard = (data: unknown) => {
        const event = JSON.parse(String(data)) as Json;
        if (event.type === 'response.completed') over(event.response as Json);
        else if (event.type === 'error' || event.type === 'response.failed') over(undefined);
      };
      socket.on('message', heard);
      socket.on('close', lost);
      socket.send(frame);
    });
  }

  wentOn(from: string, said: number): void {
    this.#from = from;
    this.#said = said;
  }

  close(): void {
    this.#socket?.terminate();
  }
}
