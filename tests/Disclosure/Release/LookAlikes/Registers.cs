using Exchange.Dossiers;
using FsCheck;
using FsCheck.Fluent;

namespace Exchange.Disclosure.Tests.Release.LookAlikes;

/// <summary>Small registers, and a count of who fits that takes nothing from the engine: one person, one case, one value at a time.</summary>
internal static class Registers
{
    private static readonly string[] Sources = ["oov", "wpi", "ggd"];

    /// <summary>A case of a register: whose it is, and its values.</summary>
    public sealed record RegisterCase(int Person, IReadOnlyList<Candidate> Held);

    /// <summary>What is asked of the engine at once.</summary>
    public sealed record Question(IReadOnlyList<RegisterCase> Register, IReadOnlyList<Candidate> Candidates, IReadOnlyList<ShownValue> Shown, int K)
    {
        public Population Population => Of(Register);

        public IReadOnlyList<ShownValue> Answer => Disclosure.LookAlikes.Fit(Shown, Candidates, Population, K);
    }

    public static readonly Gen<Question> Any =
        from register in Case.ListOf(30)
        from own in Held("own")
        from other in Held("other")
        from shown in Gen.Choose(0, 3)
        from k in Gen.Choose(1, 8)
        select new Question([.. register], own, [.. other.Take(shown).Select(c => new ShownValue(c.Section, c.Category, c.Source, c.Field, c.Ladder[0]))], k);

    public static Population Of(IEnumerable<RegisterCase> register)
    {
        var builder = new Population.Builder();
        foreach (var @case in register)
            builder.Add((UInt128)@case.Person, null, @case.Held);
        return builder.Build();
    }

    /// <summary>How many persons fit, told by looking.</summary>
    public static int Fitting(IEnumerable<RegisterCase> register, IReadOnlyCollection<ShownValue> values) =>
        register.Where(c => Fits(c, values)).Select(c => c.Person).Distinct().Count();

    // Each section that shows a value needs a section of its own that tells the same.
    private static bool Fits(RegisterCase @case, IReadOnlyCollection<ShownValue> values) => values
        .Select(v => (v.Section, v.Category, v.Source, v.Field, v.Value))
        .Distinct()
        .GroupBy(v => (v.Category, v.Source, v.Field, v.Value))
        .All(g => @case.Held.Count(h => (h.Category, h.Source, h.Field) == (g.Key.Category, g.Key.Source, g.Key.Field) && h.Ladder.Contains(g.Key.Value)) >= g.Count());

    private static Gen<RegisterCase> Case =>
        from person in Gen.Choose(1, 25)
        from held in Held("register")
        select new RegisterCase(person, held);

    private static Gen<List<Candidate>> Held(string prefix) =>
        from size in Gen.Choose(0, 7)
        from values in Value.ListOf(size)
        select values.Select((v, i) => new Candidate(new SectionId($"{prefix}-{i}"), v.Category, v.Source, v.Field, v.Ladder)).ToList();

    private static Gen<(string Category, string Source, string Field, IReadOnlyList<FieldValue> Ladder)> Value =>
        from source in Gen.Elements(Sources)
        from kind in Gen.Choose(0, 3)
        from number in Gen.Choose(0, 2)
        select kind switch
        {
            0 => ("identity", source, "birthDate", (IReadOnlyList<FieldValue>)[new AgeBandValue(20 + (10 * number), 29 + (10 * number)), new AgeBandValue(18, number < 2 ? 39 : null)]),
            1 => ("identity", source, "address", (IReadOnlyList<FieldValue>)[new DistrictValue(number == 0 ? "Noord" : "West"), new DistrictValue("binnen het werkgebied")]),
            2 => ("signals", "oov", "kind", (IReadOnlyList<FieldValue>)[new TextValue(number == 0 ? "gedrag" : "netwerk")]),
            _ => ("plan", "oov", "status", (IReadOnlyList<FieldValue>)[new TextValue(number == 0 ? "loopt" : "concept")]),
        };
}
