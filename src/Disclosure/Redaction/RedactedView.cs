using System.Text;
using Exchange.Disclosure.Redaction;

namespace Exchange.Disclosure;

/// <summary>The texts of one view, redacted one after the other. Not for two threads at once.</summary>
public sealed class RedactedView
{
    private const int PieceLength = 8 * 1024;

    private static readonly System.Collections.Concurrent.ConcurrentBag<Page> Pages = [];

    private readonly Lexicon _lexicon;
    private readonly KnownDossier _dossier;
    private readonly NameFinder _finder;
    private readonly ViewNames _names;
    private Page _page = null!;
    private readonly StringBuilder _text = new();
    private List<(int At, Mention Who)>? _mentions;

    internal RedactedView(Lexicon lexicon, KnownDossier dossier)
    {
        (_lexicon, _dossier) = (lexicon, dossier);
        _finder = new NameFinder(lexicon, dossier);
        _names = new ViewNames(dossier);
    }

    /// <summary>Redacts a text.</summary>
    /// <param name="text">Any text, unbalanced surrogates included.</param>
    /// <returns>The text as it may be seen, and what was replaced, by places in <paramref name="text"/>.</returns>
    public RedactedText Redact(ReadOnlySpan<char> text)
    {
        // What a text needs besides its answer is used again for the next text, whoever asks.
        if (!Pages.TryTake(out var page))
            page = new Page();
        _page = page;
        try
        {
            return RedactPieces(text);
        }
        finally
        {
            _page = null!;
            Pages.Add(page);
        }
    }

    /// <summary>Redacts a text, and leaves a place open where somebody is named.</summary>
    internal NamedText Read(ReadOnlySpan<char> text)
    {
        var mentions = _mentions = [];
        try
        {
            return new NamedText(Redact(text).Text, mentions);
        }
        finally
        {
            _mentions = null;
        }
    }

    private RedactedText RedactPieces(ReadOnlySpan<char> text)
    {
        var spans = new List<RedactedSpan>();
        var (steps, places, trades, rare) = (0L, 0, 0, 0);
        _text.Clear();
        for (var from = 0; from < text.Length;)
        {
            var to = Pieces.End(text, from, PieceLength);
            _page.Steps = to - from;
            Normaliser.Read(text, from, to, _page.Normal);
            Tokeniser.Cut(_page, _lexicon);
            Recognisers.Find(_page, _dossier);
            _finder.Find(_page);
            Write(text, from, to, spans);
            ResidualCounter.Add(_page, ref places, ref trades, ref rare);
            steps += _page.Steps;
            from = to;
        }

        return new RedactedText(_text.ToString(), spans, new ResidualRisk(places, trades, rare)) { Steps = steps };
    }

    private void Write(ReadOnlySpan<char> text, int from, int to, List<RedactedSpan> spans)
    {
        var claims = _page.Claims;
        claims.Sort(static (a, b) => a.From != b.From ? a.From.CompareTo(b.From) : b.To.CompareTo(a.To));
        var at = from;
        for (var i = 0; i < claims.Count; i++)
        {
            var claim = claims[i];
            while (i + 1 < claims.Count && claims[i + 1].From < claim.To)
                claim = claim with { To = Math.Max(claim.To, claims[++i].To) };
            var start = _page.Normal.StartOf(_page[claim.From].Start);
            var end = _page.Normal.EndOf(_page[claim.To - 1].End - 1);
            if (start < at)
                continue;
            _text.Append(text[at..start]);
            if (claim.Category != RedactionCategory.Person)
                _text.Append(Labels.Of(_page, claim));
            else if (_mentions is null)
                _text.Append(_names.Label(_page, claim));
            else
                _mentions.Add((_text.Length, new Mention(claim.Person < 0 ? [] : _dossier[claim.Person].Persons, PersonName.In(_page, claim))));
            spans.Add(new RedactedSpan(start, end, claim.Category));
            at = end;
        }

        _text.Append(text[at..to]);
    }
}
