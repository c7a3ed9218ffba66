import type { Lines, Topic } from './reply-book.js';

// Reviewed text, kept in one piece per language so that it can be proof-read top to bottom.
export const TOPICS_EN: Record<Topic, { hold: Lines; ask: Lines }> = {
  work: {
    hold: [
      'The tiring thing about work is how it follows you home.',
      'A job is rarely just about income; it can shape how you see yourself.',
      "You have to keep up a front at work, but you don't have to keep one up here.",
    ],
    ask: [
      'Which part of work leaves you feeling most powerless?',
      "Once you're home, which scene keeps replaying?",
      'What do you wish people there could see?',
      'If you could change one thing about your work, what would come first?',
    ],
  },
  jobLoss: {
    hold: [
      'When a job goes, the whole frame of the day shakes with it.',
      'A position was taken away, but not your worth as a person.',
      'With the road ahead suddenly blank, feeling shaken makes sense.',
    ],
    ask: [
      'What went through you when you heard the news?',
      'Besides the income, what else did you lose with it?',
      'Looking at the next few weeks, what feels most uncertain?',
      "Is there one person you don't have to act fine with?",
    ],
  },
  school: {
    hold: [
      'School can look simple from outside and feel anything but.',
      'Keeping up with classes and with the people around you is a lot at once.',
      "It's hard when you can't get away from the place that stresses you.",
    ],
    ask: [
      'When do you feel least at ease at school?',
      'Is there a teacher or classmate you can relax a little around?',
      'Does this weigh more on your studies or on your mood?',
      'How do you usually unwind after class?',
    ],
  },
  exams: {
    hold: [
      'Preparing for an exam can feel like someone is timing every minute.',
      'One test can carry the hopes of a whole lot of people.',
      'The more it matters, the scarier a mistake feels.',
    ],
    ask: [
      'Which part of the exam feels shakiest?',
      "How much of the worry is yours, and how much is other people's?",
      'How late have you been letting yourself study?',
      'If the result disappoints you, what would be hardest to face?',
    ],
  },
  family: {
    hold: [
      'Family is hard because you care, so you can never quite step back.',
      'With family, soft words get missed and hard words leave marks.',
      'Some hurts are hardest to mention to the very people at home.',
    ],
    ask: [
      "What's the one thing you wish your family understood?",
      'At home, are you usually the one who holds things in?',
      'Is this new in your family, or has it always been this way?',
      'Is there anyone in the family you can speak freely with?',
    ],
  },
  breakup: {
    hold: [
      'You put so much into a relationship that pulling away is bound to hurt.',
      "When you're used to having someone in your days, the gap doesn't fill quickly.",
      'In love, knowing better and feeling better are two different things.',
    ],
    ask: [
      'What is hardest to let go of in this relationship?',
      'What time of day do they cross your mind most?',
      'Which part of this feels most unfair to you?',
      "Does anyone close to you know what you're going through?",
    ],
  },
  friends: {
    hold: [
      'A rift between friends can look small and still ache.',
      'The more you care, the more it stings to be left out.',
      "Knowing how close to stand to people isn't easy.",
    ],
    ask: [
      'When did things start to feel different between you?',
      'What could they do that would help a little?',
      'What do you treasure most about this friendship?',
      'Have you had a chance to tell them any of this?',
    ],
  },
  health: {
    hold: [
      'When the body is struggling, the heart gets tender too.',
      'Waiting for answers about your health makes every day feel long.',
      "People can care a great deal and still not know what it's like from inside.",
    ],
    ask: [
      'Is anyone going through this with you?',
      'What worries you most about it?',
      'Is there something you wanted to ask the doctor and could not?',
      'Was there even a short while today that felt a bit easier?',
    ],
  },
  sleep: {
    hold: [
      'At night, every thought gets bigger.',
      'Getting through the whole day and still not being able to rest is draining.',
      'The harder you chase sleep, the further it runs.',
    ],
    ask: [
      'What goes round in your head once you lie down?',
      'How long has sleep been like this?',
      'What does the last hour before bed usually look like?',
      'When you are awake at night, how do you pass the time?',
    ],
  },
  money: {
    hold: [
      'Money pressure is very real, and it turns up every single day.',
      'Worrying about money while acting as if nothing is wrong takes a lot out of you.',
      'When money is tight, so many choices shrink with it.',
    ],
    ask: [
      'Which payment is pressing on you most right now?',
      'Is anyone sharing this load with you?',
      'Which money worry keeps you up at night?',
      'Beyond the numbers, what does it make you afraid of?',
    ],
  },
  petLoss: {
    hold: [
      'Losing {who} leaves every corner of home feeling a little wrong.',
      'A companion like that is family, so no amount of grief is too much.',
      'All those ordinary days together must feel precious now.',
    ],
    ask: [
      'Which little habit of theirs still makes you smile?',
      'Which time of day with them do you miss most?',
      'How did you two find each other?',
      'If you could tell them one more thing, what would it be?',
    ],
  },
  bereavement: {
    hold: [
      'Losing {who} is a grief nobody else can put into words for you.',
      'Without {who}, the days move on while a part of you stays where it was, and that is so hard.',
      'So many ordinary moments must feel different without {who}.',
      'Missing someone keeps no schedule; a smell or a song can bring it all back.',
      "When someone that close is gone, there's no need to hurry to fill the space.",
    ],
    ask: [
      'Would you like to tell me what they were like?',
      'Is there a small moment with them that has stayed with you?',
      'When does the missing catch you off guard?',
      "Is there something you didn't get to say?",
    ],
  },
  selfWorth: {
    hold: [
      'You seem so strict with yourself that even resting has to be earned.',
      'That critical voice can be loud without being right.',
      'Feeling never quite enough is a heavy thing to carry everywhere.',
    ],
    ask: [
      'Where did this feeling of falling short first come from?',
      'If a good friend talked about themselves this way, what would you say?',
      'When does that critical voice get quieter?',
      "Who are the people you don't have to prove anything to?",
    ],
  },
};
