using System.Text;
using System.Text.Json;
using Exchange.Cli.Import;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.MainJob;

/// <summary>Holds an answer to what was expected, and its exact bytes to what may never be in them.</summary>
internal static class AnswerCheck
{
    public static void Check(PersonaPartnership partnership, Situation asked, Expected expected, BasisdossierPage page, ReadOnlySpan<byte> bytes)
    {
        var dossier = partnership.Dossiers[asked.Dossier];
        Assert.Equal("", page.NextPageToken);
        Assert.Equal(expected.View, page.View.Level);
        Assert.Equal(Describe(expected.Sections), Describe(page.View.Sections));
        foreach (var section in page.View.Sections)
        {
            Assert.Equal(expected.View == Level.Full && section.Level > Level.Existence, section.Id is not null);
            Assert.Equal(section.Id is not null, section.Version is not null);
            Assert.True(section.Date is null || section.Level == Level.Full);
        }

        var text = Encoding.UTF8.GetString(bytes);
        var persona = dossier.Persona;
        Assert.DoesNotContain(dossier.Case.Subject.Value, text, StringComparison.Ordinal);
        if (persona is { IsSecret: true, Address: { } address })
            AssertNone(text, address.Street, address.Postcode, address.City);
        switch (expected.View)
        {
            case Level.Full:
                Assert.Equal(new ViewReference.ById(dossier.Case.Id), page.View.Reference);
                break;
            case Level.Pseudonymised:
                var (pseudonym, subject) = Assert.IsType<ViewReference.ByPseudonym>(page.View.Reference);
                AssertNone(Without(subject, Without(pseudonym, text)), dossier.Case.Id.Value, persona.FirstNames, persona.Surname, persona.Bsn, persona.Address?.Street, FullDate(persona));
                break;
            default:
                Assert.IsType<ViewReference.ByAlias>(page.View.Reference);
                AssertAnonymous(partnership, dossier, page.View, text);
                break;
        }
    }

    private static void AssertAnonymous(PersonaPartnership partnership, PersonaDossier dossier, BasisdossierView view, string text)
    {
        var persona = dossier.Persona;
        AssertNone(
            Without(((ViewReference.ByAlias)view.Reference).Alias, text),
            dossier.Case.Id.Value,
            persona.FirstNames,
            persona.Surname,
            persona.Bsn,
            persona.Address?.Street,
            persona.Address?.Postcode,
            FullDate(persona));

        // And the other way round: every text in it is one of few, and none of those depends on who it is.
        var covenant = partnership.Installation.Covenant;
        var few = new HashSet<string>(StringComparer.Ordinal)
        {
            "", "DistrictValue", "AgeBandValue", "TextValue", "ByAlias", "binnen het werkgebied", "elders",
            Oracle.SeenSentence, Oracle.WorkSentence,
            ((ViewReference.ByAlias)view.Reference).Alias,
        };
        few.UnionWith(Enum.GetNames<Level>());
        few.UnionWith(covenant.Categories.Keys);
        few.UnionWith(covenant.Partners.Keys);
        few.UnionWith(covenant.Purposes);
        few.UnionWith(covenant.Articles.Select(a => a.Id));
        few.UnionWith(covenant.Articles.Select(a => a.Obliges?.KeepDays).OfType<int>()
            .Select(days => PageJson.Text(partnership.Installation.Today.AddDays(days))));
        few.UnionWith(view.Sections.SelectMany(s => s.Content.Fields.Keys.SelectMany(f => covenant.Categories[s.Category].Fields[f].Values)));
        using var json = JsonDocument.Parse(text);
        foreach (var value in Texts(json.RootElement))
            Assert.Contains(Plain(value), few);
    }

    // Of a partial date the year alone may be left, and that is all of it.
    private static string? FullDate(BrpPerson persona) => persona.BirthDate is { Day: not null } birth ? birth.ToString() : null;

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Texts(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        _ => [],
    };

    // Random letters may spell a short name.
    private static string Without(string random, string text)
    {
        Assert.Contains(random, text, StringComparison.Ordinal);
        return text.Replace(random, "", StringComparison.Ordinal);
    }

    // Names of one or two letters are in any text.
    private static void AssertNone(string text, params ReadOnlySpan<string?> identifiers)
    {
        foreach (var identifier in identifiers)
        {
            if (identifier is { Length: > 3 })
                Assert.DoesNotContain(identifier, text, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static string Describe(IEnumerable<ExpectedSection> sections) => string.Join(
        '\n', sections.Select(s => $"{s.Category} {s.Source} {s.Level} {s.Article} {Describe(s.Fields)}"));

    private static string Describe(IEnumerable<DisclosedSection> sections) => string.Join(
        '\n', sections.Select(s => $"{s.Category} {s.Source} {s.Level} {s.Article} {Describe(s.Content.Fields)}"));

    private static string Describe(IEnumerable<KeyValuePair<string, FieldValue>> fields) =>
        string.Join(' ', fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}={PageJson.Write(f.Value is TextValue text ? new TextValue(Plain(text.Text)) : f.Value)}"));

    // Where name and number stood nothing but labels may stand, and ordinary words: the register's test persons are called after what
    // they test. That the name itself is gone is checked apart.
    private static string Plain(string text)
    {
        foreach (var (sentence, before, after) in new[] { (Oracle.SeenSentence, "", ", is gezien."), (Oracle.WorkSentence, "Werk voor ", ".") })
        {
            if (text.Length < before.Length + after.Length || !text.StartsWith(before, StringComparison.Ordinal) || !text.EndsWith(after, StringComparison.Ordinal))
                continue;
            var left = text[before.Length..^after.Length];
            if (left.Split('[')[1..].All(part => part.Contains(']', StringComparison.Ordinal) && !part[part.IndexOf(']', StringComparison.Ordinal)..].Any(char.IsUpper)))
                return sentence;
        }

        return text;
    }
}
