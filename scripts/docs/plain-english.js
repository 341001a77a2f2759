/** Phrases that no text of the project uses, with what to write in their place. */

/**
 * @typedef {object} Phrase
 * @property {RegExp} pattern
 * @property {string} instead
 */

/** Patterns without false positives: each is wrong wherever it occurs. @type {readonly Phrase[]} */
export const BANNED_PHRASES = [
  { pattern: /\bkin\b/i, instead: 'family, or: such as' },
  { pattern: /\bstands?\b(?!-| for\b)/i, instead: 'is, or: occurs' },
  { pattern: /\b(comes?|written|put|follows?|moves) behind\b/i, instead: 'after' },
  { pattern: /\bbehind (a|an|the|each) (name|number|norm|layer|dot|first)\b/i, instead: 'after' },
  { pattern: /\bin front of (a|an|the|each) (name|number|norm|layer|dot)\b/i, instead: 'before' },
  { pattern: /\btables? of (words|positions|token types)\b/i, instead: 'embedding matrix' },
  { pattern: /\b(is|are|be|was) said (once|twice)\b/i, instead: 'is stated twice' },
  { pattern: /\bwhat (?:[\w'`.-]+ ){1,4}says\b/i, instead: 'the content of, or: as ... requires' },
  { pattern: /\bhas no word for\b/i, instead: "can't express" },
  { pattern: /\broom\b/i, instead: 'space, memory' },
  { pattern: /\bleague\b/i, instead: 'leaderboard' },
  { pattern: /\bword vectors?\b/i, instead: 'embedding' },
  { pattern: /\b(frequent|predicts|clusters? of|pairs of) words\b/i, instead: 'tokens' },
  { pattern: /\bwords of (the|a) (batch|sequence|text)\b/i, instead: 'tokens' },
  { pattern: /\btexts of (\w+ )?(words|tokens|token ids)\b/i, instead: 'sequences' },
  { pattern: /\bbatch of texts\b/i, instead: 'sequences' },
  { pattern: /\btokens of a text\b/i, instead: 'sequence' },
  { pattern: /\ba text a line\b/i, instead: 'one sequence a line' },
];

/**
 * The lines of a text with a banned phrase.
 *
 * @param {string} name of the file
 * @param {string} text
 * @returns {string[]} file, line, phrase and what to write instead
 */
export const bannedIn = (name, text) =>
  text.split('\n').flatMap((line, index) =>
    BANNED_PHRASES.flatMap(({ pattern, instead }) => {
      const [found] = pattern.exec(line) ?? [];
      return found === undefined ? [] : [`${name}:${index + 1}: "${found}": write ${instead}`];
    }),
  );
