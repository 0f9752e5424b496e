using Exchange.Cli.Import;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.MainJob;

/// <summary>
/// A test person's case: what the register says of the person, and sections from other sources that vary with the person's
/// place in the file, so that handling, embargo, retention, secrecy and recipients all occur.
/// </summary>
internal sealed record PersonaDossier(BrpPerson Persona, Case Case, IReadOnlyList<(string Source, OfferedSection Section)> Sections)
{
    /// <summary>The last day on which what is kept shortest may be released: the day of the import.</summary>
    private static readonly DateOnly Expiring = AmsterdamCalendar.DayOf(Installation.Start);

    private static readonly string[] Recipients = ["om", "oov", "ggd", "scw", "zaanstad"];
    private static readonly string[] SignalSources = ["oov", "politie", "scw", "ojz", "stadsdelen", "amstelveen"];
    private static readonly string[] IncidentKinds = ["bedreiging", "geweld", "overig"];

    public static IReadOnlyList<(string Source, OfferedSection Section)> SectionsOf(BrpPerson persona, int number)
    {
        var sections = new BrpSections(Repository.SampleCovenant, "oov", Offers.KeepUntil).Of(persona).ToList();
        sections[0] = ("oov", sections[0].Section with { Date = new PartialDate(2026, 1, 15) });
        var narrative = ("narrative", (FieldValue)new TextValue($"{persona.FirstNames} {persona.Surname}, {persona.Bsn}, is gezien."));
        var signals = SignalSources[number % SignalSources.Length];
        sections.Add((signals, Offers.Section(signals, "signals", ("kind", new TextValue("gedrag")), narrative)));
        sections.Add(("politie", Offers.Section("politie", "police", ("incidentKind", new TextValue(IncidentKinds[number % 3])), narrative) with
        {
            Handling = number % 4 == 0 ? Handling.Open : null,
            Recipients = [Recipients[number % Recipients.Length], Recipients[(number + 1) % Recipients.Length]],
        }));
        sections.Add(("om", Offers.Section("om", "prosecution", ("status", new TextValue("gedagvaard")), narrative) with
        {
            EmbargoUntil = number % 3 == 0 ? Installation.Start.AddDays(1) : number % 3 == 1 ? Installation.Start.AddDays(60) : null,
        }));
        sections.Add(("ggd", Offers.Section("ggd", "care", ("treatment", new TextValue("ambulant")), ("institution", new TextValue("Een kliniek"))) with
        {
            SecrecyLiftedBecause = number % 2 == 0 ? "Gevaar voor anderen" : "",
        }));
        sections.Add(("rvdk", Offers.Section("rvdk", "youthProtection", ("measure", new TextValue("onderzoek")))));
        if (number % 2 == 0)
            sections.Add(("rvdk", Offers.Section("rvdk", "youthProtection", ("measure", new TextValue("voogdij")), narrative)));
        sections.Add(("wpi", Offers.Section("wpi", "debts", ("arrangement", new TextValue("wettelijk")), ("amountEuros", new NumberValue(12_345)))));
        sections.Add(("arkin", Offers.Section("arkin", "interventions", ("kind", new TextValue("hulpverlening")))));
        sections.Add(("oov", Offers.Section("oov", "plan", ("status", new TextValue("loopt")), ("goal", new TextValue($"Werk voor {persona.FirstNames}."))) with
        {
            KeepUntil = number % 5 == 0 ? Expiring : Offers.KeepUntil,
        }));
        sections.Add(("oov", Offers.Section("oov", "reporter", ("name", new TextValue("Een buurvrouw")))));
        return sections;
    }
}
