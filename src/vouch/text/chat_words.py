"""The set phrases of small talk in several languages, and the patterns of messages to a chat."""

import re


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.replace("\n", " ").split("|") if phrase.strip())


PHRASES = {
    "greeting": _phrases(
        """hi | hello | hey | hiya | hi there | hello there | hey there | yo | sup | howdy | heya
        | greetings | good morning | good afternoon | good evening | good day | morning | evening
        | hi vouch | hello vouch | hey vouch | vouch | hi bot | hello bot | hey bot | hi all
        | hi everyone | hello everyone | hello again | hi again | how are you | hi how are you
        | how are you doing | how are you today | what's up | nice to meet you
        | hallo | guten morgen | guten tag | guten abend | moin | servus | grüß gott
        | wie geht es dir | wie geht's | bonjour | bonsoir | salut | coucou | ça va | hola
        | buenos días | buenas tardes | qué tal | cómo estás | ciao | salve | buongiorno
        | buonasera | come stai | olá | oi | bom dia | boa tarde | tudo bem | hej | hei | hoi
        | goedemorgen | goedendag | привет | здравствуйте | добрый день | привіт | доброго дня
        | добрий день | як справи | как дела | cześć | dzień dobry | ahoj | dobrý den | szia
        | merhaba | selam | 你好 | 您好 | こんにちは | 안녕하세요 | 안녕 | مرحبا | namaste | नमस्ते
        | γεια σου | γεια | שלום"""
    ),
    "thanks": _phrases(
        """thanks | thank you | thx | ty | tysm | thnx | many thanks | thanks a lot | thank u
        | thanks so much | thank you so much | thank you very much | thanks again | cheers
        | much appreciated | thanks vouch | thank you vouch | ok thanks | ok thank you
        | great thanks | no thanks | no thank you | thanks anyway | thanks for your help
        | thanks in advance | thank you in advance | danke | danke schön | dankeschön
        | vielen dank | merci | merci beaucoup | gracias | muchas gracias | grazie | grazie mille
        | obrigado | obrigada | muito obrigado | bedankt | dank je | dank u | tack | takk | tak
        | mange tak | kiitos | спасибо | большое спасибо | спасибі | дякую | щиро дякую
        | dziękuję | dzięki | děkuji | díky | köszönöm | teşekkürler | teşekkür ederim | 谢谢
        | 謝謝 | ありがとう | 감사합니다 | شكرا | ευχαριστώ | mulțumesc | hvala | תודה | धन्यवाद"""
    ),
    "reaction": _phrases(
        """lol | lmao | rofl | haha | hahaha | hahahaha | hehe | hihi | xd | wow | whoa | omg
        | oh my god | oh | ah | aha | oh wow | oh no | oh i see | i see | ok | okay | k | kk
        | alright | all right | sure | yes | yep | yeah | yup | no | nope | nah | hmm | hm | hmmm
        | uh | um | mhm | right | got it | gotcha | understood | makes sense | that makes sense
        | fair enough | interesting | very interesting | funny | that's funny | really | seriously
        | no way | never mind | nevermind | nvm | whatever | please | pls | well | so | sorry
        | oops | my bad | excuse me | meh | ugh | sigh | fine | agreed | i agree | indeed | ditto
        | idk | brb | one moment | wait | ja | nein | bitte | alles klar | genau | ach so | oui
        | non | d'accord | s'il te plaît | s'il vous plaît | vale | sí | claro | por favor
        | va bene | certo | per favore | sim | não | да | нет | ага | понятно | так | ні | ясно
        | зрозуміло | будь ласка | пожалуйста | jajaja | jeje | mdr | kkkk | 哈哈 | ㅋㅋㅋ | 好的
        | хаха | ахаха"""
    ),
    "praise": _phrases(
        """great | awesome | amazing | cool | nice | nice one | perfect | excellent | brilliant
        | fantastic | wonderful | good job | great job | well done | good bot | very helpful
        | impressive | good answer | great answer | i love it | love it | spot on | bravo | super
        | toll | klasse | sehr gut | gut gemacht | wunderbar | parfait | génial | très bien
        | excelente | muy bien | perfecto | perfetto | ottimo | muito bom | молодец | отлично
        | чудово | супер | świetnie"""
    ),
    "bye": _phrases(
        """bye | bye bye | goodbye | good bye | see you | see ya | see you later | cya | later
        | ttyl | good night | gn | have a nice day | take care | farewell | that's all
        | that's all for now | bye for now | tschüss | auf wiedersehen | bis später | bis morgen
        | gute nacht | au revoir | à bientôt | bonne nuit | adiós | hasta luego | buenas noches
        | arrivederci | a presto | buonanotte | tchau | até logo | tot ziens | doei | hej då | пока
        | до свидания | до побачення | бувай | do widzenia | na shledanou | 再见 | さようなら"""
    ),
}
"""Whole phrases of small talk by their kind; a message of nothing else asks nothing."""

CHECK = re.compile(
    r"\s*(?:(?:please|pls|can you|could you)\s+)*"
    r"(?:fact[\s-]?check|check|verify|true or false|prüfe|faktencheck|vérifie|verifica)"
    r"(?:\s+(?:please|pls|this|that|the claim|this claim|the following|whether|that|if))*"
    r"\s*[:?\u2013-]\s*(?=\S)"
    r"|\s*(?:(?:please|pls|can you|could you)\s+)*(?:fact[\s-]?check|verify|check)"
    r"\s+(?:the claim|this claim|this|that|whether)\s*:?\s*(?:that\s+)?(?=\S)"
    r"|\s*is (?:this|the following)(?: claim| statement)? (?:true|right|correct)\s*:\s*(?=\S)"
    r"|\s*do the articles (?:support|confirm|contradict)(?: this| the claim)?"
    r"(?: that)?\s*:?\s*(?=\S)",
    re.IGNORECASE,
)
"""What opens a claim to be checked; what follows is the claim."""

SIGNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:articles?|artikeln?|articoli|artículos?|artigos?|artikelen|artyku\w+|стат[ьіея]\w*"
        r"|documents?|texts?|sources?|reports?|interviews?|pieces?|collection)\b",
        r"\b(?:you|your|yourself|u|ur|du|dich|dir|tu|te|toi|eres|puedes|sei|você|je|ты|тебя|ти"
        r"|тебе|bot|vouch)\b",
        r"\b(?:summar\w+|sum up|gist|tl;?dr|recap|outline|overview|key (?:points|takeaways)"
        r"|main points|digest|abstract|zusammenfass\w*|fass\w*|résum\w+|resum\w+|riassum\w+"
        r"|samenvat\w*|vat|пересказ\w*|перескаж\w*|переказ\w*|підсуму\w*|streść|streszcz\w*"
        r"|compare|brief me)",
        r"\b(?:newest|latest|most recent|oldest|how many|list|show|find|any|anything|all|there"
        r"|new)\b",
        r"\b(?:from|since|before|in|published) (?:\w+ )?(?:\d{4}|january|february|march|april|may"
        r"|june|july|august|september|october|november|december)\b",
        r"^(?:check|fact.?check|verify|true or false|prüfe|faktencheck|vérifie|verifica)\b",
        r"^(?:who|what|which|how|where|when|why)(?:'s)? (?:\w+ )?(?:you|your|yourself)\b",
        r"\b(?:the|a|an|this|these) \w+",
    )
)
"""Patterns that a message's kind is judged by, over its folded words."""

ASKS = re.compile(
    r"(?:and |but |so |or )?(?:who|whom|whose|what|when|where|why|which|how|is|are|was|were|am|do"
    r"|does|did|can|could|will|would|should|shall|may|might|must|has|have|had|isn't|aren't|don't"
    r"|doesn't|didn't|name|list|explain|describe|define|compare|tell|show|give|find|please|pls"
    r"|summar\w+|wer|was|wann|wo|wie|warum|welche\w*|qui|que|quand|combien|comment|où|pourquoi"
    r"|quién|qué|cuándo|cuánt\w+|dónde|cómo|chi|cosa|quando|quant\w+|dove|come|wie|wat|wanneer"
    r"|кто|что|когда|где|как|сколько|хто|що|коли|де|як|скільки|kto|co|kiedy|gdzie|jak|ile)\b"
)
"""What a question, or a wish for information, opens with."""
