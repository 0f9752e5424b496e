using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Exchange.Disclosure.Tests.Redaction;

/// <summary>Texts that somebody made to break the redactor, or that broke on their way.</summary>
public sealed class HostileTextTests
{
    /// <summary>Pieces that repeat: near-matches of everything that is looked for.</summary>
    public static TheoryData<string> Repeats =>
    [
        "Idriss ", "idrisidrisidrisidrisidris", "el-el-el-el-", "A.A.A.A.", "06-06-06-", "NL91ABNA", "NL91 ABNA 0417 1643 ", "1", "12-", "1.2.3.4.5.", "a@a@", "a.b@c.d", "www.", "http://", "x:", "::", "[at]",
        "van der van der ", "Van De ", "de de de ", "straat ", "Straat 1 ", "(((((", "<b><i>", "<<<<", "&#", "&#x41;", "&amp;", "'s ", "''''", "-----", "____", "a_", "9a", "een twee drie ", "maart ", "1 maart ",
        "geboren ", "mevr. ", "verdachte ", "moskee De ", "school ", "insta: ", "bsn ", "\u202e", "\u200b", "e\u0301", "\u0301", "\ud800", "\udc00", "\ud83d\ude00", "\u0430\u0441", "İ", "ß", "\n", "\r\n", "\t",
        "Zzzzz", "Zzz.", "ZZZ ", "zzzz, ", "zonderspaties", "14 jaar ", "1234 AB ", "1234 ", "AB-12-", "52.3702, ", "aapnootmies", "Jan Jan ", "\u0645\u062d\u0645\u062f ", "\u1348 ", "０６",
    ];

    [Theory]
    [MemberData(nameof(Repeats))]
    public void Redact_TextTwiceAsLong_TakesTwiceTheWorkAndNoMore(string piece)
    {
        var view = TextRedactor.Dutch.Open(Redacting.Family);
        var once = view.Redact(Repeat(piece, 50_000)).Steps;
        var twice = view.Redact(Repeat(piece, 100_000)).Steps;
        Assert.InRange(twice, 1, (2.2 * once) + 1000);
        Assert.InRange(once, 1, 50_000 * 200L);
    }

    [Theory]
    [MemberData(nameof(Repeats))]
    public void Redact_NameAmongNearMatches_IsFound(string piece)
    {
        var text = Repeat(piece, 3000) + "\n. Hij belde met Mohammed El Idrissi op 0612345678.\n" + Repeat(piece, 3000);
        var left = TextRedactor.Dutch.Open(Redacting.Family).Redact(text).Text;
        Assert.DoesNotContain("Mohammed", left, StringComparison.Ordinal);
        Assert.DoesNotContain("0612345678", left, StringComparison.Ordinal);
    }

    [Fact]
    public void Redact_AnyText_NeitherBreaksNorMovesWhatItLeaves() => Prop.ForAll(
        ArbMap.Default.ArbFor<string?>(),
        text =>
        {
            text ??= "";
            var redacted = TextRedactor.Dutch.Open(Redacting.Family).Redact(text);
            var at = 0;
            var rest = new StringBuilder();
            foreach (var span in redacted.Spans)
            {
                if (span.Start < at || span.End <= span.Start || span.End > text.Length)
                    return false;
                rest.Append(text, at, span.Start - at);
                at = span.End;
            }

            rest.Append(text, at, text.Length - at);
            return redacted.Spans.Count > 0 || rest.ToString() == redacted.Text;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(200));

    [Fact]
    public void Redact_IdentifierOfTheDossierMutatedInAnyText_Survives_Never()
    {
        var words = new[] { "gesprek", "over", "de", "school", "met", "politie", "en", "\n", "overleg.", "Daarna", "kwam", "hij", "thuis,", "boos", "12", "keer" };
        var mutations = new Func<string, string>[]
        {
            s => s, s => s.ToUpperInvariant(), s => s.ToLowerInvariant(), s => string.Join('\u200b', s.ToCharArray()), s => string.Concat(s.Select(c => c + "\u0301")), s => s.Replace('a', '\u0430').Replace('o', '\u043e'),
            s => s.Replace(" ", "-", StringComparison.Ordinal), s => s.Replace(" ", "  ", StringComparison.Ordinal), s => s + "s", s => "<b>" + s + "</b>", s => s.Replace("i", "&#105;", StringComparison.Ordinal), s => "\"" + s + "\"", s => "(" + s + ")",
            s => string.Concat(s.Select(c => char.IsAsciiDigit(c) ? (char)('\uff10' + c - '0') : c)), s => s.Replace('-', '\u2011'), s => s + ",", s => "-" + s,
        };
        var identifiers = new[]
        {
            "Mohammed Amine El Idrissi", "El Idrissi", "Mohammed", "M.A. El Idrissi", "Idrissi, M.A. el", "Verzonnenstraat 12", "1017 AB", "999993653", "0612345678", "06-12345678", "m.idrissi@example.nl", "zwervertje020", "12-03-1998", "Fatima",
        };
        Prop.ForAll(
            Gen.Choose(0, words.Length - 1).ListOf(12).ToArbitrary(),
            Gen.Choose(0, (identifiers.Length * mutations.Length) - 1).ToArbitrary(),
            Gen.Choose(0, 12).ToArbitrary(),
            (text, which, where) =>
            {
                var (identifier, mutate) = (identifiers[which % identifiers.Length], mutations[which / identifiers.Length]);
                var around = text.Select(i => words[i]).ToList();
                var before = string.Join(' ', around.Take(where)) + " ";
                var mutated = mutate(identifier);
                var whole = before + mutated + " " + string.Join(' ', around.Skip(where));
                var covered = new bool[whole.Length];
                foreach (var span in TextRedactor.Dutch.Open(Redacting.Family).Redact(whole).Spans)
                    covered.AsSpan(span.Start, span.End - span.Start).Fill(true);

                // What may stay of it: markup, and letters that stand for nothing by themselves.
                var left = new string([.. Enumerable.Range(before.Length, mutated.Length).Where(i => !covered[i]).Select(i => whole[i])]);
                return left.Count(char.IsLetterOrDigit) <= 2 ? true : throw new InvalidOperationException($"'{left}' is left of '{mutated}' in '{whole}'");
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    private static string Repeat(string piece, int length)
    {
        var text = new StringBuilder(length + piece.Length);
        while (text.Length < length)
            text.Append(piece);
        return text.ToString();
    }
}
