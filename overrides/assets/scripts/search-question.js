// The search: how a query is asked. A question is looked for without its little words; who asks for a meaning, or about
// this site, is told apart. MIT licence.
(function () {
  "use strict";

  const { words, text } = window.refdeskSearch;
  const { STOP } = text;
  // Words of a question that its answer seldom has: in a long query they count for little.
  const SOFT = new Set(
    ("actual actually already always another anyone anything around away back bad best better big both called came " +
      "certain china chinese come comes days done each either enough even every everyone everything exactly " +
      "exist explain far few find found give given gives going good got great happen happened happens instead " +
      "interesting keep kind know known left less let like likely little look looking lot low lower made main manage " +
      "managed matter maybe mean means meant might more must name need never nothing now often old only other others " +
      "own people perhaps possible pretty probably put puts quite rather reach real really right run running runs said same say says see " +
      "seem seems several side simply since some someone something sometimes sort still such sure take takes tell thing " +
      "things think today try trying turn turned turns use used usually via want way ways whole work works write wrote " +
      "year years").split(" ")
  );
  const MEANING = /^(?:what(?:'s|’s|s| is| are| does| do)(?: an?| the)? |define |(?:the )?(?:definition|meaning) of )|(?: definition| meaning| mean| stand for)$|是什么意思|什么是|是什么|什么意思|的?定义|的?含义/i;
  // The little words of a question stand in no answer.
  const QUESTION = /^(?:who|whom|whose|what|when|where|which|why|how|is|are|was|were|do|does|did|can|could|may|has|have|had|will|should)\b|[?？吗呢]$/i;
  const QUESTION_ZH = /为什么|为何|什么时候|什么|怎么样|怎么|怎样|如何|多少[个项家种位]?|有?哪[些个种几]|在?哪[里儿]|[有是]几[个项家种位]|是否|有没有|是不是|请问|是?谁|[吗呢]$/g;
  const REASON = /^why\b|为什么|为何|为啥/i; // no row of figures tells one
  // Who speaks of "this site", or of "here", asks about it, not about its subject.
  const SITE = /\b(?:(?:this|the|your) (?:whole |entire )?(?:web ?)?(?:site|page)s?)\b|\bhere\b|本站|本网站|这个?网站|网站/gi;
  const SELF = /\b(?:i|my|me)\b/i; // so does who speaks of himself: "can I use", "my article"

  /** What is asked, without the words by which it is asked; and the ways in which it is. */
  function understand(typed) {
    const question = typed.trim();
    let asked = question.replace(/[?？]+$/, "");
    const without = (pattern) => {
      const rest = asked.replace(pattern, " ");
      const found = rest !== asked && words(rest).some((word) => !STOP.has(word));
      if (found) asked = rest;
      return found;
    };
    const subject = words(asked.replace(MEANING, " "));
    const meaning = subject.length > 0 && subject.length < 4 && without(MEANING);
    const site = without(SITE) || SELF.test(question);
    const chinese = without(QUESTION_ZH);
    return { asked, ways: { meaning, site, question: chinese || QUESTION.test(question), reason: REASON.test(question) } };
  }

  Object.assign(window.refdeskSearch, { understand, SOFT });
})();
