"""The form of words to a patient, and what the check said of them."""

from django import forms

from goodstanding.core.wording import WordsKind
from goodstanding.outbound.typed import Checked, sample_titles

KINDS = (
    (WordsKind.TEXT, "Text message"),
    (WordsKind.EMAIL, "Email"),
    (WordsKind.VOICEMAIL, "Voicemail"),
    (WordsKind.NOTE, "Note in a letter"),
)


class WordsForm(forms.Form):
    """`checked` None: nobody has asked yet. `sent_back`: what the log refused, "" when nothing."""

    kind = forms.ChoiceField(
        label="How it goes out", choices=[(kind.value, words) for kind, words in KINDS],
        initial=WordsKind.TEXT.value,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )  # fmt: skip
    text = forms.CharField(
        label="Words", max_length=4000, strip=False,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 9, "spellcheck": "true"}),
        error_messages={"required": "Write the words, or take a prepared sample."},
        help_text="In English. Amounts are compared with the ledger.",
    )  # fmt: skip
    checked: Checked | None = None

    def clean_text(self) -> str:
        """Browsers send line ends as two signs."""
        text: str = self.cleaned_data["text"]
        words = text.replace("\r\n", "\n").strip()
        if not words:
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return words

    @property
    def samples(self) -> tuple[tuple[str, str], ...]:
        return sample_titles()

    @property
    def kind_words(self) -> str:
        return dict(KINDS)[self.checked.kind] if self.checked else ""
