// What was typed into a field or stands in an address, as far as it is looked for. Who looks for words makes
// expressions and lists of them, which take time with their length: every query comes in here. MIT licence.
(function () {
  "use strict";
  const LETTERS = 300;
  const WORDS = 50;
  const LONG = /([^\s\p{Script=Han}]{40})[^\s\p{Script=Han}]+/gu; // a run of Chinese is no word: it may be a sentence

  window.refdeskQuery = function (typed) {
    const words = typed.slice(0, LETTERS).replace(LONG, "$1").split(/(?<=\s)(?=\S)/); // each with the blanks behind it
    return words.slice(0, WORDS).join("");
  };
})();
