"""Our own words for a site's widget, for all that the site has not written itself.

The widget's remaining words are in static/src/words, in the same languages.
"""

OURS = {
    "en": {
        "title": "Chat with us",
        "greeting": "Hello! Ask us anything; a person will answer you here.",
        "away": (
            "Nobody is here just now. Write to us, and the answer will be waiting for you here."
        ),
        "placeholder": "Write a message",
        "consent": "To answer you we keep what you write here, and which of our pages you look at.",
        "question": "What is it about?",
        "suggestion": "Perhaps one of these helps?",
        "person": "Talk to a person",
        "person_comes": "A person will answer you here.",
        "person_comes_later": (
            "Nobody is here just now. A person will answer you here from {opening}."
        ),
    },
    "de": {
        "title": "Chatten Sie mit uns",
        "greeting": "Guten Tag! Fragen Sie uns, was Sie möchten: Hier antwortet Ihnen ein Mensch.",
        "away": ("Im Moment ist niemand da. Schreiben Sie uns, und die Antwort erwartet Sie hier."),
        "placeholder": "Nachricht schreiben",
        "consent": (
            "Um Ihnen zu antworten, bewahren wir auf, was Sie hier schreiben und welche unserer"
            " Seiten Sie ansehen."
        ),
        "question": "Worum geht es?",
        "suggestion": "Hilft Ihnen vielleicht eines davon weiter?",
        "person": "Mit einem Menschen sprechen",
        "person_comes": "Ein Mensch wird Ihnen hier antworten.",
        "person_comes_later": (
            "Im Moment ist niemand da. Ein Mensch antwortet Ihnen hier ab {opening}."
        ),
    },
    "fr": {
        "title": "Discutez avec nous",
        "greeting": (
            "Bonjour\u202f! Posez-nous vos questions\u00a0: une personne vous répondra ici."
        ),
        "away": (
            "Il n’y a personne pour le moment. Écrivez-nous, et la réponse vous attendra ici."
        ),
        "placeholder": "Écrivez un message",
        "consent": (
            "Pour vous répondre, nous conservons ce que vous écrivez ici et la liste de nos pages"
            " que vous consultez."
        ),
        "question": "De quoi s’agit-il\u202f?",
        "suggestion": "L’une de ces questions vous aide-t-elle\u202f?",
        "person": "Parler à une personne",
        "person_comes": "Une personne vous répondra ici.",
        "person_comes_later": (
            "Il n’y a personne pour le moment. Une personne vous répondra ici à partir du"
            " {opening}."
        ),
    },
    "es": {
        "title": "Hable con nosotros",
        "greeting": "¡Hola! Pregúntenos lo que quiera; una persona le responderá aquí.",
        "away": "Ahora mismo no hay nadie. Escríbanos y la respuesta le estará esperando aquí.",
        "placeholder": "Escriba un mensaje",
        "consent": (
            "Para responderle guardamos lo que escribe aquí y cuáles de nuestras páginas visita."
        ),
        "question": "¿De qué se trata?",
        "suggestion": "¿Le ayuda alguna de estas preguntas?",
        "person": "Hablar con una persona",
        "person_comes": "Una persona le responderá aquí.",
        "person_comes_later": (
            "Ahora mismo no hay nadie. Una persona le responderá aquí a partir del {opening}."
        ),
    },
    "ar": {
        "title": "تحدّث معنا",
        "greeting": "مرحبًا! اسألنا عمّا تشاء، وسيجيبك أحد أفراد فريقنا هنا.",
        "away": "لا يوجد أحد الآن. اكتب لنا وستجد الإجابة بانتظارك هنا.",
        "placeholder": "اكتب رسالة",
        "consent": "لكي نجيبك نحتفظ بما تكتبه هنا وبصفحاتنا التي تزورها.",
        "question": "ما موضوع سؤالك؟",
        "suggestion": "هل يفيدك أحد هذه الأسئلة؟",
        "person": "التحدث إلى شخص",
        "person_comes": "سيجيبك أحد أفراد فريقنا هنا.",
        "person_comes_later": (
            "لا يوجد أحد الآن. سيجيبك أحد أفراد فريقنا هنا ابتداءً من {opening}."
        ),
    },
    "zh-CN": {
        "title": "与我们聊聊",
        "greeting": "您好！有任何问题都可以问我们，会有人在这里回复您。",
        "away": "现在没有人在线。请给我们留言，您会在这里看到回复。",
        "placeholder": "输入消息",
        "consent": "为了回复您，我们会保存您在这里输入的内容，以及您浏览了我们的哪些页面。",
        "question": "您想咨询什么？",
        "suggestion": "这些问题对您有帮助吗？",
        "person": "与真人交谈",
        "person_comes": "会有人在这里回复您。",
        "person_comes_later": "现在没有人在线。从 {opening} 起，会有人在这里回复您。",
    },
}

# How a day and a time are written, in the letters of Django's `date_format`.
MOMENTS = {
    "en": "l j F, H:i",
    "de": "l, j. F, H:i",
    "fr": "l j F à H:i",
    "es": r"l j \d\e F, H:i",
    "ar": "l j F، H:i",
    "zh-CN": "n月j日（l）H:i",
}
