// Asks sources with Comunica: reads a list of questions as JSON, each a `source` and a `query`, and
// writes the list of answers: rows as objects, statements as their three parts, or a truth value.

import { QueryEngine } from '@comunica/query-sparql';

const engine = new QueryEngine();

async function ask({ source, query }) {
  const result = await engine.query(query, { sources: [source] });
  switch (result.resultType) {
    case 'bindings': {
      const rows = await (await result.execute()).toArray();
      return rows.map((row) => Object.fromEntries([...row].map(([name, term]) => [name.value, term.value])));
    }
    case 'quads': {
      const quads = await (await result.execute()).toArray();
      return quads.map((quad) => [quad.subject.value, quad.predicate.value, quad.object.value]);
    }
    default:
      return result.execute();
  }
}

let told = '';
for await (const piece of process.stdin) told += piece;
const answers = [];
for (const question of JSON.parse(told)) answers.push(await ask(question));
console.log(JSON.stringify(answers));
