/** Characters so common that sharing them says nothing about the topic. */
export const CHINESE_FUNCTION_CHARACTERS = new Set(
  '的了是我你他她它们在有和就不都也很一个这那吗呢吧啊呀哦嗯么什怎为被把给对跟与及而但却又还再会能可以要想去来到上下里着过得地之其此只条些最真太好没说多少几谁哪时候现今天后前点儿',
);

export const ENGLISH_STOP_WORDS = new Set(
  (
    'a an the and or but if so of to in on at by for from with about as into than then there here this that these those ' +
    "i me my mine myself you your yours we us our he him his she her hers it its it's they them their is am are was were be been being " +
    "i'm i've i'd i'll you're he's she's that's what's do does did doing done have has had having will would can could should may might must " +
    "not no don't didn't doesn't isn't wasn't can't very really just also too some any all much many more most what which who whom whose " +
    'when where why how again still ever never now up out get got go going one thing things lot kind remember told tell said say know'
  ).split(' '),
);
