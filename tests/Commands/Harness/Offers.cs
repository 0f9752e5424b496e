using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Harness;

/// <summary>Sections as partners offer them, about fictional people.</summary>
internal static class Offers
{
    public const string Bsn = "999990019";
    public const string FirstNames = "Roderick-Jan";
    public const string Surname = "Testpersoon";
    public const string Street = "Verzonnenstraat";

    public static readonly DateOnly KeepUntil = new(2099, 12, 31);

    /// <summary>A section on the first ground that the covenant gives its source.</summary>
    public static OfferedSection Section(string source, string category, params (string Name, FieldValue Value)[] fields) => new(
        category,
        SectionContent.Of(fields),
        Repository.SampleCovenant.GroundsFor(source, category) is [var ground, ..] ? ground : "AVG art. 6(1)(e)",
        Handling.Open,
        null,
        [],
        "",
        null,
        KeepUntil);

    public static OfferedSection Identity(string bsn = Bsn, string source = "oov") => Section(
        source,
        "identity",
        ("firstNames", new TextValue(FirstNames)),
        ("surname", new TextValue(Surname)),
        ("bsn", new TextValue(bsn)),
        ("birthDate", new DateValue(new PartialDate(1990, 5, 17))),
        ("address", new AddressValue { Street = Street, HouseNumber = "12", Postcode = "1011AB", City = "Amsterdam" }));

    public static OfferedSection Signal(string source = "oov", string kind = "gedrag") => Section(
        source,
        "signals",
        ("kind", new TextValue(kind)),
        ("narrative", new TextValue($"De buurman van {FirstNames} maakt zich zorgen.")));

    public static OfferedSection Plan(string source = "oov") => Section(
        source, "plan", ("status", new TextValue("loopt")), ("goal", new TextValue($"{FirstNames} heeft een dagbesteding.")));

    public static OfferedSection Police(string kind = "bedreiging") => Section("politie", "police", ("incidentKind", new TextValue(kind)));

    public static OfferedSection Care(string source = "ggd", string liftedBecause = "") =>
        Section(source, "care", ("treatment", new TextValue("ambulant")), ("narrative", new TextValue($"{FirstNames} komt op gesprek.")))
            with
        { SecrecyLiftedBecause = liftedBecause };

    /// <summary>The same with another value of one field.</summary>
    public static OfferedSection With(OfferedSection section, string field, FieldValue value) =>
        section with { Content = new SectionContent(section.Content.Fields.SetItem(field, value)) };

    /// <summary>The terms of an offer, without what it says.</summary>
    public static OfferedTerms Terms(this OfferedSection section) => new(
        section.Category, section.Ground, section.Handling, section.EmbargoUntil, section.Recipients, section.SecrecyLiftedBecause.Length > 0);
}
