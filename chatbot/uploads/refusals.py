"""Why a file is not taken."""


class Refused(Exception):
    """`code` is for programs: `too_large`, `kind_not_accepted`, `empty_file`, `not_readable`.

    The sentence is for whoever sent the file.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code, sentence)
        self.code = code
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence
