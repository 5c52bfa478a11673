/** Questions and news between a notebook's page and one of its output frames, which is of another origin. */

export class Wire {
  #port;
  #answers = new Map();
  #questions = 0;

  /** `take(what, content)` handles what the other side says; what it returns answers a question. */
  constructor(port, take) {
    this.#port = port;
    port.onmessage = async ({ data: { what, content, question, answers } }) => {
      if (answers !== undefined) {
        this.#answers.get(answers)(content);
        this.#answers.delete(answers);
        return;
      }
      const answer = await take(what, content);
      if (question !== undefined) port.postMessage({ answers: question, content: answer });
    };
  }

  say(what, content) {
    this.#port.postMessage({ what, content });
  }

  ask(what, content) {
    const question = this.#questions++;
    this.#port.postMessage({ what, content, question });
    return new Promise((resolve) => this.#answers.set(question, resolve));
  }
}
