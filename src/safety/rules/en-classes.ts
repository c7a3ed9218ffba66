import type { WordClasses } from '../screen/phrase-template.js';

const list = (phrases: string) =>
  phrases
    .split(/[,\n]/)
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== '');

/** Word classes of the English templates. Apostrophes are dropped before matching: "don't" is "dont". */
export const enClasses: WordClasses = {
  want: list(
    'want to, wanna, wan to, wanted to, wanting to, wish to, wish i could, want 2, going to, gonna, gona, plan to, planning to, planned to, thinking of, thinking about, thought of, thought about, thoughts of, thoughts about, think about, think of, feel like, feeling like, felt like, need to, about to, intend to, decided to, considered, considering, consider, contemplating, contemplated, contemplate, tempted to, ready to, trying to, tried to, try to, attempt to, attempted to, fantasize about, fantasizing about, dream of, dream about, dreaming of, urge to, urges to, desire to, have to, should just, should, might just, may just, could just, would rather, rather, id rather, better off, ought to, dying to, love to, like to, hoping to, hope to, prefer to',
  ),
  will: list(
    'going to, gonna, gona, about to, will, ill, im going to, im gonna, i am going to, i will, im about to, plan to, planning to, planning on, decided to, intend to, ready to, have decided to, want to',
  ),
  killSelf:
    list(`kill myself, killing myself, killed myself, kill my self, kil myself, kill meself, kill mysef, kms, off myself, offing myself, end my life, ending my life, end my own life, ending my own life, end it all, ending it all, end everything, take my life, taking my life, take my own life, taking my own life,
    commit suicide, committing suicide, commit suicde, comit suicide, commiting suicide, unalive myself, unaliving myself, unalive, unaliving, unalive me, hang myself, hanging myself, shoot myself, shooting myself, drown myself, drowning myself, slit my wrists, slit my wrist, slitting my wrists, cut my wrists, cutting my wrists, overdose, overdosing, od, od on,
    jump off a bridge, jump off a building, jump off the roof, jump off a roof, jump off the bridge, jump in front of a train, jump in front of a car, jump in front of traffic, step in front of a train, step in front of a bus, walk into traffic, jump out the window, jump out of a window, jump out of the window, crash my car, drive off a bridge, drive my car off, blow my brains out, blow my head off, put a bullet in my head, put a gun to my head, stab myself, poison myself, starve myself to death, suffocate myself, gas myself, electrocute myself,
    sewerslide, sewer slide, ctb, catch the bus, self delete, delete myself, game end myself, commit toaster bath, commit self die, rope, neck myself, do myself in, end myself, ending myself, finish myself, finish myself off, self terminate, suicide, die by suicide, dying by suicide, exit this life, exit this world`),
  die: list(
    'die, be dead, dying, being dead, drop dead, just die, be gone, be gone forever, not exist, not be here, not be alive, not wake up, never wake up, cease to exist, stop existing, stop living, not be here anymore, disappear forever, stop being alive, not live, not be around anymore, fall asleep and never wake up, go to sleep and never wake up, go to sleep and not wake up, sleep and never wake up, sleep forever, leave this world, leave this earth, leave this life, stop breathing, not be breathing, join her in heaven, join him in heaven, dead',
  ),
  hurtSelf: list(
    'hurt myself, hurting myself, harm myself, harming myself, cut myself, cutting myself, burn myself, burning myself, self harm, self harming, selfharm, selfharming, self harmed, injure myself, injuring myself, punish myself, hit myself, hitting myself, bang my head, sh again, mutilate myself, scratch myself until, self injure, cut my arms, cut my arm, cut my legs, cut my thighs, cutting my arms, cutting my thighs',
  ),
  other: list(
    'my friend, my best friend, a friend, my brother, my sister, my mom, my mum, my mother, my dad, my father, my son, my daughter, my husband, my wife, my boyfriend, my girlfriend, my partner, my ex, my roommate, my cousin, my student, my coworker, my colleague, my neighbor, my child, my kid, my uncle, my aunt, my classmate, my teacher, my grandma, my grandpa, someone i know, he, she, they, hes, shes, theyre, him, her',
  ),
  soonTime: list(
    'tonight, today, tomorrow, tomorrow morning, tomorrow night, this evening, this weekend, right now, after work, after school, in an hour, on my birthday, at midnight, saturday night, friday night, sunday night, on friday, on sunday, on monday, on saturday, on thursday, on tuesday, on wednesday, next week, before morning, soon',
  ),
  pills: list(
    'pills, tablets, tylenol, paracetamol, acetaminophen, ibuprofen, advil, xanax, ambien, valium, oxycodone, painkillers, sleeping pills, antidepressants, meds, medication, benadryl, aspirin, zopiclone, klonopin, insulin, opioids, fentanyl, my pills, my meds, sleeping tablets, sertraline, prozac, zoloft, seroquel, lithium, propranolol, diphenhydramine, codeine, morphine, warfarin, digoxin, benzos, nembutal, pentobarbital, metformin, amitriptyline, quetiapine',
  ),
  poison: list(
    'cyanide, bleach, rat poison, antifreeze, poison, nembutal, pentobarbital, sodium nitrite, helium, nitrogen, pesticide, weed killer, arsenic, ricin',
  ),
};
