namespace Exchange.Consent.Tests;

/// <summary>A ground carries what it says it carries, from whom to whom it says, and nothing else.</summary>
public sealed class GroundTests
{
    private const string Grounds = """
        grounds:
          Wpg art. 16: { title: Politiegegevens, special: [art10], carries: [{ categories: [police], from: [politie], to: { circle: small } }] }
          AVG art. 6(1)(e):
            carries:
              - { categories: [identity], from: [oov, scw] }
              - { categories: [identity], from: [ggd], to: { partner: [oov, ggd] } }
              - { categories: [police], from: [oov], to: { kind: kern } }

        """;

    [Theory]
    [InlineData("categories: [police], from: [politie], to: { circle: small }, ground: Wpg art. 16")]
    [InlineData("categories: [identity], from: [oov, scw], ground: AVG art. 6(1)(e)")]
    [InlineData("categories: [identity], from: [oov, ggd], to: { partner: oov }, ground: AVG art. 6(1)(e)")]
    [InlineData("categories: [police], from: oov, to: { kind: kern }, ground: AVG art. 6(1)(e)")]
    [InlineData("categories: [police], from: oov, to: { role: coordinator }, ground: AVG art. 6(1)(e)")]
    public void Load_GrantThatItsGroundCarries_IsRead(string grant)
    {
        var covenant = Covenants.Load(Text($$"""id: "1", text: a, grant: full, {{grant}}"""));

        Assert.Equal(["Wpg art. 16", "AVG art. 6(1)(e)"], covenant.Grounds.Keys);
        Assert.Equal([SpecialData.Art10], covenant.Grounds["Wpg art. 16"].Special);
    }

    [Theory]
    [InlineData("categories: [police], from: [politie], to: { circle: small }, ground: Wpg art. 61", "no ground 'Wpg art. 61'. Did you mean 'Wpg art. 16'?")]
    [InlineData("categories: [identity], from: [politie], ground: Wpg art. 16", "'Wpg art. 16' does not carry category 'identity'")]
    [InlineData("categories: [police], from: [politie, ggd], to: { circle: small }, ground: Wpg art. 16", "does not carry 'police' from 'ggd'")]
    [InlineData("categories: [police], to: { circle: small }, ground: Wpg art. 16", "does not carry 'police' from 'ggd', 'oov', 'scw'. Say 'from'")]
    [InlineData("categories: [police], from: [politie], ground: Wpg art. 16", "to all whom article '1' reaches")]
    [InlineData("categories: [police], from: [politie], to: { circle: [small, wide] }, ground: Wpg art. 16", "to all whom article '1' reaches")]
    [InlineData("categories: [identity], from: [ggd], ground: AVG art. 6(1)(e)", "does not carry 'identity' from 'ggd'")]
    [InlineData("categories: [police], from: oov, to: { kind: [kern, interventie] }, ground: AVG art. 6(1)(e)", "to all whom article '1' reaches")]
    [InlineData("categories: [police], from: [politie], to: { circle: small }", "grants without a ground")]
    [InlineData("from: [politie], to: { circle: small }, ground: Wpg art. 16", "does not carry category 'care'")]
    [InlineData("categories: [all], from: [politie], ground: Wpg art. 16", "cannot be 'all'")]
    public void Load_GrantThatItsGroundDoesNotCarry_IsAMistake(string grant, string message)
    {
        var reading = Covenants.Read(Text($$"""id: "1", text: a, grant: full, {{grant}}"""));

        Assert.Null(reading.Covenant);
        var line = Text("").Count(c => c == '\n');
        Assert.Contains(reading.Mistakes, mistake => mistake.Line == line && mistake.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Load_CapWithoutGround_IsRead() => Assert.NotNull(Covenants.Read(Text("""id: "1", text: a, cap: none""")).Covenant);

    [Fact]
    public void Load_SpecialCategory_NeedsAGroundThatSaysSo()
    {
        const string article = """id: "1", text: a, grant: full, categories: [police], from: oov, to: { kind: kern }, ground: AVG art. 6(1)(e)""";
        static string Special(string text) => text.Replace("police: { title: Politie,", "police: { title: Politie, special: [art10],", StringComparison.Ordinal);

        Assert.NotNull(Covenants.Read(Text(article)).Covenant);
        Assert.Contains("no special data of kind art10", Assert.Single(Covenants.Read(Special(Text(article))).Mistakes).Message, StringComparison.Ordinal);
        Assert.NotNull(Covenants.Read(Special(Text("""id: "1", text: a, grant: full, categories: police, from: politie, to: { circle: small }, ground: Wpg art. 16"""))).Covenant);
        Assert.Contains(
            "takes a ground of its own",
            Assert.Single(Covenants.Read(Special(Covenants.Text("""id: "1", text: a, grant: full, categories: [identity], ground: b"""))).Mistakes).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("carries: [{ categories: [police], from: [politie], to: { circle: small } }]", "carries: []", "empty list")]
    [InlineData("categories: [police], from: [politie]", "from: [politie]", "lacks 'categories'")]
    [InlineData("categories: [police], from: [politie]", "categories: [all], from: [politie]", "cannot be 'all'")]
    [InlineData("categories: [police], from: [politie]", "categories: [police], from: []", "empty list")]
    [InlineData("categories: [police], from: [politie]", "categories: [police], from: [polite]", "Did you mean 'politie'?")]
    [InlineData("special: [art10]", "special: [art11]", "one of art9, art10")]
    [InlineData("to: { circle: small }", "to: { cirkel: small }", "Did you mean 'circle'?")]
    [InlineData("Wpg art. 16: {", "Wpg art. 16: nee\n  Wpg art. 20: {", "is a mapping that says")]
    public void Load_MistakeInAGround_IsReported(string old, string @new, string message)
    {
        var text = Text("""id: "1", text: a, cap: none""");
        Assert.Contains(old, text, StringComparison.Ordinal);

        Assert.Contains(Covenants.Read(text.Replace(old, @new, StringComparison.Ordinal)).Mistakes, m => m.Message.Contains(message, StringComparison.Ordinal));
    }

    private static string Text(string article) => Covenants.Parties + Grounds + $"articles:\n  - {{ {article} }}\n";
}
