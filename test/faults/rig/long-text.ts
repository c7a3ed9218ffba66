const FEELINGS = ['疲惫', '难过', '紧张', '委屈', '孤单', '失望', '不安'];
const PLACES = ['工作', '家里', '学校', '朋友之间', '路上'];

/** Ever new sentences, since the guard ends a model that only repeats itself. */
export function longText(sentences: number, from = 0): string {
  return Array.from({ length: sentences }, (_, index) => {
    const number = from + index;
    return `第${number}次听见你说${PLACES[number % 5]}让你${FEELINGS[number % 7]}。`;
  }).join('');
}
