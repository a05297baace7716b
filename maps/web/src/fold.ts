// Spellings that readers would take for the same: Latin marks, Arabic marks and letter forms, hyphens.

const MARKS = /[\u0300-\u036f\u064b-\u065f\u0670\u0640\u200e\u200f\u061c\u2066-\u2069]/g;
const LETTERS: Record<string, string> = {
  أ: 'ا', إ: 'ا', آ: 'ا', ٱ: 'ا', ى: 'ي', ئ: 'ي', ؤ: 'و', ة: 'ه', ک: 'ك', ی: 'ي', ە: 'ه', ھ: 'ه',
};
const QUOTES = /['’‘ʻʼʾʿ`]/g;

export function fold(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[أإآٱىئؤةکیەھ]/g, (letter) => LETTERS[letter]!)
    .normalize('NFKD')
    .replace(MARKS, '')
    .replace(QUOTES, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
