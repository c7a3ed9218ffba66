import fc from 'fast-check';
import { checkAll, checkHistory, type Kept, type Said } from './history-checker.js';

const user = (content: string): Kept => ({ role: 'user', content });
const assistant = (content: string): Kept => ({ role: 'assistant', content });
const said = (...flags: boolean[]): Said[] =>
  flags.map((acknowledged, index) => ({ message: `第${index}句`, acknowledged }));
const check = (conversation: Said[], kept: Kept[]) =>
  checkHistory({ user: 'u', session: 's', said: conversation }, kept).map(
    ({ kind, position, role }) => `${kind} ${role} ${position}`,
  );

describe('checkHistory', () => {
  it('is content with every acknowledged message once and in order', () => {
    expect(check(said(true, true), [user('第0句'), assistant('嗯'), user('第1句')])).toEqual([]);
  });

  it('leaves it open whether what was never acknowledged is kept', () => {
    expect(check(said(true, false, true), [user('第0句'), user('第2句')])).toEqual([]);
    expect(check(said(true, false, true), [user('第0句'), user('第1句'), user('第2句')])).toEqual([]);
  });

  it('finds what is lost', () => {
    expect(check(said(true, true), [user('第0句')])).toEqual(['lost user 1']);
    expect(check(said(true), [])).toEqual(['lost user 0']);
  });

  it('finds what is there twice, acknowledged or not', () => {
    expect(check(said(true, false), [user('第0句'), user('第1句'), user('第0句'), user('第1句')])).toEqual([
      'duplicated user 0',
      'duplicated user 1',
    ]);
  });

  it('finds what changed places', () => {
    expect(check(said(true, true), [user('第1句'), user('第0句')])).toEqual(['reordered user 0']);
  });

  it('finds what nobody said, and replies to nothing', () => {
    expect(check(said(true), [user('第0句'), user('别人的话')])).toEqual(['invented user 1']);
    expect(check(said(true), [assistant('嗯'), user('第0句'), assistant('嗯'), assistant('嗯')])).toEqual([
      'invented assistant 0',
      'invented assistant 3',
    ]);
  });

  it('wants a reply that was told whole right behind its message, and word for word', () => {
    const told: Said[] = [{ message: '你好', acknowledged: true, reply: '我在听。' }];
    expect(check(told, [user('你好'), assistant('我在听。')])).toEqual([]);
    expect(check(told, [user('你好')])).toEqual(['lost assistant 0']);
    expect(check(told, [user('你好'), assistant('我在')])).toEqual(['lost assistant 0']);
  });

  it('refuses messages that cannot be told from each other', () => {
    expect(() => check([...said(true), ...said(true)], [])).toThrow('do not differ');
  });

  describe('of any conversation', () => {
    const conversation = fc.array(
      fc.record({ acknowledged: fc.boolean(), kept: fc.boolean(), replied: fc.boolean() }),
      { minLength: 2, maxLength: 12 },
    );
    const correct = (turns: { acknowledged: boolean; kept: boolean; replied: boolean }[]) => {
      const all = turns.map(({ acknowledged, replied }, index): Said => ({
        message: `第${index}句`,
        acknowledged,
        ...(acknowledged && replied && { reply: `回${index}` }),
      }));
      const kept = turns.flatMap((turn, index) =>
        turn.acknowledged || turn.kept
          ? [user(`第${index}句`), ...(all[index]!.reply === undefined ? [] : [assistant(all[index]!.reply)])]
          : [],
      );
      return { all, kept };
    };

    it('finds nothing in a correct history', () => {
      fc.assert(
        fc.property(conversation, (turns) => {
          const { all, kept } = correct(turns);
          expect(check(all, kept)).toEqual([]);
        }),
      );
    });

    it('finds something once one acknowledged message is removed, repeated or changed', () => {
      fc.assert(
        fc.property(
          conversation.filter((turns) => turns.some(({ acknowledged }) => acknowledged)),
          fc.nat(),
          fc.constantFrom('removed', 'repeated', 'changed'),
          (turns, pick, damage) => {
            const { all, kept } = correct(turns);
            const places = kept.flatMap(({ role, content }, at) =>
              role === 'user' && all.find(({ message }) => message === content)!.acknowledged ? [at] : [],
            );
            const at = places[pick % places.length]!;
            const damaged = [...kept];
            if (damage === 'removed') damaged.splice(at, 1);
            if (damage === 'repeated') damaged.splice(at, 0, kept[at]!);
            if (damage === 'changed') damaged[at] = user('没人说过的话');
            expect(check(all, damaged)).not.toEqual([]);
          },
        ),
      );
    });

    it('finds any two messages that changed places', () => {
      fc.assert(
        fc.property(fc.integer({ min: 2, max: 12 }), fc.nat(), fc.nat(), (length, one, other) => {
          const [first, second] = [one % length, other % length];
          fc.pre(first !== second);
          const kept = Array.from({ length }, (_, index) => user(`第${index}句`));
          [kept[first], kept[second]] = [kept[second]!, kept[first]!];
          const faults = check(said(...kept.map(() => true)), kept);
          expect(faults.some((fault) => fault.startsWith('reordered'))).toBe(true);
        }),
      );
    });
  });
});

describe('checkAll', () => {
  it('names the session a fault is in', async () => {
    const conversations = ['a', 'b'].map((session) => ({ user: 'u', session, said: said(true) }));
    const faults = await checkAll(conversations, async ({ session }) =>
      session === 'a' ? [user('第0句')] : [],
    );
    expect(faults).toEqual([{ kind: 'lost', session: 'b', position: 0, role: 'user' }]);
  });
});
