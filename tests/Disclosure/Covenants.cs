using Exchange.Consent;

namespace Exchange.Disclosure.Tests;

/// <summary>The sample covenant, and rules of our own: categories like its, and a table of two areas.</summary>
internal static class Covenants
{
    public static readonly IReadOnlyList<District> Districts =
    [
        new("Centrum", [new PostcodeRange(1011, 1018)]),
        new("Noord", [new PostcodeRange(1020, 1028), new PostcodeRange(1031, 1039)]),
    ];

    private static readonly FieldRule Text = new(FieldType.Text, null, null, []);
    private static readonly FieldRule Texts = new(FieldType.Texts, null, null, []);
    private static readonly FieldRule Number = new(FieldType.Number, null, null, []);
    private static readonly FieldRule Day = new(FieldType.Date, null, null, []);
    private static readonly FieldRule Year = new(FieldType.Date, Generalisation.Year, null, []);
    private static readonly FieldRule Narrative = new(FieldType.FreeText, Generalisation.Redact, Generalisation.Redact, []);
    private static readonly FieldRule Code = new(FieldType.Code, Generalisation.Keep, Generalisation.Keep, ["een", "twee", "overig"]);
    private static readonly FieldRule CodeBelowFull = new(FieldType.Code, Generalisation.Keep, null, ["een", "twee", "overig"]);

    public static readonly IReadOnlyList<CategoryRule> Categories =
    [
        Category("identity", ("firstNames", Text), ("surnamePrefix", Text), ("surname", Text), ("aliases", Texts),
            ("gender", CodeBelowFull), ("bsn", new(FieldType.Bsn, null, null, [])),
            ("birthDate", new(FieldType.Date, Generalisation.Year, Generalisation.AgeBand10, [])), ("deathDate", Year),
            ("address", new(FieldType.Address, Generalisation.District, Generalisation.District, []))),
        Category("contact", ("phones", Texts), ("emails", Texts), ("handles", Texts)),
        Category("household", ("composition", Code), ("members", new(FieldType.Persons, Generalisation.Count, null, []))),
        Category("residence", ("address", new(FieldType.Address, Generalisation.District, null, [])), ("since", Year),
            ("municipality", Text), ("housing", Code)),
        Category("police", ("incidentKind", Code), ("lastIncidentOn", Year), ("registrations", Texts), ("narrative", Narrative)),
        Category("prosecution", ("status", Code), ("docketNumbers", Texts), ("nextHearingOn", Day), ("narrative", Narrative)),
        Category("care", ("treatment", CodeBelowFull), ("institution", Text), ("since", Year), ("narrative", Narrative)),
        Category("debts", ("arrangement", Code), ("amountEuros", Number), ("creditors", Texts), ("narrative", Narrative)),
        Category("plan", ("status", Code), ("goal", new(FieldType.FreeText, null, null, [])), ("agreedOn", Year), ("reviewOn", Day)),
        // Whatever a covenant may name for a type, and flags, which have no generalisation.
        Category("extra",
            ("band5", new(FieldType.Date, Generalisation.AgeBand5, Generalisation.AgeBand5, [])),
            ("band20", new(FieldType.Date, Generalisation.AgeBand20, Generalisation.AgeBand20, [])),
            ("month", new(FieldType.Date, Generalisation.YearMonth, Generalisation.Year, [])),
            ("persons", new(FieldType.Persons, Generalisation.Count, Generalisation.Count, [])),
            ("openCode", new(FieldType.Code, Generalisation.Keep, Generalisation.Keep, [])),
            ("onlyAnonymised", new(FieldType.Code, null, Generalisation.Keep, ["een", "twee"])),
            ("flag", new(FieldType.Flag, Generalisation.Keep, Generalisation.Keep, [])),
            ("name", new(FieldType.Text, Generalisation.Keep, Generalisation.Keep, []))),
    ];

    public static readonly byte[] SampleText = ReadSample();

    public static readonly Covenant Sample = Covenant.Load(SampleText).Covenant ?? throw new InvalidOperationException("The sample covenant has mistakes.");

    /// <summary>The sample covenant where nobody counts look-alikes.</summary>
    public static readonly Covenant Ungated = Covenant.Load(System.Text.Encoding.UTF8.GetBytes(UngatedText(SampleText))).Covenant
        ?? throw new InvalidOperationException("The sample covenant has mistakes without its release gate.");

    /// <summary>Every category of the sample covenant, and one with what it does not use.</summary>
    public static readonly IReadOnlyList<CategoryRule> OfSampleAndMore = [.. Sample.Categories.Values, Categories.Single(c => c.Id == "extra")];

    /// <summary>A covenant without its release gate, which is three lines.</summary>
    public static string UngatedText(byte[] text)
    {
        var lines = System.Text.Encoding.UTF8.GetString(text).Split('\n').ToList();
        lines.RemoveRange(lines.FindIndex(line => line.StartsWith("releaseGate:", StringComparison.Ordinal)), 3);
        return string.Join('\n', lines);
    }

    public static CategoryRule Of(string id) => Categories.Single(c => c.Id == id);

    public static CategoryRule Category(string id, params (string Name, FieldRule Rule)[] fields) =>
        new(id, id, false, fields.ToDictionary(f => f.Name, f => f.Rule));

    private static byte[] ReadSample()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
            folder = folder.Parent;
        return File.ReadAllBytes(Path.Combine(folder?.FullName ?? "", "samples", "covenants", "ipga-radicalisering.yaml"));
    }
}
