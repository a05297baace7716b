// Opens every card, every fold and every language of a page, and gives back what is read there.
async () => {
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const card = document.querySelector('#sa-card');
  const cards = [];
  const bodies = [];
  for (const language of document.querySelectorAll('#sa-language button')) {
    language.click();
    await wait(100);
    const count = document.querySelectorAll('#sa-list tbody button').length;
    for (let n = 0; n < count; n += 1) {
      document.querySelectorAll('#sa-list tbody button')[n].click();
      let last = '';
      for (let turn = 0; turn < 50; turn += 1) {
        await wait(4);
        if (!card.hidden && card.textContent && card.textContent === last) break;
        last = card.textContent;
      }
      card.querySelectorAll('summary').forEach((summary) => summary.click());
      cards.push(card.textContent);
    }
    document.querySelectorAll('summary').forEach((summary) => summary.click());
    bodies.push(document.body.textContent);
  }
  return { cards, body: bodies.join('\n') };
}
