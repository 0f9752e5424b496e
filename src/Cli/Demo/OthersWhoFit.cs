using System.Globalization;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Cli.Demo;

/// <summary>Counts by hand, dossier by dossier, how many other fictional people fit what an anonymised view says: not as the gateway does it.</summary>
internal static class OthersWhoFit
{
    /// <summary>How many people but the one whom the view is about fit all values together.</summary>
    /// <param name="demo">The demo.</param>
    /// <param name="about">Whom the view is about.</param>
    /// <param name="values">The values, each with the category and the source that tells it.</param>
    public static int Count(DemoGateway demo, SyntheticDossier about, IReadOnlyCollection<(string Category, string Source, string Field, string Text)> values)
    {
        var told = values.GroupBy(v => v).ToDictionary(g => g.Key, g => g.Count());
        return demo.Dossiers
            .Select(d => d.Dossier)
            .Where(d => d.Person.Bsn != about.Person.Bsn && d.Sections.Select(s => s.Source).Distinct().Count() > 1)
            .Where(d => told.All(value => d.Sections.Count(s => Tells(demo, s.Source, s.Section, value.Key)) >= value.Value))
            .DistinctBy(d => d.Person.Bsn)
            .Count();
    }

    private static bool Tells(
        DemoGateway demo, string source, Commands.OfferedSection section, (string Category, string Source, string Field, string Text) value) =>
        source == value.Source
        && section.Category == value.Category
        && section.Handling != Handling.Secret
        && !(section.EmbargoUntil > demo.Time.GetUtcNow())
        && section.Content.Fields.GetValueOrDefault(value.Field) switch
        {
            DateValue born => IsWithin(value.Text, born.Date.Earliest, demo.Today) && IsWithin(value.Text, born.Date.Latest, demo.Today),
            AddressValue address => AreasOf(demo.Covenant, address).Contains(value.Text, StringComparer.Ordinal),
            TextValue code => code.Text == value.Text,
            _ => false,
        };

    // "30–39 jaar", or "50+ jaar".
    private static bool IsWithin(string band, DateOnly born, DateOnly day)
    {
        var age = day.Year - born.Year - (born.AddYears(day.Year - born.Year) > day ? 1 : 0);
        var ends = band.Split(' ')[0].TrimEnd('+').Split('–').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToArray();
        return ends[0] <= age && (ends.Length == 1 || age <= ends[1]);
    }

    private static string[] AreasOf(Covenant covenant, AddressValue address)
    {
        var digits = int.Parse(address.Postcode.AsSpan(0, 4), CultureInfo.InvariantCulture);
        return covenant.Districts.FirstOrDefault(d => d.Postcodes.Any(p => p.Contains(digits))) is { } district
            ? [district.Name, "binnen het werkgebied"]
            : ["elders"];
    }
}
