/**
 * Words with which people greet, thank, praise, agree, encourage and ask back: beside them a sentence tells nothing of the world. Our
 * own list. Feelings that a question may ask for (happy, proud, scared) and what one can do or have are not in it.
 */
export const SMALL_TALK: ReadonlySet<string> = new Set(
  (
    'great good nice awesome amazing cool wonderful fantastic incredible lovely sweet neat brilliant excellent perfect fab super ' +
    'impressive inspiring inspirational stunning gorgeous beautiful cute adorable delicious wild insane crazy fascinating ' +
    'interesting exciting thrilling touching heartwarming meaningful special epic rad best better worth lucky fine alright true ' +
    'right wow woah whoa ah aw aww oh ooh hmm yay yup yea nah nope man dude bro bud buddy mate pal guys folks fam congrats ' +
    'congratulations kudos cheers bravo thankful grateful appreciate appreciated appreciation thanks glad luck blast fun hope ' +
    'hopefully wish wishing hear hearing heard sound sounds sounded look looks looking looked seem seems seeing see saw check ' +
    'know knows knew tell telling told say saying said talk talked talking chat chatted chatting catch caught meet guess bet ' +
    'imagine believe mean means think agree sure exactly absolutely definitely totally completely truly certainly indeed ' +
    'obviously honestly actually anyway anyways btw kinda sorta gonna wanna gotta lemme cause quite pretty real always never ever ' +
    'still though because like well even way lot lots bit ton tons heaps thing things stuff everything anything something ' +
    'everyone someone kind sort time times life world moment moments long last again since lately recently now today soon later ' +
    'happen happening happened going goes went go gone come comes coming came keep keeping kept make makes making made give gives ' +
    'giving gave take takes taking took need needs want wants can cant wait care bye enjoy enjoying enjoyed enjoyable love loved ' +
    'loving idea ideas news update updates question questions tip tips advice word words support supporting supportive ' +
    'encouragement encouraging encourage kindness rocking push pushing hard effort efforts dedication determination passion ' +
    'commitment proud journey progress success successful inspire inspires inspired inspiration impact difference positive ' +
    'positivity motivation motivate motivated strength vibe vibes end welcome worry worries problem shout deserve deserves nailed ' +
    'rest forward posted hug hugs cheer cheering next else share shared sharing must been try trying got people feel feels sorry ' +
    'tough hey hiya howdy doing did here there yourself up bring brings together show shows showing shown find finding capture ' +
    'captures captured stay staying strong especially important key part help helps helping helped without possible remember ' +
    'reminder remind reminds memory memories experience experiences little big such morning evening night day plan one pic pics ' +
    'photo picture'
  ).split(' '),
);
